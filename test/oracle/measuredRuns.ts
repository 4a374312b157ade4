import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { StepRecord } from '../../server/languages/opensips/run/record.ts';
import { runScript } from '../../server/languages/opensips/run/run.ts';
import { type DryRunCase, modelOf, scenarioOf } from './dryrunCases.ts';

/** A run of a real OpenSIPS, 3.6.8 or 4.0.1: every packet that it sent, and what `xlog` printed. */
export interface MeasuredRun extends Omit<DryRunCase, 'results'> {
  /** 3.6 if absent. */
  readonly version?: string;
  readonly results: readonly {
    readonly packets: readonly { readonly from: string; readonly to: string; readonly text: string }[];
    readonly log: readonly string[];
  }[];
}

/** The runs in a file; a script that several of them share stands on a line of its own. */
export function readRuns(name: string): readonly MeasuredRun[] {
  const scripts = new Map<string, object>();
  const runs: MeasuredRun[] = [];
  for (const line of readFileSync(new URL(name, import.meta.url), 'utf8').trim().split('\n')) {
    const { script, ...rest } = JSON.parse(line);
    if (typeof script === 'string' && rest.id === undefined) scripts.set(script, rest);
    else runs.push({ ...scripts.get(script ?? ''), ...rest });
  }
  return runs;
}

/** Runs the messages and expects all packets and all lines of the log, without a question. */
export function expectRun(one: MeasuredRun): void {
  const { steps } = runScript(modelOf(one.cfg, one.version), scenarioOf({ ...one, results: [] }));
  one.results.forEach((result, index) => {
    const step = steps[index];
    expect(step?.questions).toEqual([]);
    expect((step?.log ?? []).map(line => masked(line).trimEnd())).toEqual(
      result.log.map(line => masked(line).trimEnd()),
    );
    expect(packets(step).sort()).toEqual(result.packets.map(({ to, text }) => `${to} ${shape(text)}`).sort());
  });
}

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
    .replace(/^((?:Server|User-Agent): OpenSIPS \()[\d.]+/, '$1<version>')
    .replace(/branch=[^;,\s]+/g, 'branch=<branch>')
    .replace(/;tag=(?:[0-9a-f]{4}\.run|sl\.run|[0-9a-f]{4}[.-][0-9a-f.-]+)(?=[;,\s]|$)/g, ';tag=<tag>')
    .replace(/([.;]did[.=])[0-9a-f]+\.[0-9a-f]+/g, '$1<did>')
    .replace(/nonce="[^"]*"/g, 'nonce="<nonce>"')
    .replace(/(cnonce=.*)response="[^"]*"/g, '$1response="<response>"')
    .replace(/expires=(?:\d+(?:99|00|98)|299|300|59|60)\b/g, 'expires=<seconds>');
}
