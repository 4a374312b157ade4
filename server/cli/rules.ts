import { type Command, Option } from 'commander';
import { languages } from '../languages/registry.ts';
import { rulePages } from '../languages/rulePages.ts';
import { unusedIgnoreComment } from '../rules/ignore.ts';
import type { RuleInfo } from '../rules/rule.ts';
import { unknownRule } from '../rules/unknownRule.ts';
import { greatest } from '../text/longLists.ts';
import { type Io, UsageError } from './io.ts';

/** `sip-workbench rules [CODE]`: lists the rules, or explains one. */
export function rulesCommand(program: Command, io: Io): void {
  program
    .command('rules')
    .description('Lists all rules, or explains one.')
    .argument('[code]', 'the rule to explain, such as sip-conf/guest-calls-allowed')
    .addOption(
      new Option('--format <format>', 'format of the output').choices(['text', 'json']).default('text'),
    )
    .action((code: string | undefined, { format }: { readonly format: string }) => {
      const rules = code === undefined ? allRules() : [ruleNamed(code)];
      if (format === 'json') io.stdout(`${JSON.stringify(rules.map(described), null, 2)}\n`);
      else io.stdout(code === undefined ? list(rules) : (rulePages(languages).get(`${code}.md`) ?? ''));
    });
}

function allRules(): readonly RuleInfo[] {
  return [...languages.flatMap(language => language.rules()), unusedIgnoreComment];
}

/** The rule of a code. Throws `UsageError` if there is none. */
function ruleNamed(code: string): RuleInfo {
  const rules = allRules();
  const rule = rules.find(candidate => candidate.code === code);
  if (rule !== undefined) return rule;
  throw new UsageError(
    unknownRule(
      code,
      rules.map(candidate => candidate.code),
    ),
  );
}

function described({ code, severity, family, title, why, fix, bad, good, since, until }: RuleInfo): object {
  return { code, severity, family, title, why, fix, bad, good, since, until };
}

function list(rules: readonly RuleInfo[]): string {
  const width = greatest(rules.map(({ code }) => code.length));
  return rules
    .map(({ code, severity, title }) => `${code.padEnd(width)}  ${severity.padEnd(11)}  ${title}\n`)
    .join('');
}
