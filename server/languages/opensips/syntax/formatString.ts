import { readVariable } from './variable.ts';
import type { VariableSyntax, VariableWorld } from './variableSyntax.ts';

export type FormatPart = string | VariableSyntax;

/** The text and variables of a format string (pv_parse_format); everything else stays text. */
export function readFormatParts(text: string, world: VariableWorld): readonly FormatPart[] {
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
