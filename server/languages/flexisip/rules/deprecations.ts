import { defaultIn, existsIn, itemFacts } from '../facts/facts.ts';
import type { Entry } from '../reading/parser.ts';
import {
  atKey,
  atValue,
  type Fix,
  type FixEdit,
  removingLine,
  replacing,
  type SettingSubject,
} from './rule.ts';

/** A setting, and the release that reads it. */
export type DatedSetting = Pick<
  SettingSubject,
  'section' | 'sectionIndex' | 'line' | 'entry' | 'item' | 'version'
>;

/** The fixes that replace a deprecated key, if the result means the same to the server. */
export function modernForms(subject: DatedSetting): readonly Fix[] {
  const { item, version, section } = subject;
  const { replacement = null, renamed } = item.deprecated ?? {};
  if (replacement === null || replacement.includes(' ')) return [removingLine('Remove the line', subject)];
  const target = itemFacts(section.header?.name ?? '', replacement);
  if (target === undefined || !existsIn(target, version)) return [];
  if (renamed === true) return [replacing(`Change to "${replacement}"`, atKey(subject), replacement, true)];
  if (replacement === 'filter') return filterForm(subject);
  return replacement === 'sdp-port-range' ? rangeForm(subject) : [];
}

/** `from-domains` and `to-domains` become an expression, if nothing else determines what enters the module. */
function filterForm(subject: DatedSetting): Fix[] {
  const { entry, item } = subject;
  if (entry.value === '' || entry.value === '*') return [removingLine('Remove the line', subject)];
  const others = ['filter', 'from-domains', 'to-domains'].filter(key => key !== item.key);
  const isAlone = others.every(key => ['', '*'].includes(entryNamed(subject, key)?.entry.value ?? ''));
  if (!isAlone || /['\r]/.test(entry.value)) return [];
  const variable = item.key === 'from-domains' ? 'from.uri.domain' : 'to.uri.domain';
  const text = `filter=${variable} in '${entry.value}'`;
  return [replacing('Change to "filter"', { ...atKey(subject), end: atValue(subject).end }, text)];
}

/** Two ports become one range; a port that is not written keeps its default. */
function rangeForm(subject: DatedSetting): Fix[] {
  const { item, section, version } = subject;
  const isLeast = item.key.endsWith('-min');
  const sibling = entryNamed(subject, isLeast ? 'sdp-port-range-max' : 'sdp-port-range-min');
  const siblingFacts = itemFacts(
    section.header?.name ?? '',
    isLeast ? 'sdp-port-range-max' : 'sdp-port-range-min',
  );
  const own = subject.entry.value;
  const other = sibling?.entry.value ?? (siblingFacts === undefined ? '' : defaultIn(siblingFacts, version));
  if (!/^\d+$/.test(own) || !/^\d+$/.test(other) || entryNamed(subject, 'sdp-port-range') !== undefined)
    return [];
  const text = `sdp-port-range=${isLeast ? `${own}-${other}` : `${other}-${own}`}`;
  const here: FixEdit = { ...atKey(subject), end: atValue(subject).end, newText: text };
  const gone: FixEdit[] =
    sibling === undefined
      ? []
      : removingLine('', { sectionIndex: subject.sectionIndex, line: sibling.line }).edits.slice();
  return [{ title: 'Change to "sdp-port-range"', edits: [here, ...gone] }];
}

/** Another setting of the same section of the file. */
function entryNamed({ section }: DatedSetting, key: string): { entry: Entry; line: number } | undefined {
  const line = section.lines.findIndex(
    ({ statement }) =>
      statement.kind === 'entry' && !statement.ignored && statement.key.toLowerCase() === key,
  );
  const statement = section.lines[line]?.statement;
  return statement?.kind === 'entry' ? { entry: statement, line } : undefined;
}
