import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SipConf } from '../../server/languages/asterisk/sip-conf/model/model.ts';
import { explain, modelOf, oracleDialplan, transportOf } from '../asterisk/matchingCase.ts';
import type { Registration } from '../../server/languages/explainQuestion.ts';
import type { PacketSource } from '../../server/sip/packetSource.ts';

interface OracleRegistration {
  readonly peer: string;
  readonly addr: string;
  readonly port: number;
  readonly transport: string;
  readonly password: string;
  readonly expires: number;
  readonly contact?: string;
  readonly via?: string;
  readonly code: number;
}

interface MatchingCase {
  readonly id: string;
  readonly sipconf: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly registrations: readonly OracleRegistration[];
  readonly invite: string;
  readonly source: { readonly ip: string; readonly port: number; readonly transport: string };
  readonly passwords: readonly { readonly username: string; readonly password: string }[];
  readonly result: {
    readonly matched: string | null;
    readonly by: string | null;
    readonly lookupName: string | null;
    readonly firstLookup?: unknown;
    readonly outcome: string;
    readonly authResult: string;
    readonly codes: readonly number[];
    readonly firstCode: number;
    readonly finalCode: number;
    readonly challenge: unknown;
    readonly context: string | null;
    readonly exten: string | null;
  };
}

function casesOf(file: string): MatchingCase[] {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8').trim().split('\n');
  return lines.map(line => JSON.parse(line));
}

describe.each([
  ['asterisk-matching.jsonl'],
  ['asterisk-matching-measured.jsonl'],
])('what Asterisk 20 did with an INVITE: %s', file => {
  it.each(casesOf(file).map(one => [one.id, one] as const))('%s', (_id, one) => {
    const model = modelOf(one.sipconf, { 'extensions.conf': oracleDialplan, ...one.files });
    const { result } = one;
    const found = explain(model, {
      message: one.invite,
      source: sourceOf(one.source.ip, one.source.port, one.source.transport),
      registrations: registrationsOf(one, model),
      answer: one.passwords[0],
    });
    expect({
      matched: found.matched,
      by: found.by,
      lookupName: found.lookupName,
      firstLookup: found.firstLookup ?? undefined,
      outcome: found.outcome,
      authResult: found.authResult,
      codes: found.codes,
      firstCode: found.firstCode,
      finalCode: found.finalCode,
      challenge: found.challenge,
      context: found.context,
      exten: found.exten,
    }).toEqual({
      matched: result.matched,
      by: result.by,
      lookupName: result.lookupName,
      firstLookup: result.firstLookup,
      outcome: result.outcome,
      authResult: result.authResult,
      codes: result.codes,
      firstCode: result.firstCode,
      finalCode: result.finalCode,
      challenge: result.challenge,
      context: result.context,
      exten: result.exten,
    });
  });
});

/** Sends the registrations of a case through the same procedure, and takes what each of them stores. */
function registrationsOf(one: MatchingCase, model: SipConf): Registration[] {
  let inForce: Registration[] = [];
  for (const { peer, addr, port, transport, password, expires, contact, via, code } of one.registrations) {
    const message = [
      'REGISTER sip:127.0.0.1 SIP/2.0',
      `Via: SIP/2.0/${transport.toUpperCase()} ${via ?? `${addr}:${port}`};branch=z9hG4bK-1`,
      `From: <sip:${peer}@127.0.0.1>;tag=1`,
      `To: <sip:${peer}@127.0.0.1>`,
      'Call-ID: 1',
      'CSeq: 1 REGISTER',
      `Contact: ${contact ?? `<sip:${peer}@${addr}:${port}>`}`,
      `Expires: ${expires}`,
      '',
      '',
    ].join('\r\n');
    const found = explain(model, {
      message,
      source: sourceOf(addr, port, transport),
      registrations: inForce,
      answer: { username: peer, password },
    });
    expect(found.finalCode).toBe(code);
    if (found.finalCode !== 200) continue;
    inForce = inForce.filter(registration => registration.name !== peer);
    const stored = /^(.*):(\d+)$/.exec(found.registration?.addressAfter ?? '');
    if (stored !== null)
      inForce.push({ name: peer, address: stored[1] ?? '', port: Number(stored[2]) });
  }
  return inForce;
}

function sourceOf(address: string, port: number, transport: string): PacketSource {
  return { address, port, transport: transportOf(transport) };
}
