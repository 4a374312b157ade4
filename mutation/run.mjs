// Changes the code in small ways and counts the changes that a test detects. See `areas.mjs` for what is changed.
//
// npm run mutation                                              all areas
// npm run mutation -- --area digest --area flow                 these
// npm run mutation -- --mutate server/sip/uri.ts --tests test/sip   files of your choice; lines may follow: uri.ts:10-40
// npm run mutation -- --incremental                                 only what has changed since the last time

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { npm } from '../workbench/npm.mjs';
import { step } from '../workbench/step.mjs';
import { areas } from './areas.mjs';
import { survivors, table, totalsOf } from './report.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const root = dirname(folder);
const results = join(folder, 'results');
const stryker = join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js');

/** The percentage of mutants that the tests of each area detect. */
const WANTED = 85;

const { values } = parseArgs({
  options: {
    area: { type: 'string', multiple: true, default: [] },
    mutate: { type: 'string', multiple: true, default: [] },
    tests: { type: 'string', multiple: true, default: [] },
    incremental: { type: 'boolean', default: false },
  },
});

const chosen = chosenAreas();
await setUp();
// Other work on this computer has priority.
setPriority(constants.priority.PRIORITY_LOW);
mkdirSync(results, { recursive: true });
const totals = [];
for (const area of chosen) {
  const report = await mutate(area);
  totals.push(totalsOf(area.name, report));
  console.log(survivors(report));
}
console.log(table(totals));
process.exitCode = totals.every(({ score }) => score >= WANTED) ? 0 : 1;

/** @returns {readonly import('./areas.mjs').Area[]} */
function chosenAreas() {
  const { area: names, mutate, tests } = values;
  if (mutate.length > 0) return [{ name: 'chosen', mutate, tests }];
  const unknown = names.filter(name => !areas.some(area => area.name === name));
  if (unknown.length > 0) {
    console.error(
      `No such area: ${unknown.join(', ')}. There are ${areas.map(({ name }) => name).join(', ')}.`,
    );
    process.exit(2);
  }
  return names.length > 0 ? areas.filter(({ name }) => names.includes(name)) : areas;
}

/**
 * The given test files, and those in the given folders.
 * @param {readonly string[]} paths
 */
function testFiles(paths) {
  return paths.flatMap(path =>
    path.endsWith('.ts')
      ? [path]
      : readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
          .filter(name => name.endsWith('.test.ts'))
          .map(name => `${path}/${name.replaceAll('\\', '/')}`)
          .sort(),
  );
}

/** Installs the mutation tester if necessary. */
async function setUp() {
  if (existsSync(stryker)) return;
  await step('Install the mutation tester, once (65 MB)', () => npm(['ci', '--ignore-scripts'], folder));
}

/**
 * Changes the files of one area, one change at a time.
 * @param {import('./areas.mjs').Area} area
 * @returns {Promise<import('./report.mjs').MutationReport>}
 */
async function mutate({ name, mutate, tests }) {
  const report = join(results, `${name}.json`);
  const settings = join(results, `${name}.settings.json`);
  const options = {
    mutate,
    testRunner: 'bundle',
    plugins: [join(folder, 'testRunner.mjs')],
    // A mutant runs the tests that reach it. Code that runs only while a module is loaded would need a new process for
    // each mutant.
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    // Stryker would read tsconfig.json with the API of TypeScript 6, which later versions do not have.
    tsconfigFile: 'none',
    concurrency: 1,
    // Endless loops are detected by counting; this is for other hangs, on a busy machine.
    timeoutMS: 60_000,
    dryRunTimeoutMinutes: 60,
    incremental: values.incremental,
    incrementalFile: join(results, `${name}.incremental.json`),
    tempDirName: 'mutation/results/copy',
    ignorePatterns: ['/dist', '/mutation/results', '/workbench', '/editors', '/test/editor', '/docs/images'],
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: report },
  };
  writeFileSync(settings, JSON.stringify(options, null, 2));
  rmSync(report, { force: true });
  console.log(`\n${name}: ${mutate.join(', ')}`);
  const child = spawn(process.execPath, [stryker, 'run', settings], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MUTATION_TESTS: testFiles(tests).join(' ') },
  });
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (!existsSync(report)) throw new Error(`The mutation tester wrote no report about "${name}".`);
  return JSON.parse(readFileSync(report, 'utf8'));
}
