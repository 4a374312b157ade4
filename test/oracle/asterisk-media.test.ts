import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type EarlierMessage, explainLast, modelOf, oracleDialplan } from '../asterisk/matchingCase.ts';

interface MeasuredStream {
  readonly media: string;
  readonly port: string;
  readonly proto: string;
  readonly formats: readonly string[];
  readonly codecs: readonly string[];
  readonly crypto?: readonly string[];
  readonly fingerprint?: string;
  readonly setup?: string;
  readonly iceUfrag: boolean;
  readonly rtcpMux: boolean;
  readonly direction?: string;
}

interface MediaCase {
  readonly id: string;
  readonly sipconf: string;
  readonly files: Readonly<Record<string, string>> | null;
  readonly source: { readonly ip: string; readonly port: number };
  readonly before: readonly EarlierMessage[];
  readonly request: string;
  readonly passwords: readonly { readonly username: string; readonly password: string }[];
  readonly result: {
    readonly finalCode: number;
    readonly context: string | null;
    readonly exten: string | null;
    readonly codes: readonly number[];
    readonly answerSdp: { readonly media: readonly MeasuredStream[] } | null;
  };
}

const cases: readonly MediaCase[] = readFileSync(new URL('asterisk-media.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): MediaCase => JSON.parse(line));

describe('what Asterisk 20 answered to a media offer', () => {
  it.each(cases.map(one => [one.id, one] as const))('%s', (_id, one) => {
    const model = modelOf(one.sipconf, { 'extensions.conf': oracleDialplan, ...one.files });
    const found = explainLast(model, one.before, {
      message: one.request,
      source: { address: one.source.ip, port: one.source.port, transport: 'udp' },
      answer: one.passwords[0],
    });
    const { result } = one;
    expect({
      codes: found.codes,
      context: found.context,
      exten: found.exten,
      answer: found.answerSdp?.media.map(stream => ({ ...stream })) ?? null,
    }).toEqual({
      codes: result.codes,
      context: result.context,
      exten: result.exten,
      answer: result.answerSdp?.media.map(factsOf) ?? null,
    });
  });
});

function factsOf({ media, port, proto, formats, codecs, ...rest }: MeasuredStream): object {
  const { crypto, fingerprint, setup, iceUfrag, rtcpMux, direction } = rest;
  const keys = crypto?.map(line => line.replace(/ inline:KEY$/, ''));
  const known = Object.entries({ crypto: keys, fingerprint, setup, direction }).filter(
    ([, value]) => value !== undefined,
  );
  return { media, port, proto, formats, codecs, iceUfrag, rtcpMux, ...Object.fromEntries(known) };
}
