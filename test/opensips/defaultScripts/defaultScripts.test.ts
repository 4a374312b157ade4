import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { StepRecord } from '../../../server/languages/opensips/run/record.ts';
import { runScript } from '../../../server/languages/opensips/run/run.ts';
import { modelOf, scenarioOf } from '../../oracle/dryrunCases.ts';
import { readRuns } from '../../oracle/measuredRuns.ts';

/** Calls, registrations, strangers and stray requests that real servers got with the script that OpenSIPS installs. */
const runs = readRuns('./opensips-scripts.jsonl').filter(({ id }) => id.startsWith('default-3.6-'));

const scriptOf = (version: string): string =>
  readFileSync(new URL(`./${version}.cfg`, import.meta.url), 'utf8');

/** What was sent, by destination and first line. */
function sent(step: StepRecord | undefined): string[] {
  const requests = (step?.forwarded ?? []).flatMap(one => ('text' in one ? [one] : []));
  const packets = [...(step?.replies ?? []), ...requests];
  return packets.map(({ to, text }) => `${to} ${text.split('\r\n')[0]}`).sort();
}

describe.each(['2.4', '3.4', '3.6', '4.0'])('the default script of %s in a dry run', version => {
  const model = modelOf(scriptOf(version === '4.0' ? '3.6' : version), version);

  it('has runs to compare', () => {
    expect(runs.length).toBeGreaterThanOrEqual(8);
  });

  it.each(runs.map(one => [one.id.replace('default-3.6-', ''), one] as const))(
    'does what it did on a server: %s',
    (_, one) => {
      const { steps } = runScript(model, scenarioOf({ ...one, results: [] }));
      one.results.forEach((result, index) => {
        expect(steps[index]?.questions).toEqual([]);
        expect(sent(steps[index])).toEqual(
          result.packets.map(({ to, text }) => `${to} ${text.split('\r\n')[0]}`).sort(),
        );
      });
    },
  );
});
