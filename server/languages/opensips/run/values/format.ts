import type { Execution } from '../server.ts';
import { printed } from './value.ts';
import { getVariable } from './variables.ts';

/** A format string with its variables filled in; NULL prints as `<null>`. */
export function expand(x: Execution, text: string): string {
  if (!text.includes('$')) return text;
  return x.server.world
    .format(text)

    .map(part => (typeof part === 'string' ? part : printed(getVariable(x, part))))
    .join('');
}
