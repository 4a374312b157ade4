import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import {
  followWithState,
  type PjsipExplanation,
} from '../../server/languages/asterisk/pjsip-conf/matching/follow.ts';
import { parseMessage } from '../../server/sip/message.ts';
import type { SipTransport } from '../../server/sip/packetSource.ts';
import type { KnownCall } from '../../server/languages/asterisk/pjsip-conf/matching/dialog/knownCall.ts';
import { ackTo, type EarlierMessage } from '../asterisk/matchingCase.ts';
import { projectOf, settings } from '../languages.ts';

interface RequestCase {
  readonly id: string;
  readonly pjsipconf: string;
  readonly files: Readonly<Record<string, string | null>> | null;
  readonly registrations?: readonly { readonly request: string }[];
  readonly before?: readonly EarlierMessage[];
  readonly request: string;
  readonly repeat?: number;
  readonly source: { readonly ip: string; readonly port: number; readonly transport: SipTransport };
  readonly passwords: readonly {
    readonly username: string;
    readonly password: string;
    readonly algorithm?: string;
    readonly force?: boolean;
    readonly realm?: string;
  }[];
  readonly result: {
    readonly matched: string | null;
    readonly by: string | null;
    readonly identify?: string | null;
    readonly outcome: string;
    readonly codes: readonly number[];
    readonly challenge: Readonly<Record<string, string | null>> | null;
    readonly context: string | null;
    readonly exten: string | null;
    readonly contactsAfter?: readonly string[];
  };
}

const open = ['default', 'internal', 'phones', 'trunks', 'trunk-a', 'trunk-b', 'public', 'guests', 'from-local']
  .concat(['sales', 'carrier', 'office', 'lab', 'messages'])
  .map(
    name =>
      `[${name}]\nexten => _[!-~].,1,Answer()\nexten => _[!-~],1,Answer()\n${
        name === 'internal'
          ? 'exten => 201,hint,PJSIP/alice\nexten => 202,hint,Custom:lamp\nexten => 203,hint,PJSIP/nobody\n'
          : ''
      }`,
  );
const dialplan = `${open.join('\n')}
[limited]
exten => 100,1,Answer()
exten => _2XX,1,Answer()

[hints]
exten => 301,hint,PJSIP/alice
exten => 302,hint,PJSIP/bob&PJSIP/alice
exten => _4XX,hint,PJSIP/alice
`;

function read(name: string): RequestCase[] {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}

function explain(one: RequestCase): PjsipExplanation {
  const files: Record<string, string> = { 'acl.conf': '', 'extensions.conf': dialplan, 'pjsip.conf': one.pjsipconf };
  for (const [name, text] of Object.entries(one.files ?? {})) {
    if (text === null) delete files[name];
    else files[name] = text;
  }
  const model = pjsipConf.model(projectOf(pjsipConf, files, 'pjsip.conf'), settings, undefined);
  const { address, port, transport } = { ...one.source, address: one.source.ip };
  const answers = one.passwords.map(({ force, ...rest }) => ({ ...rest, ...(force === true ? { isForced: true } : {}) }));
  const contacts = new Map<string, readonly string[]>();
  for (const registration of one.registrations ?? []) {
    const user = /^To:\s*<sip:([^@>]*)/im.exec(registration.request)?.[1] ?? '';
    const uri = /^Contact:\s*<([^>]*)>/im.exec(registration.request)?.[1];
    if (uri !== undefined) contacts.set(user, [...(contacts.get(user) ?? []), uri]);
  }
  let calls: readonly KnownCall[] = [];
  const take = (text: string): PjsipExplanation => {
    const source = { address, port, transport };
    const step = followWithState(model, { message: parseMessage(text), source, answers, contacts, calls });
    calls = step.calls;
    return step.explanation;
  };
  for (const { request, codes } of one.before ?? []) {
    take(request);
    if (request.startsWith('INVITE ') && codes.at(-1) === 200) take(ackTo(request));
  }
  return take(one.request);
}

describe('what Asterisk 20 with chan_pjsip did with INVITEs and REGISTERs', () => {
  const cases = [...read('pjsip-matching.jsonl'), ...read('pjsip-register.jsonl')];
  it.each(cases.map(one => [one.id, one] as const))('%s', (_id, one) => {
    const { result } = one;
    const found = explain(one);
    const { matched, by, identify, outcome, codes, context, exten, challenge, contactsAfter } = found;
    expect({ contactsAfter, matched, by, identify, outcome, codes, context, exten, realm: challenge?.realm, algorithm: challenge?.algorithm }).toEqual({
      contactsAfter: result.contactsAfter ?? null,
      matched: result.matched,
      by: result.by,
      identify: result.identify ?? null,
      outcome: result.outcome,
      codes: result.codes,
      context: result.context ?? null,
      exten: result.exten ?? null,
      realm: result.challenge?.realm ?? undefined,
      algorithm: result.challenge?.algorithm ?? undefined,
    });
  });
});

describe('what it answered to offers and other methods, within calls and outside', () => {
  const offers = read('pjsip-media.jsonl');
  const cases = [...offers, ...read('pjsip-methods.jsonl')];
  it.each(cases.map(one => [one.id, one] as const))('%s', (_id, one) => {
    const { result } = one;
    const found = explain(one);
    const { codes } = found;
    // Of other methods only a request that itself leads to the dialplan has a context; of offers also one within a call.
    const { context, exten } = found.withinCall && !offers.includes(one) ? { context: null, exten: null } : found;
    expect({ code: codes.at(-1) ?? null, context, exten }).toEqual({
      code: result.codes.at(-1) ?? null,
      context: result.context,
      exten: result.exten,
    });
  });
});
