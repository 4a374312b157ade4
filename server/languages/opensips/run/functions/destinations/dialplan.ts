import { compilePosix } from '../../../../../text/posixRegexp.ts';
import type { Execution } from '../../server.ts';
import { type Row, tableRows } from '../../tables/tables.ts';
import { expandReplacement } from '../../values/substitution.ts';
import { textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { askFunction } from '../unknown.ts';

export const dialplan: ModuleModel = {
  name: 'dialplan',
  functions: { dp_translate: (x, args) => translate(x, args) },
};

/** Translates a string with the rules of a dial plan, lowest priority number first: 1, or -1 when no rule matches. */
function translate(x: Execution, args: Arguments): number {
  const id = (args.text(0) ?? '0').replace(/^.*[:/]/, '');
  // Before 3.0, input and output were one argument.
  const pair = /^(.*)\/(\$.*)$/.exec(args.raw(1) ?? '');
  const input = pair === null ? args.text(1) : undefined;
  const table = x.server.parameter('dialplan', 'table_name') ?? 'dialplan';
  const rows = tableRows(x.server, table);
  if (rows === undefined || pair !== null) return askFunction(x, 'dp_translate', args);
  if (input === undefined) return -1;
  const rules = rows
    .filter(row => row.dpid === id && row.disabled !== '1')
    .toSorted((a, b) => Number(a.pr ?? 0) - Number(b.pr ?? 0));
  for (const rule of rules) {
    if (!matches(rule, input)) continue;
    if (
      rule.timerec !== undefined &&
      !x.server.questions.askYes(`Does the current time match the dial plan rule ${rule.match_exp ?? ''}?`)
    )
      continue;
    const output = result(rule, input);
    if (output === undefined) return -1;
    // An empty output does not change the variable (dp_update).
    if (args.has(2) && output !== '') args.set(2, textValue(output));
    if (args.has(3)) args.set(3, textValue(rule.attrs ?? ''));
    return 1;
  }
  return -1;
}

function matches(rule: Row, input: string): boolean {
  const pattern = rule.match_exp ?? '';
  const ignoresCase = rule.match_flags === '1';
  if (rule.match_op === '1')
    return compilePosix(pattern, { perl: true, ignoreCase: ignoresCase })?.match(input) !== undefined;
  return ignoresCase ? pattern.toLowerCase() === input.toLowerCase() : pattern === input;
}

/** The replacement with the groups of the match filled in (rule_translate); a rule without a replacement only matches. */
function result(rule: Row, input: string): string | undefined {
  const replacement = rule.repl_exp ?? '';
  if (replacement === '') return '';
  if (rule.subst_exp === undefined) return replacement;
  const regexp = compilePosix(rule.subst_exp, { perl: true, ignoreCase: rule.match_flags === '1' });
  const match = regexp?.match(input);
  return match === undefined ? undefined : expandReplacement(replacement, input, match);
}
