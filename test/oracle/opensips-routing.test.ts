import { describe, expect, it } from 'vitest';
import { expectRun, readRuns } from './measuredRuns.ts';

describe.each([
  ['dialogs, topology hiding, dispatcher and drouting', './opensips-routing.jsonl', 40],
  ['scripts of all kinds, and malformed messages', './opensips-scripts.jsonl', 290],
  ['modules with unusual arguments', './opensips-modules.jsonl', 80],
])('dry runs as a real server did them: %s', (_, file, least) => {
  const runs = readRuns(file);

  it('reads the runs', () => {
    expect(runs.length).toBeGreaterThan(least);
  });

  it.each(runs.map(one => [one.id, one] as const))('%s', (__, one) => {
    expectRun(one);
  });
});
