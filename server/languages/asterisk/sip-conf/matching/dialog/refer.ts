import type { SipMessage } from '../../../../../sip/message.ts';
import { isTrue } from '../../../values/truth.ts';
import { type Device, effective, type SipConf } from '../../model/model.ts';
import { textOf } from '../requestShape.ts';
import { inBrackets } from '../serverUri.ts';
import type { SipTrail } from '../trail.ts';
import type { CallReply } from './callReply.ts';

/** handle_request_refer within a call: NOTIFY requests report the outcome of the transfer afterward. */
export function answerRefer(
  message: SipMessage,
  device: Device | undefined,
  isRepeated: boolean,
  model: SipConf,
  trail: SipTrail,
): CallReply {
  const line =
    device === undefined
      ? model.general.last('allowtransfer')
      : effective(device, model.general, 'allowtransfer');
  if (line !== undefined && !isTrue(line.value)) {
    trail.add('Transfers', 'failed', 'allowtransfer=no: 603 Declined.', { lines: [line] });
    return { codes: [603], detail: 'transfers are turned off (allowtransfer=no).' };
  }
  const target = inBrackets(textOf(message, 'Refer-To'));
  if (target === '') return { codes: [400], detail: 'there is no Refer-To header.' };
  if (!/^sips?:/i.test(target))
    return { codes: [603], detail: 'calls can be transferred only to SIP addresses.' };
  if (isRepeated) return { codes: [], detail: 'a repeated REFER is ignored.' };
  return { codes: [202], detail: 'a NOTIFY reports afterward whether the transfer worked.' };
}
