import { stateKey } from '../../server.ts';
import { integerValue } from '../../values/value.ts';
import type { ModuleModel } from '../model.ts';

const counters = stateKey(() => new Map<string, number>());

export const statistics: ModuleModel = {
  name: 'statistics',
  functions: {
    update_stat: (x, args) => {
      const name = args.text(0) ?? '';
      const list = x.server.state(counters);
      list.set(name, (list.get(name) ?? 0) + (args.number(1) ?? 0));
      return 1;
    },
    reset_stat: (x, args) => {
      x.server.state(counters).set(args.text(0) ?? '', 0);
      return 1;
    },
  },
  variables: {
    stat: {
      get: (x, variable) => integerValue(x.server.state(counters).get(variable.inner?.text ?? '') ?? 0),
      set: (x, variable, value) => {
        x.server.state(counters).set(variable.inner?.text ?? '', value.number ?? 0);
        return true;
      },
    },
  },
};
