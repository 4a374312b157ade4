import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explain, modelOf, transportOf } from '../asterisk/matchingCase.ts';

interface RegisterCase {
  readonly id: string;
  readonly sipconf: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly request: string;
  readonly source: { readonly ip: string; readonly port: number; readonly transport: string };
  readonly passwords: readonly { readonly username: string; readonly password: string }[];
  readonly result: Readonly<Record<string, unknown>>;
}

const cases: RegisterCase[] = readFileSync(new URL('asterisk-register.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line));

describe('what Asterisk 20 did with a REGISTER', () => {
  it.each(cases.map(one => [one.id, one] as const))('%s', (_id, one) => {
    const found = explain(modelOf(one.sipconf, { 'acl.conf': '', ...one.files }), {
      message: one.request,
      source: { address: one.source.ip, port: one.source.port, transport: transportOf(one.source.transport) },
      answer: one.passwords[0],
    });
    const { log: _log, ...expected } = one.result;
    expect({
      finalCode: found.finalCode,
      codes: found.codes,
      challenge: found.challenge,
      ...found.registration,
    }).toEqual(expected);
  });
});
