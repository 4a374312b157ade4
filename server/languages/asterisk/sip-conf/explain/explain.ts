import type { SipMessage } from '../../../../sip/message.ts';
import type { PacketSource } from '../../../../sip/packetSource.ts';
import { followSequence, readSequence } from '../../../../sip/requestSequence.ts';
import { type ExplainQuestion, itemFor, type Registration, sourceOf } from '../../../explainQuestion.ts';
import type { ExplainAnswer, MessageExplanation } from '../../../explanation.ts';
import type { View } from '../../../project.ts';
import type { ConfigTree } from '../../config/parser.ts';
import type { KnownCall } from '../matching/dialog/knownCall.ts';
import type { MatchingExplanation } from '../matching/matchingExplanation.ts';
import type { SipConf } from '../model/model.ts';
import { explainWithCalls } from './matching.ts';
import { configurationObstacle } from './matchingObstacle.ts';
import { messageExplanation } from './messageExplanation.ts';
import { messageForDevice } from './messageForDevice.ts';

/**
 * What this configuration does with one request, or with the requests of one conversation in order: calls, subscriptions and
 * registrations that one of them creates exist for the following ones.
 */
export function explainMessage(
  { model }: View<ConfigTree, SipConf>,
  question: ExplainQuestion,
): ExplainAnswer {
  const unusable = configurationObstacle(model);
  const { messages = [], device } = question;
  const made = device === undefined ? undefined : messageForDevice(device, model);
  const reading = readSequence(made === undefined ? messages : [made.text]);
  if (device === undefined && reading.kind === 'obstacle')
    return { kind: 'obstacle', reason: reading.reason, about: 'message', config: [] };
  if (unusable !== undefined) return { kind: 'obstacle', about: 'configuration', ...unusable };
  if (reading.kind === 'obstacle') {
    const reason = `[${device}] is not loaded as a device, so nothing can match it.`;
    return { kind: 'obstacle', reason, about: 'question', config: [] };
  }
  const place = (message: SipMessage, index: number): PacketSource | undefined =>
    question.sources === undefined && made !== undefined ? made.source : sourceOf(question, index, message);
  const requests = reading.messages.filter(({ startLine }) => startLine.kind === 'request');
  if (requests.some((message, index) => place(message, index) === undefined))
    return {
      kind: 'obstacle',
      reason: 'The topmost Via has no address: state where the message came from.',
      about: 'source',
      config: [],
    };
  const told = [...(question.registrations ?? []), ...(made?.registrations ?? [])];
  const results = followMessages(model, question, reading.messages, place, told);
  return { kind: 'explained', results, isSequence: results.length > 1 };
}

function followMessages(
  model: SipConf,
  question: ExplainQuestion,
  messages: readonly SipMessage[],
  place: (message: SipMessage, index: number) => PacketSource | undefined,
  told: readonly Registration[],
): MessageExplanation[] {
  const hosts = new Map(Object.entries(question.hosts ?? {}));
  let registrations = told;
  return followSequence<KnownCall, MessageExplanation>(messages, ({ message, index, dialogs, nonce }) => {
    const source = place(message, index) ?? { address: '', port: 0, transport: 'udp' };
    const { explanation, calls } = explainWithCalls(model, {
      message,
      source,
      registrations,
      answer: itemFor(question.answers, 0),
      nonce: nonce ?? question.nonce,
      hosts,
      calls: dialogs,
    });
    const asked = { text: message.source.text, source, registrations };
    registrations = registrationsAfter(registrations, explanation);
    return { result: messageExplanation(explanation, asked), dialogs: calls };
  });
}

/** A registration applies to the requests after it; one that was removed no longer exists. */
function registrationsAfter(
  registrations: readonly Registration[],
  { matched, lookupName, outcome, registration }: MatchingExplanation,
): readonly Registration[] {
  // A device that the registration created (autocreatepeer) is not in the file.
  const registered = matched ?? lookupName;
  if (registration === null || registered === null || outcome !== 'accepted-device') return registrations;
  const others = registrations.filter(({ name }) => name.toLowerCase() !== registered.toLowerCase());
  const stored = /^(.*):(\d+)$/.exec(registration.addressAfter ?? '');
  if (stored?.[1] === undefined) return others;
  const address = stored[1].replace(/^\[|\]$/g, '');
  return [...others, { name: registered, address, port: Number(stored[2]) }];
}
