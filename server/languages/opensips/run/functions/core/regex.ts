import { compilePosix } from '../../../../../text/posixRegexp.ts';
import type { ModuleModel } from '../model.ts';

export const regex: ModuleModel = {
  name: 'regex',
  functions: {
    pcre_match: (x, args) => {
      const caseless = x.server.parameterNumber('regex', 'pcre_caseless', 0) !== 0;
      const regexp = compilePosix(args.text(1) ?? '', { perl: true, ignoreCase: caseless });
      if (regexp === undefined) return -4;
      return regexp.match(args.text(0) ?? '') === undefined ? -1 : 1;
    },
  },
};
