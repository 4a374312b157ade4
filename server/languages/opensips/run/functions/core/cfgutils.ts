import { type Execution, type Server, stateKey } from '../../server.ts';
import { integerValue, textValue } from '../../values/value.ts';
import type { ModuleModel } from '../model.ts';

/** The probability of `rand_event`, which the script can change. */
const probability = stateKey(server => ({ percent: initialProbability(server) }));

function initialProbability(server: Server): number {
  return server.parameterNumber('cfgutils', 'initial_probability', 10);
}

export const cfgutils: ModuleModel = {
  name: 'cfgutils',
  functions: {
    sleep: (x, args) => wait(x, args.number(0) ?? 0),
    usleep: (x, args) => wait(x, (args.number(0) ?? 0) / 1_000_000),
    rand_set_prob: (x, args) => {
      x.server.state(probability).percent = args.number(0) ?? 0;
      return 1;
    },
    rand_reset_prob: x => {
      x.server.state(probability).percent = initialProbability(x.server);
      return 1;
    },
    rand_get_prob: x => x.server.state(probability).percent,
    rand_event: (x, args) => {
      const percent = args.number(0) ?? x.server.state(probability).percent;
      if (percent >= 100) return 1;
      if (percent <= 0) return -1;
      return x.server.questions.askYes(`Does rand_event (${percent} %) return true?`) ? 1 : -1;
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
    ts_usec_delta: (_, args) => {
      const [t1 = 0, u1 = 0, t2 = 0, u2 = 0] = [0, 1, 2, 3].map(at => args.number(at) ?? 0);
      const delta = Math.abs(1_000_000 * (t1 - t2) + u1 - u2);
      if (args.has(4)) args.set(4, textValue(String(delta)));
      if (args.has(5)) args.set(5, integerValue(delta));
      return 1;
    },
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
