import { parseMessage, type SipMessage } from '../../../../sip/message.ts';
import type { AskedMessage, ComparedMessage, DriverOutcome } from '../../../conversion.ts';
import { followRequest } from '../../pjsip-conf/matching/follow.ts';
import type { PjsipConf } from '../../pjsip-conf/model/model.ts';
import { explainMatching } from '../../sip-conf/explain/matching.ts';
import type { SipConf } from '../../sip-conf/model/model.ts';

/** Asks both explainers about each INVITE or REGISTER; other messages are left out, because chan_sip does not look up a device for them. */
export function compareDrivers(
  sip: SipConf,
  pjsip: PjsipConf,
  messages: readonly AskedMessage[],
): readonly ComparedMessage[] {
  return messages.flatMap(asked => {
    const message = parseMessage(asked.text);
    const { startLine } = message;
    if (startLine.kind !== 'request' || !/^(INVITE|REGISTER)$/.test(startLine.method.text)) return [];
    const method = startLine.method.text;
    const before = chanSip(sip, message, method, asked);
    const after = chanPjsip(pjsip, message, method, asked);
    const isSame =
      before.outcome === after.outcome &&
      (before.outcome !== 'accepted' || (before.context === after.context && before.exten === after.exten));
    return [{ message: asked.title, before, after, same: isSame, opens: !isLetIn(before) && isLetIn(after) }];
  });
}

function isLetIn({ outcome }: DriverOutcome): boolean {
  return outcome === 'accepted' || outcome === 'registered';
}

function chanSip(
  model: SipConf,
  message: SipMessage,
  method: string,
  { source, answers, registrations }: AskedMessage,
): DriverOutcome {
  const { codes, matched, context, exten } = explainMatching(model, {
    message,
    source,
    registrations,
    answer: answers[0],
    nonce: undefined,
    hosts: new Map(),
  });
  return { outcome: classOf(method, codes), codes, device: matched, context, exten };
}

function chanPjsip(
  model: PjsipConf,
  message: SipMessage,
  method: string,
  { source, answers, registrations }: AskedMessage,
): DriverOutcome {
  const contacts = new Map<string, readonly string[]>();
  for (const { name, address, port } of registrations) {
    const host = address.includes(':') ? `[${address}]` : address;
    // One contact for each device: a new registration replaces the previous one.
    contacts.set(name, [`sip:${name}@${host}:${port}`]);
  }
  const { codes, matched, context, exten } = followRequest(model, { message, source, answers, contacts });
  return { outcome: classOf(method, codes), codes, device: matched, context, exten };
}

function classOf(method: string, codes: readonly number[]): DriverOutcome['outcome'] {
  const final = codes.at(-1);
  if (final === undefined) return 'no-reply';
  if (final < 300) return method === 'REGISTER' ? 'registered' : 'accepted';
  if (method !== 'REGISTER' && (final === 404 || final === 484)) return 'not-routed';
  return final === 488 ? 'no-codec' : 'refused';
}
