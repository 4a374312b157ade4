import type { PacketSource } from '../../../../sip/packetSource.ts';
import { type ExplainQuestion, sourceOf } from '../../../explainQuestion.ts';
import type { ExplainAnswer } from '../../../explanation.ts';
import type { View } from '../../../project.ts';
import type { ConfigTree } from '../../config/parser.ts';
import type { SipConf } from '../model/model.ts';
import { explainMatching } from './matching.ts';
import { configurationObstacle, readMatchedRequest } from './matchingObstacle.ts';
import { messageExplanation } from './messageExplanation.ts';
import { messageForDevice } from './messageForDevice.ts';

/** What this configuration does with one request. */
export function explainMessage(
  { model }: View<ConfigTree, SipConf>,
  question: ExplainQuestion,
): ExplainAnswer {
  const unusable = configurationObstacle(model);
  const { messages = [], device, registrations: told = [], hosts = {}, nonce } = question;
  const made = device === undefined ? undefined : messageForDevice(device, model);
  const text = made?.text ?? messages.join('\n');
  const reading = readMatchedRequest(text);
  if (device === undefined && reading.kind === 'obstacle')
    return { kind: 'obstacle', reason: reading.reason, about: 'message', config: [] };
  if (unusable !== undefined) return { kind: 'obstacle', about: 'configuration', ...unusable };
  if (reading.kind === 'obstacle') {
    const reason = `[${device}] is not loaded as a device, so nothing can match it.`;
    return { kind: 'obstacle', reason, about: 'question', config: [] };
  }
  const { message } = reading;
  const source: PacketSource | undefined =
    question.sources === undefined && made !== undefined ? made.source : sourceOf(question, 0, message);
  if (source === undefined)
    return {
      kind: 'obstacle',
      reason: 'The topmost Via names no address: say where the message came from.',
      about: 'source',
      config: [],
    };
  const registrations = [...told, ...(made?.registrations ?? [])];
  const explanation = explainMatching(model, {
    message,
    source,
    registrations,
    answer: question.answers?.[0],
    nonce,
    hosts: new Map(Object.entries(hosts)),
  });
  const result = messageExplanation(explanation, { text, source, registrations });
  return { kind: 'explained', results: [result], isSequence: false };
}
