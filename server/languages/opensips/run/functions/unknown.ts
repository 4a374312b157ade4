import type { Execution } from '../server.ts';
import type { Arguments } from './arguments.ts';

/** A function that is not modeled: its return value is a question, and so are its changes. */
export function askFunction(x: Execution, name: string, args: Arguments): number {
  for (let position = 0; position < args.count; position++) args.value(position);
  const module = x.server.world.functions(name)[0]?.module;
  const call = `${name}(${args.shown.map(text => text ?? '').join(', ')})`;
  const owner = module === undefined ? '' : ` (${module})`;
  return x.server.questions.askCode(`What does ${call}${owner} return?`, 'yes', ['yes', 'no']);
}
