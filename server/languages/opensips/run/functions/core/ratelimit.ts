import { type Execution, stateKey } from '../../server.ts';
import { integerValue, nullValue } from '../../values/value.ts';
import { innerName } from '../../values/variables.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { askResult } from '../unknown.ts';

/** The requests of this run, by pipe. */
const pipes = stateKey(() => new Map<string, number>());

export const ratelimit: ModuleModel = {
  name: 'ratelimit',
  functions: {
    rl_check: check,
    rl_dec_count: (x, args) => change(x, args, count => Math.max(0, count - 1)),
    rl_reset_count: (x, args) => change(x, args, () => 0),
  },
  variables: {
    rl_count: {
      get: (x, variable) => {
        const count = x.server.state(pipes).get(innerName(x, variable) ?? '');
        return count === undefined ? nullValue : integerValue(count);
      },
    },
  },
};

/** Counts a request: 1 below the limit, -1 above it (w_rl_check). */
function check(x: Execution, args: Arguments): number {
  const { server } = x;
  const name = pipeName(args);
  const algorithm = (
    args.text(2) ??
    server.parameter('ratelimit', 'default_algorithm') ??
    'TAILDROP'
  ).toUpperCase();
  const count = (server.state(pipes).get(name) ?? 0) + 1;
  server.state(pipes).set(name, count);
  // The other algorithms depend on the load that a timer measures.
  if (algorithm !== 'TAILDROP') return askResult(x, 'rl_check', args, ['1', '-1']);
  const perInterval = server.parameterNumber('ratelimit', 'limit_per_interval', 0) !== 0;
  const seconds = perInterval ? 1 : server.parameterNumber('ratelimit', 'timer_interval', 10);
  return count <= (args.number(1) ?? 0) * seconds ? 1 : -1;
}

function change(x: Execution, args: Arguments, next: (count: number) => number): number {
  const all = x.server.state(pipes);
  const name = pipeName(args);
  const count = all.get(name);
  if (count === undefined) return -1;
  all.set(name, next(count));
  return 1;
}

/** The name without its flags, `/r` and `/b` for what several servers share. */
function pipeName(args: Arguments): string {
  return (args.text(0) ?? '').replace(/\/[rb]+$/, '');
}
