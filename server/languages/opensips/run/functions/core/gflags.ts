import { type Execution, stateKey } from '../../server.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';

const flags = stateKey(server => ({ bits: server.parameterNumber('gflags', 'initial', 0) }));

function bit(args: Arguments): number {
  return 1 << (args.number(0) ?? 0);
}

function set(x: Execution, bits: (before: number) => number): number {
  const state = x.server.state(flags);
  state.bits = bits(state.bits);
  return 1;
}

export const gflags: ModuleModel = {
  name: 'gflags',
  functions: {
    set_gflag: (x, args) => set(x, bits => bits | bit(args)),
    reset_gflag: (x, args) => set(x, bits => bits & ~bit(args)),
    is_gflag: (x, args) => ((x.server.state(flags).bits & bit(args)) === 0 ? -1 : 1),
  },
};
