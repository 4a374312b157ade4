import type { ModuleModel } from '../model.ts';

export const maxfwd: ModuleModel = {
  name: 'maxfwd',
  functions: {
    mf_process_maxfwd_header: (x, args) => {
      const { message, server } = x;
      const header = message.first('max-forwards');
      const limit = server.parameterNumber('maxfwd', 'max_limit', 256);
      if (header === undefined) {
        const value = args.number(0) ?? 10;
        message.edit({ at: message.headersEnd, remove: 0, insert: `Max-Forwards: ${value}\r\n` });
        return 2;
      }
      const digits = /^\s*(\d{1,5})\s*$/.exec(header.value)?.[1];
      if (digits === undefined) return header.value.trim() === '' ? -1 : -2;
      const value = Number(digits);
      if (value === 0) return -1;
      message.overwrite(
        header,
        String(value > limit ? limit : value - 1)
          .padStart(header.value.length)
          .slice(-header.value.length),
      );
      return 1;
    },
    is_maxfwd_lt: (x, args) => {
      const header = x.message.first('max-forwards');
      if (header === undefined) return -2;
      if (!/^\s*\d+\s*$/.test(header.value)) return -3;
      return Number(header.value) < (args.number(0) ?? 0) ? 1 : -1;
    },
  },
};
