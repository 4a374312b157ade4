import { phoneTrace } from './phoneTrace.ts';

/** Calls and registrations as chan_sip writes them down, with lines of its own between them. */
export function asteriskLog(size: number): string {
  const parts: string[] = [];
  let length = 0;
  for (let call = 0; length < size; call++) {
    const id = call % 3 === 0 ? 'registration' : call % 3 === 1 ? 'invite' : 'hold';
    const own = phoneTrace(id, call)
      .replaceAll('\r\n', '\n')
      .replaceAll(/^# .* (\S+) => \S+$/gm, '<--- SIP read from UDP:$1 --->');
    const block = `${own}[2026-01-01 00:00:00] VERBOSE[1234][C-0000${call}] pbx.c: Executing [3001@internal:1] Dial\n`;
    parts.push(block);
    length += block.length;
  }
  return parts.join('');
}
