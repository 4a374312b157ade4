import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explain, measuredDialplan, modelOf, transportOf } from '../asterisk/matchingCase.ts';

interface MethodCase {
  readonly id: string;
  readonly sipconf: string;
  readonly method: string | null;
  readonly files: Readonly<Record<string, string>> | null;
  readonly source: { readonly ip: string; readonly port: number; readonly transport: string };
  readonly before: readonly { readonly request: string }[];
  readonly request: string;
  readonly passwords: readonly { readonly username: string; readonly password: string }[];
  readonly result: {
    readonly finalCode: number | null;
    readonly context: string | null;
    readonly exten: string | null;
    readonly codesOnPort5071?: readonly number[];
  };
}

/** Requests within calls that are up need what came before; texts that are no requests are not explained. */
const measured: readonly MethodCase[] = readFileSync(new URL('asterisk-methods.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): MethodCase => JSON.parse(line));
const cases = measured.filter(
  ({ before, request }) => before.length === 0 && /^[A-Za-z]+ [^\r\n]* SIP\/2\.0\r\n/.test(request),
);

describe('what Asterisk 20 did with a request of any method', () => {
  it.skip.each(measured.filter(one => !cases.includes(one)).map(({ id }) => id))(
    '%s (skipped: neither requests within a call nor texts that are not requests are explained)',
    () => {},
  );
  it.each(cases.map(one => [one.id, one] as const))('%s', (_id, one) => {
    const model = modelOf(one.sipconf, { 'extensions.conf': measuredDialplan, ...one.files });
    const found = explain(model, {
      message: one.request,
      source: { address: one.source.ip, port: one.source.port, transport: transportOf(one.source.transport) },
      answer: one.passwords[0],
    });
    const { result } = one;
    const finalCode = result.codesOnPort5071?.at(-1) ?? result.finalCode;
    expect({ finalCode: found.finalCode, context: found.context, exten: found.exten }).toEqual({
      finalCode,
      context: result.context,
      exten: result.exten,
    });
  });
});
