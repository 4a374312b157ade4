import type { SipMessage } from '../../../../../sip/message.ts';
import { isTrue } from '../../../values/truth.ts';
import { type Device, effective, type SipConf } from '../../model/model.ts';
import { textOf } from '../requestShape.ts';
import type { SipTrail } from '../trail.ts';
import type { CallReply } from './callReply.ts';

/** Content types for DTMF digits and the hook flash. */
const KEYS: ReadonlySet<string> = new Set([
  'application/hook-flash',
  'application/dtmf-relay',
  'application/vnd.nortelnetworks.digits',
  'application/dtmf',
]);

/** handle_request_info within a call. Digits are accepted whatever dtmfmode is. */
export function answerInfo(
  message: SipMessage,
  device: Device | undefined,
  model: SipConf,
  trail: SipTrail,
): CallReply {
  const type = textOf(message, 'Content-Type').toLowerCase();
  if (KEYS.has(type)) return { codes: [200], detail: 'the digit goes to the call, whatever dtmfmode is.' };
  if (type === 'application/media_control+xml')
    return { codes: [200], detail: 'the server requests a full video frame from the other side.' };
  if (textOf(message, 'X-ClientCode') !== '') {
    const line =
      device === undefined
        ? model.general.last('useclientcode')
        : effective(device, model.general, 'useclientcode');
    return line !== undefined && isTrue(line.value)
      ? { codes: [200], detail: 'the client code goes to the call record.' }
      : { codes: [403], detail: 'client codes are not accepted (useclientcode=no).' };
  }
  if (textOf(message, 'Record') !== '') {
    trail.assume('features.conf defines no digit that starts a recording.');
    return { codes: [403], detail: 'no dialplan feature records calls.' };
  }
  const length = textOf(message, 'Content-Length');
  return length === '' || length === '0'
    ? { codes: [200], detail: 'an empty INFO only checks whether the call still exists.' }
    : {
        codes: [415],
        detail: `the server does not support INFO with ${type === '' ? 'no content type' : `the type ${type}`}.`,
      };
}
