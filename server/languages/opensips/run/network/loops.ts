import { headersOf } from '../messages/differences.ts';
import { type Server, stateKey } from '../server.ts';

/** How often the server may send the same request to itself before the run asks what ends the loop. */
const roundLimit = 12;
/** With so many hops left, a loop that lowers Max-Forwards is run to its end. */
const fewHops = 12;

interface Loop {
  /** When the latest round began: all branches of one round are sent at the same time. */
  at: number;
  rounds: number;
  hopsLeft: number;
}

interface Loops {
  step: object;
  readonly byRequest: Map<string, Loop>;
}

const loops = stateKey((server): Loops => ({ step: server.record, byRequest: new Map() }));

/** Stops the run when a request comes back to the server again and again, and says what would end that. */
export function noteRound(server: Server, text: string): void {
  const state = server.state(loops);
  if (state.step !== server.record) {
    state.step = server.record;
    state.byRequest.clear();
  }
  const request = text.slice(0, text.indexOf('\r\n'));
  const headers = headersOf(text);
  const value = (name: RegExp): string => headers.find(one => name.test(one.name))?.value ?? '';
  // The Request-URI may change with every round.
  const key = [value(/^(call-id|i)$/i), value(/^cseq$/i)].join('\n');
  const hopsLeft = Number.parseInt(value(/^max-forwards$/i), 10);
  const before = state.byRequest.get(key);
  if (before?.at === server.clock.now) return;
  const loop = before ?? { at: 0, rounds: 0, hopsLeft: Number.NaN };
  loop.at = server.clock.now;
  loop.rounds++;
  const isLowered = hopsLeft < loop.hopsLeft;
  loop.hopsLeft = hopsLeft;
  state.byRequest.set(key, loop);
  if (loop.rounds < roundLimit || (isLowered && hopsLeft <= fewHops)) return;
  const [method = '', uri = ''] = request.split(' ');
  const end = isLowered
    ? `After ${hopsLeft} more rounds, Max-Forwards is used up`
    : 'Nothing ends this loop: the script does not lower Max-Forwards (mf_process_maxfwd_header)';
  server.stop(
    `The server sends ${method} ${uri} to itself again and again. ${end}. The run was stopped here.`,
  );
}
