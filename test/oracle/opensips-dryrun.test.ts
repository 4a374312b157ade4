import { describe, expect, it } from 'vitest';
import { type Comparison, compareCase, type DryRunCase, readCases } from './dryrunCases.ts';

const cases = readCases(new URL('./opensips-dryrun.jsonl', import.meta.url));

/** The least share of cases that must be as the server did them. */
const least = { outcome: 0.98, lines: 0.98 };

describe('dry runs of opensips.cfg against a real server', () => {
  const compared = cases.map((one): readonly [DryRunCase, Comparison] => [one, compareCase(one)]);
  const share = (holds: (comparison: Comparison) => boolean): number =>
    compared.filter(([, comparison]) => holds(comparison)).length / compared.length;

  it('reads the cases', () => {
    expect(cases.length).toBeGreaterThan(300);
  });

  it('replies, forwards and enters routes as the server did', () => {
    expect(share(one => one.replies && one.forwarded && one.routes)).toBeGreaterThanOrEqual(least.outcome);
  });

  it('runs the lines that the server ran, with their results', () => {
    expect(share(one => one.lines)).toBeGreaterThanOrEqual(least.lines);
  });

  it('gives no wrong answer where a question should have been asked', () => {
    const wrong = compared.filter(([, one]) => one.isCertain && one.differences.length > 0);
    expect(wrong.map(([one, { differences }]) => [one.id, ...differences])).toEqual([]);
  });

  it('prints what xlog printed', () => {
    expect(share(one => one.log)).toBeGreaterThanOrEqual(least.lines);
  });
});
