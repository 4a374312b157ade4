import { escapeSentence, inlineCode, table } from '../../../text/markdown.ts';
import type {
  ComparedMessage,
  Conversion,
  ConvertedLine,
  Difference,
  DriverOutcome,
  LineVerdict,
  NamePlace,
  PlaceOfLine,
} from '../../conversion.ts';

/** A conversion as Markdown: what changes, the dialplan, the comparison, and the account of every line. */
export function conversionMarkdown(
  conversion: Conversion,
  comparison: readonly ComparedMessage[] | null,
  name: NamePlace,
): string {
  const { differences, dialplan, lines } = conversion;
  const parts = [
    '# From sip.conf to pjsip.conf',
    summary(lines),
    '## What changes',
    differencesMarkdown(differences, name),
    ...(dialplan.length === 0 ? [] : ['## In the dialplan', dialplanMarkdown(dialplan, name)]),
    ...(comparison === null
      ? []
      : ['## Comparison', comparedSentence(comparison), comparisonMarkdown(comparison)]),
    '## Every line',
    linesMarkdown(lines, name),
  ];
  return `${parts.join('\n\n')}\n`;
}

function differencesMarkdown(differences: readonly Difference[], name: NamePlace): string {
  if (differences.length === 0) return 'Nothing.';
  const places = (list: readonly PlaceOfLine[]): string =>
    list.length === 0
      ? ''
      : ` (${list
          .slice(0, 8)
          .map(place => inlineCode(name(place)))
          .join(', ')})`;
  return grouped(differences)
    .map(
      difference =>
        `- ${subject(difference, inlineCode)}**${escapeSentence(difference.what)}** ${escapeSentence(difference.why)} *What to do:* ${escapeSentence(difference.todo)}${places(difference.lines)}`,
    )
    .join('\n');
}

function dialplanMarkdown(uses: Conversion['dialplan'], name: NamePlace): string {
  return table(
    ['Line', 'sip.conf', 'pjsip.conf', 'Note'],
    uses.map(use => [
      inlineCode(name(use)),
      inlineCode(use.text.trim()),
      use.replacement === null ? '' : inlineCode(use.replacement.trim()),
      escapeSentence(use.note),
    ]),
  );
}

function comparisonMarkdown(comparison: readonly ComparedMessage[]): string {
  return table(
    ['Message', 'chan_sip', 'chan_pjsip', ''],
    comparison.map(({ message, before, after, same, opens }) => [
      escapeSentence(message),
      escapeSentence(outcomeText(before)),
      escapeSentence(outcomeText(after)),
      same ? '' : opens ? '**newly accepted**' : '**differs**',
    ]),
  );
}

function linesMarkdown(lines: readonly ConvertedLine[], name: NamePlace): string {
  return table(
    ['Line', 'Became', 'Where', 'Note'],
    lines
      .filter(({ verdict }) => verdict !== 'comment')
      .map(({ verdict, to, note, ...place }) => [
        inlineCode(name(place)),
        VERDICTS[verdict],
        to
          .slice(0, 5)
          .map(target => inlineCode(name(target)))
          .join(' ') + (to.length > 5 ? ' …' : ''),
        escapeSentence(note),
      ]),
  );
}

/** The same for a terminal, without the converted lines. */
export function conversionText(
  conversion: Conversion,
  comparison: readonly ComparedMessage[] | null,
  name: NamePlace,
): string {
  const { differences, dialplan, lines } = conversion;
  const parts = [summary(lines)];
  if (differences.length > 0)
    parts.push(
      `What changes:\n${grouped(differences)
        .map(
          difference =>
            `- ${subject(difference, text => text)}${difference.what} ${difference.why}\n  What to do: ${difference.todo}${difference.lines.length === 0 ? '' : `\n  ${difference.lines.slice(0, 8).map(name).join(', ')}`}`,
        )
        .join('\n')}`,
    );
  if (dialplan.length > 0)
    parts.push(
      `In the dialplan:\n${dialplan
        .map(
          use =>
            `- ${name(use)}: ${use.text.trim()}\n  ${use.replacement === null ? use.note : `becomes ${use.replacement.trim()}`}`,
        )
        .join('\n')}`,
    );
  if (comparison !== null) {
    const different = comparison.filter(({ same }) => !same);
    parts.push(
      [
        comparedSentence(comparison),
        ...different.map(
          ({ message, before, after, opens }) =>
            `- ${message}: ${outcomeText(before)} before, ${outcomeText(after)} after${opens ? ' (newly accepted)' : ''}`,
        ),
      ].join('\n'),
    );
  }
  const lost = lines.filter(({ verdict }) => verdict === 'no-counterpart');
  if (lost.length > 0)
    parts.push(
      `Lines without a counterpart:\n${lost.map(line => `- ${name(line)}: ${line.note}`).join('\n')}`,
    );
  return `${parts.join('\n\n')}\n`;
}

const VERDICTS: Readonly<Record<LineVerdict, string>> = {
  converted: 'converted',
  default: 'the default',
  'no-counterpart': '**no counterpart**',
  'without-effect': 'had no effect',
  comment: 'comment',
};

function summary(lines: readonly ConvertedLine[]): string {
  const count = (verdict: LineVerdict, one: string, many = one): string => {
    const number = lines.filter(line => line.verdict === verdict).length;
    return `${number} ${number === 1 ? one : many}`;
  };
  const parts = [
    count('converted', 'converted'),
    count('default', 'is the default', 'are the default'),
    count('no-counterpart', 'has no counterpart', 'have no counterpart'),
    count('without-effect', 'had no effect before'),
    count('comment', 'is a comment', 'are comments'),
  ];
  return `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}: ${parts.join(', ')}.`;
}

/** One difference of several devices. */
interface SharedDifference extends Omit<Difference, 'device'> {
  readonly devices: readonly string[];
}

/** A difference that many devices share is reported once. */
function grouped(differences: readonly Difference[]): readonly SharedDifference[] {
  const groups = new Map<string, Difference[]>();
  for (const difference of differences) {
    const key = JSON.stringify([difference.device === null, difference.what, difference.why]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [difference]);
    else group.push(difference);
  }
  return [...groups.values()].flatMap(group => {
    const [first] = group;
    if (first === undefined) return [];
    const devices = group.flatMap(({ device }) => device ?? []);
    const places = new Map(
      group.flatMap(({ lines }) => lines.map(line => [`${line.line} ${line.file}`, line] as const)),
    );
    return [{ ...first, devices, lines: [...places.values()] }];
  });
}

function subject({ devices }: SharedDifference, show: (text: string) => string): string {
  if (devices.length === 0) return '';
  const more = devices.length > 12 ? ` and ${devices.length - 12} more` : '';
  return `${devices.slice(0, 12).map(show).join(', ')}${more}: `;
}

function comparedSentence(comparison: readonly ComparedMessage[]): string {
  const different = comparison.filter(({ same }) => !same).length;
  const opened = comparison.filter(({ opens }) => opens).length;
  return `${comparison.length} messages compared: ${comparison.length - different} with the same outcome, ${different} with a different one, ${opened} newly accepted (chan_sip refuses them).`;
}

function outcomeText({ outcome, codes, device, context, exten }: DriverOutcome): string {
  const where = outcome === 'accepted' && context !== null ? `, ${exten ?? ''}@${context}` : '';
  const who = device === null ? '' : ` as ${device}`;
  return `${outcome}${who}${where} (${codes.join(', ') || 'no reply'})`;
}
