import type { FunctionRun, ModuleModel } from '../model.ts';
import { askResult } from '../unknown.ts';

/** Success, connection refused, connection timeout, transfer timeout. */
const results = ['1', '-1', '-2', '-3'] as const;

/** A request over HTTP; the variables for body, type and status begin at a position. */
function request(name: string, outputsAt: number): FunctionRun {
  return (x, args) =>
    askResult(x, name, args, results, args.variables(outputsAt, outputsAt + 1, outputsAt + 2));
}

export const restClient: ModuleModel = {
  name: 'rest_client',
  functions: {
    rest_get: request('rest_get', 1),
    rest_post: request('rest_post', 3),
    rest_put: request('rest_put', 3),
    rest_append_hf: (_, args) => (args.text(0) === undefined ? -1 : 1),
  },
};
