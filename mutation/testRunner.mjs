// Runs tests for Stryker. Its own runner for Vitest starts a thread and loads every module for each mutant, which takes
// about a second of computing; this one evaluates a bundle, in some hundredths of a second. Collecting, hooks,
// parameters and matchers are Vitest's: the packages that Vitest itself is made of.

import { bundleTests } from './bundle.mjs';
import * as vitest from './vitest.mjs';

/**
 * What changed code reads and writes while it runs (Stryker's `instrument-test-hooks`): the mutant that is active, the
 * test that runs, and what is counted.
 * @typedef {object} Switches
 * @property {string} [activeMutant]
 * @property {string} [currentTestId]
 * @property {number} [hitCount]
 * @property {number} [hitLimit]
 * @property {unknown} [mutantCoverage]
 */

/**
 * What became of a test, or of a file that cannot be loaded.
 * @typedef {object} Outcome
 * @property {string} id
 * @property {boolean} wasRun
 * @property {number} milliseconds
 * @property {string | undefined} failure why it failed
 */

/** @typedef {import('@vitest/runner').Test} Test */
/** @typedef {import('@vitest/runner').Task} Task */

/** A test of seconds that still runs after this time hangs. */
const LONGEST_TEST = 30_000;

class BundleTestRunner {
  /** @type {Switches} */
  #switches = {};
  /** @type {readonly string[]} */
  #files = (process.env.MUTATION_TESTS ?? '').split(' ');
  /** How long each test took when nothing was changed, in milliseconds. */
  #durations = /** @type {Map<string, number>} */ (new Map());
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
    this.#durations = new Map(outcomes.map(({ id, milliseconds }) => [id, milliseconds]));
    const tests = outcomes.map(({ id, wasRun, milliseconds }) => ({
      id,
      name: id,
      timeSpentMs: milliseconds,
      status: wasRun ? 0 : 2,
    }));
    return { status: 'complete', tests, mutantCoverage: this.#switches.mutantCoverage };
  }

  /**
   * @param {{
   *   readonly activeMutant: { readonly id: string },
   *   readonly mutantActivation: 'static' | 'runtime',
   *   readonly testFilter?: readonly string[],
   *   readonly hitLimit?: number,
   * }} options
   */
  async mutantRun({ activeMutant: { id }, mutantActivation, testFilter, hitLimit }) {
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

  /** @param {Switches} switches */
  #set(switches) {
    for (const key of Object.keys(this.#switches)) Reflect.deleteProperty(this.#switches, key);
    Object.assign(this.#switches, switches);
  }

  /**
   * Runs tests until one of them fails, and says what became of each.
   * @param {{
   *   readonly files: readonly string[],
   *   readonly wanted?: ReadonlySet<string> | undefined,
   *   readonly beforeTests?: () => void,
   * }} options
   * @returns {Promise<readonly Outcome[]>}
   */
  async #run({ files, wanted, beforeTests }) {
    const loaded = this.#load();
    let hasFailed = false;
    /** @type {import('@vitest/runner').VitestRunner} */
    const runner = {
      config: settings,
      pool: 'bundle',
      importFile: path => loaded[path]?.(),
      onCollected: files => {
        // The first test that fails is enough: quick ones first.
        this.#sortByDuration(files);
        beforeTests?.();
      },
      onBeforeRunTask: test => {
        if (hasFailed || wanted?.has(idOf(test)) === false) test.mode = 'skip';
      },
      onBeforeTryTask: test => {
        this.#switches.currentTestId = idOf(/** @type {Test} */ (test));
      },
      onAfterRunTask: test => {
        Reflect.deleteProperty(this.#switches, 'currentTestId');
        hasFailed ||= test.result?.state === 'fail';
      },
    };
    const collected = await vitest.startTests([...files], runner);
    return collected.flatMap(outcomesOf);
  }

  /**
   * @param {Task[]} tasks
   * @returns {number} what they take together, in milliseconds
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
 * The path of a test's file and the names of what it is in, as Stryker gives them back.
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

/** @param {import('@vitest/runner').TaskResult['errors'] extends readonly (infer Failure)[] | undefined ? Failure | undefined : never} error */
function failureOf(error) {
  const cause = error?.cause instanceof Object && 'message' in error.cause ? `\n${error.cause.message}` : '';
  return `${error?.message ?? 'It failed.'}${cause}`;
}
