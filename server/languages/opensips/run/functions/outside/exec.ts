import type { ModuleModel } from '../model.ts';
import { askResult } from '../unknown.ts';

/** Programs of the machine are never started: what they return and print is a question. */
export const exec: ModuleModel = {
  name: 'exec',
  functions: {
    exec: (x, args) => askResult(x, 'exec', args, ['1', '-1'], args.variables(2, 3)),
  },
};
