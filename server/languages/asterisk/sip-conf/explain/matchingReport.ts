import type { ConfigurationLine, Verdict } from '../../../../sip/explanation.ts';
import { escapeMarkdown, inlineCode, table } from '../../../../text/markdown.ts';
import type { MatchingExplanation } from '../matching/matchingExplanation.ts';

/** How a report names a place: the text of a link, and where it leads; no target for plain text. */
export type ShowPlace = (line: ConfigurationLine) => { readonly label: string; readonly target?: string };

/** An explanation as Markdown: outcome, path, steps, near misses, changes, remarks. Text of files is escaped. */
export function matchingMarkdown(explanation: MatchingExplanation, show: ShowPlace): string {
  const { steps, nearMisses, changes, remarks, identities, assumptions, codes } = explanation;
  const place = (line: ConfigurationLine): string => {
    const { label, target } = show(line);
    return target === undefined ? inlineCode(label) : `[${inlineCode(label)}](${target})`;
  };
  const places = (lines: readonly ConfigurationLine[]): string =>
    lines.length === 0 ? '' : ` (${lines.map(place).join(', ')})`;
  const sections = [
    `# ${prose(explanation.sentence)}`,
    facts(explanation),
    '## Steps',
    steps
      .map(
        (step, index) =>
          `${index + 1}. ${MARKS[step.verdict]} **${prose(step.title)}** (${step.verdict}): ${prose(step.detail)}${step.header === null ? '' : ` Header: ${inlineCode(step.header)}.`}${places(step.config)}`,
      )
      .join('\n'),
  ];
  if (nearMisses.length > 0)
    sections.push(
      '## Almost matched',
      nearMisses
        .map(miss => `- ${inlineCode(miss.device)}: ${prose(miss.reason)}${places(miss.config)}`)
        .join('\n'),
    );
  if (changes.length > 0)
    sections.push(
      '## What would change the outcome',
      changes
        .map(
          change =>
            `- ${prose(change.title)}${places(change.edits.map(({ file, range }) => ({ file, line: range.start.line })))}. ${prose(change.effect)}${change.isRisky ? ' **This opens the server further.**' : ''}`,
        )
        .join('\n'),
    );
  if (remarks.length > 0)
    sections.push(
      '## Security',
      remarks.map(remark => `- ${prose(remark.text)}${places(remark.config)}`).join('\n'),
    );
  if (identities.length > 0)
    sections.push(
      '## Identities',
      table(
        ['Header', 'Carries', 'Value', 'What this server does with it'],
        identities.map(({ header, identity, value, use }) => [
          prose(header),
          identity,
          inlineCode(value),
          prose(use),
        ]),
      ),
    );
  if (assumptions.length > 0)
    sections.push('## Assumed', assumptions.map(text => `- ${prose(text)}`).join('\n'));
  if (codes.includes(200) && explanation.method === 'INVITE')
    sections.push('The 200 stands for an answer by the dialplan; what it really does is up to its lines.');
  return `${sections.join('\n\n')}\n`;
}

/** A sentence of ours with words from files in it: escaped, but for marks that no markup begins with. */
function prose(text: string): string {
  return escapeMarkdown(text).replace(/\\([.,:;](?=\s|$)|["'()=?])/g, '$1');
}

const MARKS: Readonly<Record<Verdict, string>> = { passed: '✓', failed: '✗', decided: '●', skipped: '–' };

function facts(explanation: MatchingExplanation): string {
  const { matched, by, lookupName, codes, challenge, context, exten, registration } = explanation;
  const rows: (readonly [string, string | null])[] = [
    ['Request', explanation.method],
    ['Replies', codes.length === 0 ? 'none' : codes.join(', ')],
    ['Name looked up', lookupName],
    ['Device', matched],
    ['Found by', by === null ? null : BY[by]],
    ['Challenge', challenge === null ? null : `${challenge.header}, realm ${challenge.realm}`],
    ['Context', context],
    ['Extension', exten],
    ['Expires', registration?.expiresGranted ?? null],
    ['Address stored', registration === null ? null : registration.addressAfter],
  ];
  return rows
    .flatMap(([name, value]) => (value === null ? [] : [`- ${name}: ${inlineCode(value)}`]))
    .join('\n');
}

/** The ways in which a device is found, in words. */
export const BY: Readonly<Record<NonNullable<MatchingExplanation['by']>, string>> = {
  name: 'name',
  'ip-port': 'address and port',
  ip: 'address alone',
  'callback-ip-port': 'address and port, with its callback extension',
  'callback-ip': 'address alone, with its callback extension',
  fake: 'nothing: a device that nobody is',
};

/** An explanation for a terminal, at most `width` columns wide where words allow it. */
export function matchingText(explanation: MatchingExplanation, show: ShowPlace, width = 100): string {
  const lines: string[] = [];
  const put = (text: string, indent: number): void => {
    lines.push(...wrap(plain(text), indent, width));
  };
  const places = (config: readonly ConfigurationLine[]): void => {
    for (const line of config) put(show(line).label, 8);
  };
  put(explanation.sentence, 0);
  lines.push('');
  explanation.steps.forEach((step, index) => {
    put(`${String(index + 1).padStart(2)}. ${MARKS[step.verdict]} ${step.title} (${step.verdict})`, 0);
    put(step.detail, 6);
    places(step.config);
  });
  const list = (
    title: string,
    items: readonly { text: string; config: readonly ConfigurationLine[] }[],
  ): void => {
    if (items.length === 0) return;
    lines.push('');
    put(title, 0);
    for (const { text, config } of items) {
      put(`- ${text}`, 2);
      places(config);
    }
  };
  list(
    'Almost matched',
    explanation.nearMisses.map(({ device, reason, config }) => ({ text: `${device}: ${reason}`, config })),
  );
  list(
    'What would change the outcome',
    explanation.changes.map(({ title, effect, edits }) => ({
      text: `${title}. ${effect}`,
      config: edits.map(({ file, range }) => ({ file, line: range.start.line })),
    })),
  );
  list('Security', explanation.remarks);
  list(
    'Identities',
    explanation.identities.map(({ header, identity, value, use }) => ({
      text: `${header} carries the ${identity} "${value}": ${use}`,
      config: [],
    })),
  );
  list(
    'Assumed',
    explanation.assumptions.map(text => ({ text, config: [] })),
  );
  return `${lines.join('\n')}\n`;
}

/** Nothing that a terminal would take for a command. */
function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g, '\ufffd');
}

function wrap(text: string, indent: number, width: number): string[] {
  const pad = ' '.repeat(indent);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ (?! )/)) {
    if (line !== '' && pad.length + line.length + 1 + word.length > width) {
      lines.push(pad + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, pad + line];
}
