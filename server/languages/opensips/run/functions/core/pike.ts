import { stateKey } from '../../server.ts';
import type { ModuleModel } from '../model.ts';

const hits = stateKey(() => new Map<string, number[]>());

export const pike: ModuleModel = {
  name: 'pike',
  functions: {
    pike_check_req: x => {
      const limit = x.server.parameterNumber('pike', 'reqs_density_per_unit', 30);
      const unit = x.server.parameterNumber('pike', 'sampling_time_unit', 2);
      const address = x.message.reception.source.address;
      const list = x.server.state(hits);
      const { now } = x.server.clock;
      const recent = (list.get(address) ?? []).filter(time => now - time < unit);
      recent.push(now);
      list.set(address, recent);
      // An address is noticed in four steps, one for each byte, so that the limit takes longer to bite.
      const over = recent.length - (limit + 1) * 2;
      if (over === 1) return -2;
      return over > 1 ? -1 : 1;
    },
  },
};
