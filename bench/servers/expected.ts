import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Results } from './results.ts';

/** Ratios to the best peer and of growth, by what they are about. */
type Ratios = Readonly<Record<string, number>>;

/** How much larger a ratio may be than expected: two runs on one machine differ by less. */
const TOLERANCE = 1.4;
/** Times below this many milliseconds say nothing about the code, whatever their ratio. */
const NEGLIGIBLE = 0.3;

/** Replaces the ratios that were measured; the others stay. */
export function keep(results: Results, file: string): void {
  const before: Ratios = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  writeFileSync(file, `${JSON.stringify({ ...before, ...ratiosOf(results) }, null, 2)}\n`);
}

/** Says which ratios are larger than the expected ones; if there are any, the process fails. */
export function compare(results: Results, file: string): void {
  const expected: Ratios = JSON.parse(readFileSync(file, 'utf8'));
  const worse = Object.entries(ratiosOf(results)).filter(
    ([about, ratio]) => ratio > (expected[about] ?? Number.POSITIVE_INFINITY) * TOLERANCE,
  );
  for (const [about, ratio] of worse)
    console.log(`worse: ${about}: ×${ratio}, expected ×${expected[about]} (at most ${TOLERANCE} times that)`);
  if (worse.length > 0) process.exitCode = 1;
  else console.log('no ratio is worse than expected');
}

function ratiosOf(results: Results): Ratios {
  const ratios: Record<string, number> = {};
  const add = (about: string, ratio: number | undefined) => {
    if (ratio !== undefined) ratios[about] = Math.round(ratio * 100) / 100;
  };
  for (const row of results.rows()) {
    for (const name of results.ours) {
      for (const size of results.sizes) {
        if ((results.median(name, row, size) ?? 0) < NEGLIGIBLE) continue;
        // Which peer is the best one follows from all of them only.
        if (results.hasAllPeers)
          add(`${name}, ${row}, ${size} lines, to the best peer`, results.ratio(name, row, size));
      }
      add(`${name}, ${row}, growth`, results.growth(name, row));
    }
  }
  return ratios;
}
