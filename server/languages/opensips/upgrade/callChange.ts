import type { UpgradeVerdict } from '../../upgrade.ts';
import type { RenamedFunction } from '../facts/formerFunctions.ts';
import type { Version } from '../facts/versions.ts';
import type { Argument, Call } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import type { UpgradeContext } from './step.ts';

/** The upgrade of a call: its new text, or nothing when the user must decide. */
export interface Rewrite {
  readonly text?: string;
  readonly verdict: UpgradeVerdict;
  readonly what: string;
  readonly why: string;
}

export interface CallChange {
  readonly names: readonly string[];
  /** The version since which the old form is refused or means something else. */
  readonly since: Version;
  /** As a statement, the new form may differ from the form in a condition. */
  rewrite(
    call: Call,
    place: 'statement' | 'condition' | 'value',
    context: UpgradeContext,
  ): Rewrite | undefined;
}

export const gone = (name: string, since: string) => `\`${name}\` was removed in ${since}.`;

export function renamed({ name, newName, since, why }: RenamedFunction): CallChange {
  return {
    names: [name],
    since,
    rewrite: call => ({
      text: `${newName}(${argumentsOf(call)})`,
      verdict: 'done',
      what: `\`${name}\` is now \`${newName}\`.`,
      why: why ?? gone(name, since),
    }),
  };
}

/** The variable that an argument names, quoted or not, with the text after its slash. */
export function variableIn(
  argument: Argument | undefined,
): { readonly text: string; readonly flags: string } | undefined {
  const token = argument?.token;
  if (argument === undefined || token === undefined) return undefined;
  const written = argument.kind === 'string' ? stringValue(token) : token.text;
  const read = /^(\$\(?(?:avp|var)\([^()$]+\))(?:\/(\w+))?$/.exec(written.trim());
  return read?.[1] === undefined ? undefined : { text: read[1], flags: read[2] ?? '' };
}

export function argumentsOf(call: Call): string {
  return call.args.map(sourceOf).join(', ');
}

export function unquoted(argument: Argument | undefined): string {
  const token = argument?.token;
  if (argument === undefined || token === undefined) return '';
  return argument.kind === 'string' ? stringValue(token) : sourceOf(argument);
}

/** The source text of an argument. */
export function sourceOf(argument: Argument): string {
  if (argument.kind === 'omitted') return '';
  if (argument.kind === 'number' && argument.number !== undefined) return String(argument.number);
  const tokens = [argument.token, ...(argument.folded ?? [])];
  return tokens.flatMap(token => (token === undefined ? [] : [token.text])).join(' ');
}
