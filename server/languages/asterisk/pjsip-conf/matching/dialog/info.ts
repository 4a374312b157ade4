import type { Reply } from '../reply.ts';

/** res_pjsip_dtmf_info and res_pjsip_empty_info. */
export function answerInfo(
  type: string,
  body: string,
  reply: (codes: readonly number[], detail: string) => Reply,
): Reply {
  if (type === '') return reply([200], 'An INFO without a body only checks whether the call still exists.');
  const name = type.split(';')[0]?.trim().toLowerCase() ?? '';
  if (name === 'application/hook-flash' && body.trim() === '')
    return reply([200], 'The hook flash goes to the call.');
  if (name !== 'application/dtmf' && name !== 'application/dtmf-relay' && name !== 'application/hook-flash')
    return reply([], `Nothing handles an INFO with the type ${name}, and the server sends no reply.`);
  if (body === '') return reply([200], 'An empty body is accepted.');
  const signal = name === 'application/dtmf' ? body : (/^signal\s*=\s*(.*)$/im.exec(body)?.[1] ?? '');
  return isKey(signal.trim())
    ? reply([200], 'The digit goes to the call, whatever dtmf_mode is.')
    : reply([500], 'The body contains no digit: 500.');
}

/** get_event: one of the symbols, a letter from A to D, or a number up to 16. */
function isKey(text: string): boolean {
  if (/^[*#!A-Da-d]/.test(text)) return true;
  const number = /^\d+/.exec(text)?.[0];
  return number !== undefined && Number(number) <= 16;
}
