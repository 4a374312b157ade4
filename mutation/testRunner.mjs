// Runs tests for Stryker. Its own runner for Vitest starts a thread and loads every module for each mutant, which takes
// about a second of computing; this one evaluates a bundle, in some hundredths of a second. Collecting, hooks,
// parameters and matchers come from the packages that Vitest itself consists of.

import { bundleTests } from './bundle.mjs';
import * as vitest from './vitest.mjs';

/**
 * What changed code reads and writes while running (Stryker's `instrument-test-hooks`): the mutant that is active, the
 * test that runs, and what is counted.
 * @typedef {object} Switches
 * @property {string} [activeMutant]
 * @property {string} [currentTestId]
 * @property {number} [hitCount]
 * @property {number} [hitLimit]
 * @property {Coverage} [mutantCoverage]
 */

/**
 * How often each mutant was reached, by test.
 * @typedef {{ readonly perTest?: Readonly<Record<string, Readonly<Record<string, number>>>> }} Coverage
 */

/**
 * The result of a test, or of a file that cannot be loaded.
 * @typedef {object} Outcome
 * @property {string} id
 * @property {boolean} wasRun
 * @property {number} milliseconds
 * @property {string | undefined} failure why it failed
 */

/** @typedef {import('@vitest/runner').Test} Test */
/** @typedef {import('@vitest/runner').Task} Task */

/** A short test that still runs after this time hangs. */
const LONGEST_TEST = 30_000;

/** The first run includes the slow tests, which a busy computer makes slower still. */
const LONGEST_FIRST_TEST = 10 * 60_000;

/**
 * A test that takes longer than this, in milliseconds of the processor, is not asked about mutants. What it alone would
 * notice counts as not noticed, so that the share is never better than it looks.
 */
const LONGEST_ANSWER = 400;

class BundleTestRunner {
  /** @type {Switches} */
  #switches = {};
  /** @type {readonly string[]} */
  #files = (process.env.MUTATION_TESTS ?? '').split(' ');
  /** How long each test took when nothing was changed, in milliseconds of the processor. */
  #durations = /** @type {Map<string, number>} */ (new Map());
  /** @type {Coverage} */
  #coverage = {};
  #load = () => /** @type {import('./bundle.mjs').LoadedTests} */ ({});

  constructor() {
    Reflect.set(globalThis, '__stryker__', this.#switches);
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.#load = await bundleTests(process.cwd(), this.#files, { vitest: vitest.module });
  }

  async dryRun() {
    this.#set({});
    const outcomes = await this.#run({ files: this.#files });
    const failed = outcomes.find(({ failure }) => failure !== undefined);
    if (failed !== undefined) return { status: 'error', errorMessage: `${failed.id}: ${failed.failure}` };
    const tests = outcomes.map(({ id, wasRun, milliseconds }) => ({
      id,
      name: id,
      timeSpentMs: milliseconds,
      status: wasRun ? 0 : 2,
    }));
    this.#coverage = this.#switches.mutantCoverage ?? {};
    return { status: 'complete', tests, mutantCoverage: this.#coverage };
  }

  /**
   * @param {{
   *   readonly activeMutant: { readonly id: string },
   *   readonly mutantActivation: 'static' | 'runtime',
   *   readonly testFilter?: readonly string[],
   *   readonly hitLimit?: number,
   * }} options
   */
  async mutantRun({ activeMutant: { id }, mutantActivation, testFilter, hitLimit: given }) {
    const hitLimit = this.#hitLimit(id, testFilter) ?? given;
    const counting = { hitCount: 0, ...(hitLimit !== undefined && { hitLimit }) };
    this.#set(mutantActivation === 'static' ? { ...counting, activeMutant: id } : counting);
    const wanted = testFilter === undefined ? undefined : new Set(testFilter);
    const files = this.#files.filter(file => testFilter?.some(test => test.startsWith(`${file}#`)) ?? true);
    const outcomes = await this.#run({
      files,
      wanted,
      beforeTests: () => {
        this.#switches.activeMutant = id;
      },
    });
    const { hitCount = 0 } = this.#switches;
    if (hitLimit !== undefined && hitCount > hitLimit) return { status: 'timeout', reason: 'It never ends.' };
    const nrOfTests = outcomes.filter(({ wasRun }) => wasRun).length;
    const failed = outcomes.find(({ failure }) => failure !== undefined);
    if (failed === undefined) return { status: 'survived', nrOfTests };
    return { status: 'killed', killedBy: [failed.id], failureMessage: failed.failure, nrOfTests };
  }

  async dispose() {}

  /**
   * How often a mutant may be reached before the code counts as an endless loop. Stryker's own limit is that of all tests,
   * a hundred times, which a test with random input makes a matter of minutes.
   * @param {string} mutant
   * @param {readonly string[] | undefined} tests
   */
  #hitLimit(mutant, tests) {
    const { perTest } = this.#coverage;
    if (perTest === undefined || tests === undefined) return undefined;
    const asked = tests.filter(test => !this.#isSlow(test));
    return 1000 + 20 * asked.reduce((sum, test) => sum + (perTest[test]?.[mutant] ?? 0), 0);
  }

  /** @param {string} test */
  #isSlow(test) {
    return (this.#durations.get(test) ?? 0) > LONGEST_ANSWER;
  }

  /** @param {Switches} switches */
  #set(switches) {
    for (const key of Object.keys(this.#switches)) Reflect.deleteProperty(this.#switches, key);
    Object.assign(this.#switches, switches);
  }

  /**
   * Runs tests until one of them fails, and returns the result of each.
   * @param {{
   *   readonly files: readonly string[],
   *   readonly wanted?: ReadonlySet<string> | undefined,
   *   readonly beforeTests?: () => void,
   * }} options
   * @returns {Promise<readonly Outcome[]>}
   */
  async #run({ files, wanted, beforeTests }) {
    const loaded = this.#load();
    // The first run, with nothing changed, measures.
    const isMeasured = beforeTests === undefined;
    let started = process.cpuUsage();
    let hasFailed = false;
    /** @type {import('@vitest/runner').VitestRunner} */
    const runner = {
      config: isMeasured ? { ...settings, testTimeout: LONGEST_FIRST_TEST } : settings,
      pool: 'bundle',
      importFile: path => loaded[path]?.(),
      onCollected: files => {
        // The first test that fails is enough: quick ones first.
        this.#sortByDuration(files);
        beforeTests?.();
      },
      onBeforeRunTask: test => {
        const id = idOf(test);
        if (hasFailed || this.#isSlow(id) || wanted?.has(id) === false) test.mode = 'skip';
      },
      onBeforeTryTask: test => {
        this.#switches.currentTestId = idOf(/** @type {Test} */ (test));
        started = process.cpuUsage();
      },
      onAfterRunTask: test => {
        Reflect.deleteProperty(this.#switches, 'currentTestId');
        const { user, system } = process.cpuUsage(started);
        if (isMeasured) this.#durations.set(idOf(/** @type {Test} */ (test)), (user + system) / 1000);
        hasFailed ||= test.result?.state === 'fail';
      },
    };
    const collected = await vitest.startTests([...files], runner);
    return collected.flatMap(outcomesOf);
  }

  /**
   * @param {Task[]} tasks
   * @returns {number} their total time, in milliseconds
   */
  #sortByDuration(tasks) {
    const durations = new Map(tasks.map(task => [task, this.#durationOf(task)]));
    tasks.sort((a, b) => (durations.get(a) ?? 0) - (durations.get(b) ?? 0));
    return [...durations.values()].reduce((sum, duration) => sum + duration, 0);
  }

  /** @param {Task} task */
  #durationOf(task) {
    return task.type === 'test' ? (this.#durations.get(idOf(task)) ?? 0) : this.#sortByDuration(task.tasks);
  }
}

/** What Stryker looks for in a plugin. */
export const strykerPlugins = [{ kind: 'TestRunner', name: 'bundle', injectableClass: BundleTestRunner }];

/** @type {import('@vitest/runner').VitestRunnerConfig} */
const settings = {
  root: '',
  setupFiles: [],
  name: undefined,
  passWithNoTests: true,
  testNamePattern: undefined,
  allowOnly: true,
  sequence: { seed: 0, hooks: 'stack', setupFiles: 'list' },
  chaiConfig: undefined,
  maxConcurrency: 1,
  testTimeout: LONGEST_TEST,
  hookTimeout: LONGEST_TEST,
  retry: 0,
  includeTaskLocation: undefined,
  tags: [],
  tagsFilter: undefined,
  strictTags: false,
};

/**
 * The path of a test's file and the names of its suites, as Stryker returns them.
 * @param {Test} test
 */
function idOf(test) {
  return `${test.file.filepath}#${test.fullTestName}`;
}

/**
 * @param {Task} task
 * @returns {Outcome[]}
 */
function outcomesOf(task) {
  const failure = task.result?.state === 'fail' ? failureOf(task.result.errors?.[0]) : undefined;
  if (task.type === 'test') {
    const { state, duration = 0 } = task.result ?? {};
    return [
      { id: idOf(task), wasRun: state === 'pass' || state === 'fail', milliseconds: duration, failure },
    ];
  }
  const inside = task.tasks.flatMap(outcomesOf);
  // A hook failed, or the file could not be loaded.
  const isOwn = failure !== undefined && inside.every(outcome => outcome.failure === undefined);
  return isOwn
    ? [{ id: `${task.file.filepath}#${task.name}`, wasRun: true, milliseconds: 0, failure }, ...inside]
    : inside;
}

/**
 * @param {import('@vitest/runner').TaskResult['errors'] extends readonly (infer Failure)[] | undefined ? Failure |
 * undefined : never} error
 */
function failureOf(error) {
  const cause = error?.cause instanceof Object && 'message' in error.cause ? `\n${error.cause.message}` : '';
  return `${error?.message ?? 'It failed.'}${cause}`;
}
