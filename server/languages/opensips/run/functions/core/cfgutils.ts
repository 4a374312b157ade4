import type { Execution } from '../../server.ts';
import { integerValue } from '../../values/value.ts';
import type { ModuleModel } from '../model.ts';

export const cfgutils: ModuleModel = {
  name: 'cfgutils',
  functions: {
    sleep: (x, args) => wait(x, args.number(0) ?? 0),
    usleep: (x, args) => wait(x, (args.number(0) ?? 0) / 1_000_000),
    rand_set_prob: () => 1,
    rand_reset_prob: () => 1,
    rand_event: (x, args) => {
      const probability = args.number(0) ?? x.server.parameterNumber('cfgutils', 'initial_probability', 10);
      if (probability >= 100) return 1;
      if (probability <= 0) return -1;
      return x.server.questions.askYes(`Does rand_event (${probability} %) return true?`) ? 1 : -1;
    },
    abort: x => x.server.stop('The script called abort(): the server ends.'),
    pkg_status: () => 1,
    shm_status: () => 1,
    set_count: (x, args) => {
      const name = args.variable(0)?.inner?.text ?? '';
      return args.set(1, integerValue(x.avps.get(name)?.length ?? 0)) ? 1 : -1;
    },
    get_static_lock: () => 1,
    release_static_lock: () => 1,
    get_dynamic_lock: () => 1,
    release_dynamic_lock: () => 1,
    check_time_rec: (x, args) =>
      x.server.questions.askYes(`Does the current time match ${args.text(0) ?? ''}?`) ? 1 : -1,
    ts_usec_delta: (_, args) => (args.set(4, integerValue(0)) ? 1 : -1),
  },
  variables: {
    shv: {
      get: (x, variable) => x.server.vars.get(`shv ${variable.inner?.text ?? ''}`) ?? integerValue(0),
      set: (x, variable, value) => {
        x.server.vars.set(`shv ${variable.inner?.text ?? ''}`, value);
        return true;
      },
    },
  },
};

function wait(x: Execution, seconds: number): number {
  x.server.clock.now += Math.max(0, seconds);
  return 1;
}
