import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, keep } from './servers/expected.ts';
import { measure } from './servers/measure.ts';
import { ours } from './servers/ours.ts';
import { peers } from './servers/peers.ts';
import { writePicture } from './servers/picture.ts';
import { Results } from './servers/results.ts';
import { printTable } from './servers/table.ts';

/**
 * Our server beside others on files of the same length, spoken to over standard streams as an editor does: a table of medians
 * with ratios. `--rounds 3`, `--lines 1000,10000,100000`, `--only sip.conf,json`; `--check` compares the ratios with
 * expected.json, `--update` replaces them and the picture.
 */
export async function run(args: readonly string[] = []): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '3' },
      lines: { type: 'string', default: '1000,10000,100000' },
      only: { type: 'string' },
      check: { type: 'boolean', default: false },
      update: { type: 'boolean', default: false },
    },
  });
  const root = process.cwd();
  const expected = join(root, 'bench/expected.json');
  if (values.check && !values.update && !existsSync(expected)) {
    console.error(
      'There is nothing to compare with: run `npm run bench -- --update` first, which writes bench/expected.json.',
    );
    process.exitCode = 2;
    return;
  }
  const only = values.only?.split(',');
  const all = [...ours(join(root, 'dist')), ...peers(join(root, 'node_modules/.cache/peers'))];
  const subjects = all.filter(({ name }) => only === undefined || only.includes(name));
  const sizes = values.lines.split(',').map(Number);
  const results = new Results(subjects, sizes, all);
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const lineCount of sizes) {
      for (const subject of subjects) {
        const times = await measure(subject, lineCount, results.tooSlow(subject));
        for (const [row, found] of times) results.add(subject.name, row, lineCount, found);
      }
    }
  }
  printTable(results);
  if (values.update) {
    keep(results, expected);
    // A picture of a part would say something else.
    if (results.isComplete && sizes.length > 1) writePicture(results, join(root, 'bench/speed.svg'));
  }
  if (values.check) compare(results, expected);
}
