import { unusedIgnoreComment } from '../rules/ignore.ts';
import type { RuleInfo, Severity } from '../rules/rule.ts';
import { greatest } from '../text/longLists.ts';
import type { Language } from './language.ts';

/** The pages under docs/rules, by path from there: one for each rule, and the list of all. */
export function rulePages(languages: readonly Language[]): ReadonlyMap<string, string> {
  const pages = new Map<string, string>();
  const sections = sectionsOf(languages);
  for (const { rules, comment } of sections) {
    for (const rule of rules) pages.set(`${rule.code}.md`, page(rule, comment));
  }
  pages.set('README.md', index(sections));
  return pages;
}

/** The rules of all languages, and those that belong to none. */
export function allRules(languages: readonly Language[]): readonly RuleInfo[] {
  return sectionsOf(languages).flatMap(({ rules }) => rules);
}

/** The page of the rule with this code, in Markdown; the list of all rules for no code; undefined for an unknown one. */
export function rulePageOf(languages: readonly Language[], code: string | undefined): string | undefined {
  const sections = sectionsOf(languages);
  if (code === undefined) return index(sections);
  for (const { rules, comment } of sections) {
    const rule = rules.find(one => one.code === code);
    if (rule !== undefined) return page(rule, comment);
  }
  return undefined;
}

/** The rules of a language, or those that belong to none, with what begins a comment there. */
interface Section {
  readonly title: string;
  readonly rules: readonly RuleInfo[];
  readonly comment: string | undefined;
}

function sectionsOf(languages: readonly Language[]): readonly Section[] {
  return [
    ...languages.map(({ title, rules, commentPrefixes }) => ({
      title,
      rules,
      comment: commentPrefixes?.[0],
    })),
    { title: 'SIP Workbench itself', rules: [unusedIgnoreComment], comment: undefined },
  ];
}

function page(rule: RuleInfo, comment: string | undefined): string {
  const versions = versionsOf(rule);
  return `${[
    `# ${rule.title}`,
    `\`${rule.code}\` · ${rule.severity} · ${rule.family}${versions === '' ? '' : ` · ${versions}`}`,
    `> ${meanings[rule.severity]}`,
    `## Why it matters\n\n${rule.why}`,
    `## What to do\n\n${rule.fix}`,
    ...(rule.bad === ''
      ? []
      : [`## Example\n\nReported:\n\n${fenced(rule.bad)}`, `Not reported:\n\n${fenced(rule.good)}`]),
    `## Severity and exceptions\n\nSet another severity, or \`off\`, in the settings:\n\n${fenced(
      `"sipWorkbench.rules": { ${JSON.stringify(rule.code)}: "off" }`,
      'json',
    )}${exception(comment, rule.code)}`,
    `<!-- Written by \`npm run docs\` from the rule itself. -->`,
  ].join('\n\n')}\n`;
}

function index(sections: readonly Section[]): string {
  const tables = sections
    .filter(({ rules }) => rules.length > 0)
    .map(({ title, rules }) => {
      const rows = rules.map(
        ({ code, severity, title: name, family }) =>
          `| [${code}](${code}.md) | ${severity} | ${family} | ${cell(name)} |`,
      );
      return [`## ${title}`, '', '| Rule | Severity | Family | |', '|---|---|---|---|', ...rows].join('\n');
    });
  const meaning = [...order].map(severity => `- **${severity}**: ${meanings[severity]}`);
  return `${[
    '# Rules',
    'Every rule has a page that says why it matters and what to do. The severity says what the server does:',
    meaning.join('\n'),
    ...tables,
    '<!-- Written by `npm run docs` from the rules themselves. -->',
  ].join('\n\n')}\n`;
}

const order: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

const meanings: Readonly<Record<Severity, string>> = {
  error: 'The server refuses the file, the section or the line, or does not do what is written.',
  warning: 'The server accepts it, but it lets someone in, loses calls, or does something unexpected.',
  information: 'The server accepts it; there is something to know about it.',
  hint: 'A matter of style, or of a later version.',
};

/** How a line is silenced, for the languages that have comments up to the end of the line. */
function exception(comment: string | undefined, code: string): string {
  if (comment === undefined) return '';
  return `\n\nOr silence one line, with your reason, by a comment on it or above it:\n\n${fenced(`${comment} sip-workbench-ignore ${code}: reason`)}`;
}

function versionsOf({ since, until }: RuleInfo): string {
  if (since !== undefined && until !== undefined) return `from ${since}, before ${until}`;
  if (since !== undefined) return `from ${since}`;
  return until === undefined ? '' : `before ${until}`;
}

/** A fence that no line of the text can close. */
function fenced(text: string, language = ''): string {
  const longest = greatest([2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length)]);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n+$/, '')}\n${fence}`;
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}
