import { sourceFromVia, viaSource } from '../../../../sip/packetSource.ts';
import type { ExplainAnswer, ExplainQuestion } from '../../../explainQuestion.ts';
import type { View } from '../../../project.ts';
import type { ConfigTree } from '../../config/parser.ts';
import type { SipConf } from '../model/model.ts';
import { explainMatching } from './matching.ts';
import { configurationObstacle, readMatchedRequest } from './matchingObstacle.ts';
import { messageForDevice } from './messageForDevice.ts';

/** Answers an editor: what this configuration does with a message. */
export function explainMessage(
  { model }: View<ConfigTree, SipConf>,
  question: ExplainQuestion,
): ExplainAnswer {
  const unusable = configurationObstacle(model);
  if (unusable !== undefined) return { kind: 'obstacle', ...unusable };
  const made = question.device === undefined ? undefined : messageForDevice(question.device, model);
  if (question.device !== undefined && made === undefined) {
    const reason = `[${question.device}] is not loaded as a device, so nothing can match it.`;
    return { kind: 'obstacle', reason, config: [] };
  }
  const text = made?.text ?? question.text ?? '';
  const reading = readMatchedRequest(text);
  if (reading.kind === 'obstacle') return { kind: 'obstacle', reason: reading.reason, config: [] };
  const { message } = reading;
  const source = question.source ?? made?.source ?? sourceFromVia(viaSource(message));
  if (source === undefined)
    return {
      kind: 'obstacle',
      reason: 'The topmost Via names no address: say where the message came from.',
      config: [],
    };
  const registrations = [...question.registrations, ...(made?.registrations ?? [])];
  const { answer, nonce } = question;
  const explanation = explainMatching(model, { message, source, registrations, answer, nonce });
  return { kind: 'explained', explanation, text, source, registrations };
}
