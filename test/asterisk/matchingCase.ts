import { type ConfigTree, parseConfig } from '../../server/languages/asterisk/config/parser.ts';
import {
  explainMatching,
  explainWithCalls,
} from '../../server/languages/asterisk/sip-conf/explain/matching.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import type { KnownCall } from '../../server/languages/asterisk/sip-conf/matching/dialog/knownCall.ts';
import type { MatchingExplanation } from '../../server/languages/asterisk/sip-conf/matching/matchingExplanation.ts';
import { SipConf } from '../../server/languages/asterisk/sip-conf/model/model.ts';
import type { ClientAnswer, Registration } from '../../server/languages/explainQuestion.ts';
import { parseMessage } from '../../server/sip/message.ts';
import type { PacketSource, SipTransport } from '../../server/sip/packetSource.ts';

export const folder = 'file:///etc/asterisk/';

/** The model of a sip.conf with the files beside it; files that are not given do not exist. */
export function modelOf(
  text: string,
  files: Readonly<Record<string, string>> = {},
  asteriskVersion = '20',
): SipConf {
  const trees = new Map<string, ConfigTree>([[`${folder}sip.conf`, parseConfig(text)]]);
  for (const [name, text] of Object.entries(files)) trees.set(folder + name, parseConfig(text));
  return new SipConf(
    {
      root: `${folder}sip.conf`,
      trees,
      resolve: (_from, path) => (trees.has(folder + path) ? [folder + path] : []),
      companions: new Map(sipConf.companions.map(name => [name, files[name] ?? null])),
    },
    { asteriskVersion, opensipsVersion: 'auto', flexisipVersion: '2.5', severities: {} },
  );
}

/** A request of 198.51.100.7 to 192.0.2.1, for the extension 2000 or, a REGISTER, for its user. */
export function requestOf(method: string, user: string, headers: readonly string[] = []): string {
  return [
    `${method} sip:2000@192.0.2.1 SIP/2.0`,
    'Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK1',
    `From: <sip:${user}@192.0.2.1>;tag=1`,
    `To: <sip:${method === 'REGISTER' ? user : '2000'}@192.0.2.1>`,
    'Call-ID: r1',
    `CSeq: 1 ${method}`,
    `Contact: <sip:${user}@198.51.100.7>`,
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

export interface CaseInput {
  readonly message: string;
  readonly source: PacketSource;
  readonly registrations?: readonly Registration[];
  readonly answer?: ClientAnswer | undefined;
}

export function explain(model: SipConf, input: CaseInput): MatchingExplanation {
  return explainMatching(model, {
    message: parseMessage(input.message),
    source: input.source,
    registrations: input.registrations ?? [],
    answer: input.answer,
  });
}

/** A message that came earlier in the same case, with the replies that were seen. */
export interface EarlierMessage {
  readonly request: string;
  readonly codes: readonly number[];
}

/** The last of several messages. The client confirmed every 200 to an INVITE with an ACK. */
export function explainLast(
  model: SipConf,
  before: readonly EarlierMessage[],
  input: CaseInput,
): MatchingExplanation {
  let calls: readonly KnownCall[] = [];
  const take = (message: string): MatchingExplanation => {
    const { source, registrations = [], answer } = input;
    const step = explainWithCalls(model, {
      message: parseMessage(message),
      source,
      registrations,
      answer,
      calls,
    });
    calls = step.calls;
    return step.explanation;
  };
  for (const { request, codes } of before) {
    take(request);
    if (request.startsWith('INVITE ') && codes.at(-1) === 200) take(ackTo(request));
  }
  return take(input.message);
}

/** The ACK that a client sends for the 200 to its INVITE. */
export function ackTo(invite: string): string {
  const [head = ''] = invite.split('\r\n\r\n');
  const lines = head
    .replace(/^INVITE /, 'ACK ')
    .replace(/^(CSeq: \d+) INVITE/m, '$1 ACK')
    .replace(/^(Via: .*;branch=[^;\r\n]*)/m, '$1-ack')
    .replace(/^(To: [^\r\n]*)/m, '$1;tag=@TOTAG@')
    .split('\r\n')
    .filter(line => !/^Content-/i.test(line));
  return `${lines.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`;
}

/** `192.0.2.1:5060`, with `/tcp` behind it if it is not UDP. */
export function from(place: string): PacketSource {
  const match = /^(.*):(\d+)(?:\/(\w+))?$/.exec(place);
  return {
    address: match?.[1] ?? '',
    port: Number(match?.[2] ?? 0),
    transport: transportOf(match?.[3] ?? 'udp'),
  };
}

export function transportOf(word: string): SipTransport {
  return word === 'tcp' || word === 'tls' || word === 'ws' || word === 'wss' ? word : 'udp';
}

/** Contexts of the server on which the oracles were made: all of them take every extension but `limited`. */
export const oracleDialplan = [
  ...'default internal phones trunks trunk-a trunk-b public guests from-local sales carrier office lab'
    .split(' ')
    .map(name => `[${name}]\nexten => _.,1,Answer()\n same => n,Hangup()\n`),
  '[limited]\nexten => 100,1,Answer()\nexten => _2XX,1,Answer()\n',
].join('\n');

/** The same with the hints and the context for messages of the server on which requests of other methods were measured. */
export const measuredDialplan = [
  oracleDialplan.replace(
    '[internal]\n',
    '[internal]\nexten => 201,hint,SIP/alice\nexten => 202,hint,Custom:lamp\nexten => 203,hint,SIP/nobody\n',
  ),
  '[hints]\nexten => 301,hint,SIP/alice\nexten => 302,hint,SIP/bob&SIP/alice\nexten => _4XX,hint,SIP/alice\n',
  '[messages]\nexten => _.,1,Hangup()\n',
].join('\n');
