import type { Reply } from '../reply.ts';

/** res_pjsip_dtmf_info and res_pjsip_empty_info. */
export function answerInfo(
  type: string,
  body: string,
  reply: (codes: readonly number[], detail: string) => Reply,
): Reply {
  if (type === '') return reply([200], 'An INFO without a body only asks whether the call is still there.');
  const name = type.split(';')[0]?.trim().toLowerCase() ?? '';
  if (name === 'application/hook-flash' && body.trim() === '')
    return reply([200], 'The flash hook goes to the call.');
  if (name !== 'application/dtmf' && name !== 'application/dtmf-relay' && name !== 'application/hook-flash')
    return reply([], `Nothing takes an INFO of the type ${name}, and the server sends no reply at all.`);
  if (body === '') return reply([200], 'An empty body is confirmed.');
  const signal = name === 'application/dtmf' ? body : (/^signal\s*=\s*(.*)$/im.exec(body)?.[1] ?? '');
  return isKey(signal.trim())
    ? reply([200], 'The key goes to the call, whatever dtmf_mode says.')
    : reply([500], 'The body names no key: 500.');
}

/** get_event: one of the signs, a letter from A to D, or a number up to 16. */
function isKey(text: string): boolean {
  if (/^[*#!A-Da-d]/.test(text)) return true;
  const number = /^\d+/.exec(text)?.[0];
  return number !== undefined && Number(number) <= 16;
}
