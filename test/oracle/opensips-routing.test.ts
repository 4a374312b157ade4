import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { StepRecord } from '../../server/languages/opensips/run/record.ts';
import { runScript } from '../../server/languages/opensips/run/run.ts';
import { type DryRunCase, modelOf, scenarioOf } from './dryrunCases.ts';

/**
 * Dialogs, topology hiding, dispatcher and drouting, as a running OpenSIPS 3.6.8 did them: every packet that it sent, and
 * what `xlog` printed.
 */
interface MeasuredCase extends Omit<DryRunCase, 'results'> {
  readonly results: readonly {
    readonly packets: readonly { readonly from: string; readonly to: string; readonly text: string }[];
    readonly log: readonly string[];
  }[];
}

const cases = readFileSync(new URL('./opensips-routing.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as MeasuredCase);

describe('dialogs and destinations in a dry run, as a real server has them', () => {
  it('reads the cases', () => {
    expect(cases.length).toBeGreaterThan(40);
  });

  it.each(cases.map(one => [one.id, one] as const))('%s', (_, one) => {
    const { steps } = runScript(modelOf(one.cfg), scenarioOf({ ...one, results: [] }));
    one.results.forEach((result, index) => {
      const step = steps[index];
      expect(step?.questions).toEqual([]);
      expect((step?.log ?? []).map(line => masked(line).trimEnd())).toEqual(result.log.map(line => masked(line)));
      const sent = result.packets.map(({ to, text }) => `${to} ${shape(text)}`);
      expect(packets(step).sort()).toEqual(sent.sort());
    });
  });
});

function packets(step: StepRecord | undefined): string[] {
  const requests = (step?.forwarded ?? []).flatMap(one => ('text' in one ? [one] : []));
  return [...(step?.replies ?? []), ...requests].map(({ to, text }) => `${to} ${shape(text)}`);
}

/** Headers by name, in their order within a name; Content-Length is left out. */
function shape(text: string): string {
  const [head = '', ...body] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const kept = lines.filter(line => !/^Content-Length:/i.test(line)).map(masked);
  const name = (line: string): string => line.split(':')[0]?.toLowerCase() ?? '';
  kept.sort((a, b) => name(a).localeCompare(name(b)));
  return [masked(first), ...kept, body.join('\r\n\r\n').trim()].join('\n');
}

/** What differs from run to run. */
function masked(text: string): string {
  return text
    .replace(/branch=[^;,\s]+/g, 'branch=<branch>')
    .replace(/;tag=(?:[0-9a-f]{4}\.run|sl\.run|[0-9a-f]{4}[.-][0-9a-f.-]+)(?=[;,\s]|$)/g, ';tag=<tag>')
    .replace(/([.;]did[.=])[0-9a-f]+\.[0-9a-f]+/g, '$1<did>');
}
