import { type ConfigurationLine, type Step, VERDICT_MARKS } from '../sip/explanation.ts';
import { appendAll } from '../text/longLists.ts';
import { escapeMarkdown, inlineCode, table } from '../text/markdown.ts';
import type {
  ExplainAnswer,
  ExplanationItem,
  ExplanationSection,
  IdentityUse,
  MessageExplanation,
  ProposedChange,
} from './explanation.ts';

/** How a report shows a place: the text of a link, and its target; no target for plain text. */
export type ShowPlace = (line: ConfigurationLine) => { readonly label: string; readonly target?: string };

type Explained = Extract<ExplainAnswer, { kind: 'explained' }>;

/** Explanations as Markdown: outcome, facts, steps, and the sections of the server. Text from files is escaped. */
export function explanationMarkdown({ results }: Explained, show: ShowPlace): string {
  return results.map(result => oneMarkdown(result, show)).join('\n');
}

/** Explanations for a terminal, at most `width` columns wide if words allow it. */
export function explanationText({ results }: Explained, show: ShowPlace, width = 100): string {
  return results.map(result => oneText(result, show, width)).join('\n');
}

/** The JSON of the command line: one object, or `results` if a question may contain several messages. */
export function explanationData({ results, isSequence }: Explained): object {
  if (isSequence) return { results: results.map(dataOf) };
  const [result] = results;
  return result === undefined ? {} : dataOf(result);
}

function dataOf(explanation: MessageExplanation): object {
  const { data, steps, alternatives } = explanation;
  return {
    ...data,
    steps,
    ...(alternatives === undefined ? {} : { alternatives: alternatives.map(dataOf) }),
  };
}

function oneMarkdown(explanation: MessageExplanation, show: ShowPlace): string {
  const { sentence, facts, steps, sections, notes, alternatives = [] } = explanation;
  const places = (lines: readonly ConfigurationLine[]): string =>
    lines.length === 0 ? '' : ` (${lines.map(line => markdownPlace(line, show)).join(', ')})`;
  return `${[
    `# ${prose(sentence)}`,
    ...(facts.length === 0
      ? []
      : [facts.map(({ name, value }) => `- ${name}: ${inlineCode(value)}`).join('\n')]),
    '## Steps',
    steps.map((step, index) => markdownStep(step, index, places(step.config))).join('\n'),
    ...sections.flatMap(section => {
      const body = markdownSection(section, places);
      return body === '' ? [] : [`## ${section.title}`, body];
    }),
    ...notes.map(prose),
    ...alternatives.map(alternative => `Or:\n\n${oneMarkdown(alternative, show)}`.trimEnd()),
  ].join('\n\n')}\n`;
}

function markdownPlace(line: ConfigurationLine, show: ShowPlace): string {
  const { label, target } = show(line);
  return target === undefined ? inlineCode(label) : `[${inlineCode(label)}](${target})`;
}

function markdownStep({ title, verdict, detail, header }: Step, index: number, places: string): string {
  const named = header === null ? '' : ` Header: ${inlineCode(header)}.`;
  return `${index + 1}. ${VERDICT_MARKS[verdict]} **${prose(title)}** (${verdict}): ${prose(detail)}${named}${places}`;
}

function markdownSection(
  section: ExplanationSection,
  places: (lines: readonly ConfigurationLine[]) => string,
): string {
  switch (section.kind) {
    case 'list':
      return section.items
        .map(({ label, text, config }) => {
          const named = label === undefined ? '' : `${inlineCode(label)}: `;
          return `- ${named}${prose(text)}${places(config)}`;
        })
        .join('\n');
    case 'changes':
      return section.changes
        .map(change => {
          const risk = change.isRisky ? ' **This makes the server less secure.**' : '';
          return `- ${prose(change.title)}${places(linesOfChange(change))}. ${prose(change.effect)}${risk}`;
        })
        .join('\n');
    case 'identities':
      return section.identities.length === 0 ? '' : identityTable(section.identities);
  }
}

function identityTable(identities: readonly IdentityUse[]): string {
  return table(
    ['Header', 'Contains', 'Value', 'What this server does with it'],
    identities.map(({ header, identity, value, use }) => [
      prose(header),
      identity,
      inlineCode(value),
      prose(use),
    ]),
  );
}

/** A sentence of ours with words from files in it: escaped, except for characters that do not start markup. */
function prose(text: string): string {
  return escapeMarkdown(text).replace(/\\([.,:;](?=\s|$)|["'()=?])/g, '$1');
}

function oneText(explanation: MessageExplanation, show: ShowPlace, width: number): string {
  const { sentence, facts, steps, sections, notes, alternatives = [] } = explanation;
  const lines: string[] = [];
  const put = (text: string, indent: number, further = indent): void => {
    appendAll(lines, wrap(plain(text), indent, width, further));
  };
  put(sentence, 0);
  lines.push('');
  for (const { name, value } of facts) put(`${name}: ${value}`, 2);
  if (facts.length > 0) lines.push('');
  steps.forEach((step, index) => {
    put(`${index + 1}. ${VERDICT_MARKS[step.verdict]} ${step.title} (${step.verdict})`, index < 9 ? 1 : 0, 6);
    put(step.detail, 6);
    for (const line of step.config) put(show(line).label, 8);
  });
  for (const section of sections) {
    const items = textItems(section);
    if (items.length === 0) continue;
    lines.push('');
    put(section.title, 0);
    for (const item of items) appendAll(lines, textItem(item, show, width));
  }
  for (const note of notes) {
    lines.push('');
    put(note, 0);
  }
  const more = alternatives.map(alternative => `\nOr:\n${oneText(alternative, show, width)}`);
  return `${lines.join('\n')}\n${more.join('')}`;
}

function textItems(section: ExplanationSection): readonly ExplanationItem[] {
  switch (section.kind) {
    case 'list':
      return section.items;
    case 'changes':
      return section.changes.map(change => ({
        text: `${change.title}. ${change.effect}`,
        config: linesOfChange(change),
      }));
    case 'identities':
      return section.identities.map(({ header, identity, value, use }) => ({
        text: `${header} contains the ${identity} "${value}": ${use}`,
        config: [],
      }));
  }
}

/** An item with its only place after it if that fits on the line, otherwise with its places below. */
function textItem({ label, text, config }: ExplanationItem, show: ShowPlace, width: number): string[] {
  const lines = wrap(plain(`- ${label === undefined ? '' : `${label}: `}${text}`), 2, width, 4);
  const places = config.map(line => plain(show(line).label));
  const [only] = places;
  const last = lines.at(-1) ?? '';
  if (places.length === 1 && only !== undefined && last.length + 2 + only.length <= width)
    return [...lines.slice(0, -1), `${last}  ${only}`];
  return [...lines, ...places.flatMap(place => wrap(place, 8, width))];
}

function linesOfChange({ edits }: ProposedChange): readonly ConfigurationLine[] {
  return edits.map(({ file, range }) => ({ file, line: range.start.line }));
}

/** Removes everything that a terminal would read as a command. */
function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g, '\ufffd');
}

/** The lines of a text, the first one with its own indentation. */
function wrap(text: string, indent: number, width: number, further = indent): string[] {
  const lines: string[] = [];
  let pad = ' '.repeat(indent);
  let line = '';
  for (const word of text.split(/ (?! )/)) {
    if (line !== '' && pad.length + line.length + 1 + word.length > width) {
      lines.push(pad + line);
      pad = ' '.repeat(further);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, pad + line];
}
