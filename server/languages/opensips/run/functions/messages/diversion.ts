import type { ModuleModel } from '../model.ts';

export const diversion: ModuleModel = {
  name: 'diversion',
  functions: {
    add_diversion: (x, args) => {
      const { message } = x;
      const uri = args.text(1) ?? message.uri;
      const count = args.number(2);
      const suffix = x.server.parameter('diversion', 'suffix') ?? '';
      const at = message.first('diversion')?.start ?? message.headersEnd;
      const counter = count === undefined || count <= 1 ? '' : `;counter=${count}`;
      message.edit({
        at,
        remove: 0,
        insert: `Diversion: <${uri}${suffix}>;reason=${args.text(0) ?? ''}${counter}\r\n`,
      });
      return 1;
    },
  },
};
