import type { ConfigurationLine, Verdict } from '../../../sip/explanation.ts';
import { escapeMarkdown, inlineCode } from '../../../text/markdown.ts';
import { outcomeInWords } from '../expressions/expressionTree.ts';
import type { FlexisipExplanation } from './explanation.ts';

/** How a report names a place: the text of a link, and where it leads; no target for plain text. */
export type ShowPlace = (line: ConfigurationLine) => { readonly label: string; readonly target?: string };

/** An explanation as Markdown. Text from files is escaped. */
export function flexisipMarkdown(explanation: FlexisipExplanation, show: ShowPlace): string {
  const place = (line: ConfigurationLine): string => {
    const { label, target } = show(line);
    return target === undefined ? inlineCode(label) : `[${inlineCode(label)}](${target})`;
  };
  const steps = explanation.steps.map((step, index) => {
    const header = step.header === null ? '' : ` Header: ${inlineCode(step.header)}.`;
    const lines = step.config.length === 0 ? '' : ` (${step.config.map(place).join(', ')})`;
    const title = `${marks[step.verdict]} **${escapeMarkdown(step.title)}** (${step.verdict})`;
    return `${index + 1}. ${title}: ${escapeMarkdown(step.detail)}${header}${lines}`;
  });
  const facts = factsOf(explanation).map(([name, value]) => `- ${name}: ${inlineCode(value)}`);
  const parts = [`# ${escapeMarkdown(explanation.sentence)}`, facts.join('\n'), '## Steps', steps.join('\n')];
  const results = explanation.expressions.map(
    ({ section, key, outcome, config }) =>
      `- ${inlineCode(`[${section}] ${key}`)}: ${outcomeInWords(outcome)} (${place(config)})`,
  );
  if (results.length > 0) parts.push('## Expressions for this message', results.join('\n'));
  return `${parts.join('\n\n')}\n`;
}

/** An explanation for a terminal. */
export function flexisipText(explanation: FlexisipExplanation, show: ShowPlace): string {
  const lines = [explanation.sentence, ''];
  for (const [name, value] of factsOf(explanation)) lines.push(`  ${name}: ${value}`);
  lines.push('');
  explanation.steps.forEach((step, index) => {
    lines.push(`${String(index + 1).padStart(2)}. ${marks[step.verdict]} ${step.title} (${step.verdict})`);
    lines.push(`      ${step.detail}`);
    for (const line of step.config) lines.push(`        ${show(line).label}`);
  });
  if (explanation.expressions.length > 0) lines.push('', 'Expressions for this message:');
  for (const { section, key, outcome, config } of explanation.expressions)
    lines.push(`  [${section}] ${key}: ${outcomeInWords(outcome)}  ${show(config).label}`);
  return `${lines.map(plain).join('\n')}\n`;
}

const marks: Readonly<Record<Verdict, string>> = { passed: '✓', failed: '✗', decided: '●', skipped: '–' };

function factsOf(explanation: FlexisipExplanation): (readonly [name: string, value: string])[] {
  const { method, domain, realm, lookup, challenge, finalCode, version } = explanation;
  const rows: (readonly [string, string | null])[] = [
    ['Server', `Flexisip ${version}`],
    ['Request', method],
    ['Domain', domain],
    ['Realm', realm],
    [
      'Password looked up for',
      lookup === null ? null : `${lookup.user}@${lookup.domain}, digest user name ${lookup.authid}`,
    ],
    ['Challenge', challenge === null ? null : `${challenge.header}, ${challenge.algorithms.join(', ')}`],
    ['Reply', finalCode === null ? null : String(finalCode)],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

/** Nothing that a terminal would take for a command. */
function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g, '\ufffd');
}
