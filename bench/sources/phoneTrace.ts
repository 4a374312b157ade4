import { scenarioTrace } from '../../server/languages/trace/writing/scenario.ts';

/** A call or registration of one of several hundred phones, with a Call-ID and branches of its own. */
export function phoneTrace(id: 'registration' | 'invite' | 'hold', call: number): string {
  const trace = scenarioTrace(id, {
    caller: String(2000 + (call % 900)),
    callee: '3001',
    callerAddress: `192.0.2.${(call % 200) + 1}:5060`,
    calleeAddress: '192.0.2.230:5060',
    serverAddress: '192.0.2.250:5060',
    domain: 'pbx.example.com',
    password: 'x',
  });
  return trace
    .replaceAll(/(?<=^Call-ID: )/gim, `c${call}-`)
    .replaceAll('branch=z9hG4bK', `branch=z9hG4bK${call}x`);
}
