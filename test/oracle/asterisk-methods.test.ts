import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSequence } from '../../server/sip/requestSequence.ts';
import { type EarlierMessage, explainLast, measuredDialplan, modelOf, transportOf } from '../asterisk/matchingCase.ts';

interface MethodCase {
  readonly id: string;
  readonly sipconf: string;
  readonly method: string | null;
  readonly files: Readonly<Record<string, string>> | null;
  readonly source: { readonly ip: string; readonly port: number; readonly transport: string };
  readonly before: readonly EarlierMessage[];
  readonly request: string;
  readonly passwords: readonly { readonly username: string; readonly password: string }[];
  readonly result: {
    readonly finalCode: number | null;
    readonly context: string | null;
    readonly exten: string | null;
    readonly codesOnPort5071?: readonly number[];
  };
}

const measured: readonly MethodCase[] = readFileSync(new URL('asterisk-methods.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): MethodCase => JSON.parse(line));
const isRequest = ({ request }: MethodCase): boolean => /^[A-Za-z]+ [^\r\n]* SIP\/\d\.\d\r\n/.test(request);

describe('what Asterisk 20 did with a text that is not a request', () => {
  const cases = measured.filter(one => !isRequest(one));
  it.each(cases.map(one => [one.id, one] as const))('%s: no reply, and nothing to explain', (_id, one) => {
    expect(one.result.finalCode).toBeNull();
    expect(readSequence([one.request]).kind).toBe('obstacle');
  });
});

describe('what Asterisk 20 did with a request of any method', () => {
  const cases = measured.filter(isRequest);
  it.each(cases.map(one => [one.id, one] as const))('%s', (_id, one) => {
    const model = modelOf(one.sipconf, { 'extensions.conf': measuredDialplan, ...one.files });
    const found = explainLast(model, one.before, {
      message: one.request,
      source: { address: one.source.ip, port: one.source.port, transport: transportOf(one.source.transport) },
      answer: one.passwords[0],
    });
    const { result } = one;
    const finalCode = result.codesOnPort5071?.at(-1) ?? result.finalCode;
    // Measured here: whether this request led to the dialplan. One within a call does not.
    const reached = found.withinCall ? { context: null, exten: null } : { context: found.context, exten: found.exten };
    expect({ finalCode: found.finalCode, ...reached }).toEqual({
      finalCode,
      context: result.context,
      exten: result.exten,
    });
  });
});
