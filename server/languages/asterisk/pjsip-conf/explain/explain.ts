import type { SipMessage } from '../../../../sip/message.ts';
import type { PacketSource } from '../../../../sip/packetSource.ts';
import { followSequence, readSequence } from '../../../../sip/requestSequence.ts';
import { type ExplainQuestion, sourceOf } from '../../../explainQuestion.ts';
import type { ExplainAnswer, ExplanationFact, MessageExplanation } from '../../../explanation.ts';
import type { View } from '../../../project.ts';
import type { ConfigTree } from '../../config/parser.ts';
import type { KnownCall } from '../matching/dialog/knownCall.ts';
import { followWithState, type PjsipExplanation } from '../matching/follow.ts';
import type { PjsipConf } from '../model/model.ts';
import { messageForEndpoint } from './messageForEndpoint.ts';

/** What this configuration does with one request of any method, or with the requests of one conversation in order. */
export function explainMessage(
  { model }: View<ConfigTree, PjsipConf>,
  question: ExplainQuestion,
): ExplainAnswer {
  const obstacle = (
    about: 'message' | 'source' | 'configuration' | 'question',
    reason: string,
  ): ExplainAnswer => ({
    kind: 'obstacle',
    reason,
    about,
    config: [],
  });
  const { device } = question;
  const made = device === undefined ? undefined : messageForEndpoint(device, model);
  if (device !== undefined && made === undefined)
    return obstacle('question', `[${device}] is not loaded as an endpoint, so nothing can match it.`);
  const reading = readSequence(made === undefined ? (question.messages ?? []) : [made.text]);
  if (reading.kind === 'obstacle') return obstacle('message', reading.reason);
  if (model.isWizardFile)
    return obstacle(
      'configuration',
      'Ask about the pjsip.conf next to this file: the wizards are read with it.',
    );
  const stop = model.stop;
  if (stop !== undefined) {
    const line = model.lineOf(stop);
    const reason = `The server refuses this pjsip.conf because of line ${line + 1}. After a start there is no transport and no endpoint, and nothing answers; a reload keeps the previous configuration.`;
    return { kind: 'obstacle', about: 'configuration', reason, config: [{ file: stop.place.file, line }] };
  }
  const place = (message: SipMessage, index: number): PacketSource | undefined =>
    question.sources === undefined && made !== undefined ? made.source : sourceOf(question, index, message);
  const requests = reading.messages.filter(({ startLine }) => startLine.kind === 'request');
  if (requests.some((message, index) => place(message, index) === undefined))
    return obstacle('source', 'The topmost Via has no address: state where the message came from.');
  let contacts = storedContacts(question);
  const results = followSequence<KnownCall, MessageExplanation>(
    reading.messages,
    ({ message, index, dialogs, nonce }) => {
      const source = place(message, index) ?? { address: '', port: 0, transport: 'udp' };
      const {
        explanation,
        calls,
        contacts: after,
      } = followWithState(model, {
        message,
        source,
        answers: question.answers ?? [],
        nonce: nonce ?? question.nonce,
        contacts,
        calls: dialogs,
      });
      contacts = after;
      const asked = { text: message.source.text, source, registrations: question.registrations ?? [] };
      return { result: messageExplanation(explanation, asked), dialogs: calls };
    },
  );
  return { kind: 'explained', results, isSequence: results.length > 1 };
}

/** Contact URIs by address of record. */
function storedContacts({
  registrations = [],
  contacts = [],
}: ExplainQuestion): ReadonlyMap<string, readonly string[]> {
  const stored = new Map<string, string[]>();
  const store = (aor: string, uri: string): void => {
    const uris = stored.get(aor);
    if (uris === undefined) stored.set(aor, [uri]);
    else uris.push(uri);
  };
  for (const { name, address, port } of registrations)
    store(name, `sip:${name}@${address.includes(':') ? `[${address}]` : address}:${port}`);
  for (const { addressOfRecord, uri } of contacts) store(addressOfRecord, uri);
  return stored;
}

/** The explanation in the form that all languages share. */
function messageExplanation(
  explanation: PjsipExplanation,
  asked: Pick<MessageExplanation, 'text' | 'source' | 'registrations'>,
): MessageExplanation {
  const { steps, assumptions, sentence, outcome, codes, matched, method, ...fields } = explanation;
  const isAnswered = codes.includes(200) && method === 'INVITE';
  return {
    ...asked,
    outcome,
    sentence,
    codes,
    withoutReply: 'No reply',
    account: matched,
    facts: factsOf(explanation),
    steps,
    sections: [{ kind: 'list', title: 'Assumed', items: assumptions.map(text => ({ text, config: [] })) }],
    notes: isAnswered
      ? ['The 200 assumes that the dialplan answers; what really happens depends on its lines.']
      : [],
    data: { method, outcome, sentence, matched, codes, ...fields },
  };
}

function factsOf(explanation: PjsipExplanation): ExplanationFact[] {
  const { matched, by, identify, codes, challenges, context, exten, contactsAfter } = explanation;
  const rows: (readonly [string, string | null])[] = [
    ['Request', explanation.method],
    ['Replies', codes.length === 0 ? 'none' : codes.join(', ')],
    ['Endpoint', matched],
    ['Identified by', by],
    ['Identify', identify],
    [
      'Challenge',
      challenges.length === 0
        ? null
        : challenges.map(({ realm, algorithm }) => `realm ${realm}, ${algorithm}`).join('; '),
    ],
    ['Context', context],
    ['Extension', exten],
    ['Contacts afterward', contactsAfter === null ? null : contactsAfter.join(', ') || 'none'],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}
