import { remembered } from '../../../../text/remembered.ts';
import type { World } from '../../model/world.ts';
import { readVariable, type VariableSyntax } from '../../syntax/variable.ts';
import type { Execution } from '../execution.ts';
import { printed } from './value.ts';
import { getVariable } from './variables.ts';

export type FormatPart = string | VariableSyntax;

const readers = new WeakMap<World, (text: string) => readonly FormatPart[]>();

/** The texts and variables of a format string (pv_parse_format); what is no variable stays text. */
export function formatParts(world: World, text: string): readonly FormatPart[] {
  let reader = readers.get(world);
  if (reader === undefined) {
    reader = remembered(format => readFormat(world, format));
    readers.set(world, reader);
  }
  return reader(text);
}

function readFormat(world: World, text: string): readonly FormatPart[] {
  const parts: FormatPart[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) break;
    plain += text.slice(at, dollar);
    const read = readVariable(text.slice(dollar), world);
    if (read.syntax === undefined || read.syntax.end < 1) {
      plain += '$';
      at = dollar + 1;
      continue;
    }
    if (plain !== '') parts.push(plain);
    plain = '';
    parts.push(read.syntax);
    at = dollar + read.syntax.end;
  }
  plain += text.slice(at);
  if (plain !== '') parts.push(plain);
  return parts;
}

/** A format string with its variables put in; NULL prints as `<null>`. */
export function expand(x: Execution, text: string): string {
  if (!text.includes('$')) return text;
  return formatParts(x.server.world, text)
    .map(part => (typeof part === 'string' ? part : printed(getVariable(x, part))))
    .join('');
}
