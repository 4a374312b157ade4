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

function casesOf(file: string): RegisterCase[] {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8').trim().split('\n');
  return lines.map(line => JSON.parse(line));
}

describe.each([
  ['asterisk-register.jsonl'],
  ['asterisk-register-measured.jsonl'],
])('what Asterisk 20 did with a REGISTER: %s', file => {
  it.each(casesOf(file).map(one => [one.id, one] as const))('%s', (_id, one) => {
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
