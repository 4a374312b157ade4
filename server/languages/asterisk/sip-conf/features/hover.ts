import { type Hover, MarkupKind, type Position, type Range } from 'vscode-languageserver-types';
import { rulePage } from '../../../../rules/diagnostic.ts';
import { escapeMarkdown, inlineCode } from '../../../../text/markdown.ts';
import { nearest } from '../../../../text/spelling.ts';
import { isWithin, lineRange, valueOffset } from '../../config/columns.ts';
import type { DirectiveLine, HeaderLine, OptionLine } from '../../config/line.ts';
import { fileWords, originWords } from '../../editing/origin.ts';
import { judgeWithin } from '../check/check.ts';
import { valueWords } from '../describe/describeDevice.ts';
import { describeOption } from '../describe/describeOption.ts';
import { describeRegister } from '../describe/describeRegister.ts';
import { describeSection, describeSectionOption } from '../describe/describeSection.ts';
import { describeValue } from '../describe/describeValue.ts';
import { refusedWhole } from '../facts/droppedWords.ts';
import { allOptions, canonicalName, existsIn, optionFacts, scopesIn } from '../facts/facts.ts';
import { deviceOf, effectiveValue } from '../model/effective.ts';
import type { SipConf } from '../model/model.ts';
import { type Cursor, cursorAt, type SipConfView } from './cursor.ts';

/** Information about the text at a position. */
export function hoverAt(view: SipConfView, position: Position): Hover | undefined {
  const cursor = cursorAt(view, position);
  if (cursor === undefined) return undefined;
  const found = describe(view, cursor);
  if (found === undefined) return undefined;
  const rules = ruleLinks(view, cursor);
  return {
    contents: { kind: MarkupKind.Markdown, value: [found.text, ...rules].join('\n\n') },
    range: found.range,
  };
}

interface Described {
  readonly text: string;
  readonly range: Range;
}

function describe(view: SipConfView, cursor: Cursor): Described | undefined {
  const { text } = cursor;
  switch (text.kind) {
    case 'header':
      return describeHeader(view, cursor, text);
    case 'directive':
      return describeDirective(view, cursor, text);
    case 'option':
      return isWithin(cursor.column, text.nameStart, text.nameEnd)
        ? describeName(view, cursor, text)
        : describeValueAt(view, cursor, text);
    default:
      return undefined;
  }
}

function describeHeader({ model }: SipConfView, cursor: Cursor, header: HeaderLine): Described | undefined {
  const { entry, column, number } = cursor;
  if (entry === undefined) return undefined;
  const option = header.options.find(candidate => isWithin(column, candidate.start, candidate.end));
  if (option !== undefined) {
    const text = describeSectionOption(model, entry, option);
    return { text, range: lineRange(number, option.start, option.end) };
  }
  if (!isWithin(column, header.start, header.nameEnd + 1)) return undefined;
  return {
    text: describeSection(model, entry, deviceOf(model, entry)),
    range: lineRange(number, header.nameStart, header.nameEnd),
  };
}

function describeDirective(
  { model, uri }: SipConfView,
  { number, place, line }: Cursor,
  directive: DirectiveLine,
): Described | undefined {
  const range = lineRange(number, directive.start, directive.end);
  if (directive.word === 'exec') {
    return {
      text: 'Runs a command and reads its output, if asterisk.conf has `execincludes=yes`. The workbench never runs it.',
      range,
    };
  }
  if (directive.word !== 'include' && directive.word !== 'tryinclude') return undefined;
  if (directive.argument === undefined) return undefined;
  const kind =
    directive.word === 'include'
      ? 'Reads another file here. If the file is missing, the server stops reading this one.'
      : 'Reads another file here, if it exists.';
  const files = model.project.resolve(uri, directive.argument);
  const fault = model.reading.faultyIncludes.find(
    candidate => candidate.place.section === place.section && candidate.line === line,
  );
  const parts = [kind];
  if (files === undefined) parts.push('The file was not looked for.');
  else if (files.length === 0) parts.push('The file was not found.');
  else {
    const shown = files.slice(0, 20).map(file => `- ${fileWords(file)}`);
    parts.push(`Files:\n${shown.join('\n')}${files.length > 20 ? '\n- …' : ''}`);
  }
  if (fault?.reason === 'deep')
    parts.push('Includes are nested too deeply, so the server does not read this one.');
  if (fault?.reason === 'cut')
    parts.push('The server stops inside the included file and skips the rest of it.');
  parts.push('Options at the start of the file belong to the section that began last, in any file.');
  return { text: parts.join('\n\n'), range };
}

function describeName({ model }: SipConfView, cursor: Cursor, option: OptionLine): Described {
  const range = lineRange(cursor.number, option.nameStart, option.nameEnd);
  const facts = optionFacts(option.key);
  if (facts === undefined) {
    const near = nearest(
      option.key,
      allOptions().map(candidate => candidate.name),
    );
    const meant = near === undefined ? '' : ` Did you mean ${inlineCode(near)}?`;
    return {
      text: `${escapeMarkdown(option.name)} is not a sip.conf option, so the server silently ignores this line.${meant}`,
      range,
    };
  }
  const parts = option.key === 'register' ? describeRegister(option.value, model.branch) : '';
  const here = [parts, hereSentence(model, cursor, option)].filter(part => part !== '').join('\n\n');
  return { text: describeOption(facts, option.key, model.branch, here), range };
}

function describeValueAt({ model }: SipConfView, cursor: Cursor, option: OptionLine): Described | undefined {
  const offset = valueOffset(option, cursor.column);
  const facts = optionFacts(option.key);
  if (offset === undefined || facts === undefined) return undefined;
  const here = hereSentence(model, cursor, option);
  const { text, start, end } = describeValue(model, facts, option, offset, here);
  return {
    text: text === '' ? describeOption(facts, option.key, model.branch, here) : text,
    range: lineRange(cursor.number, start, end),
  };
}

/** What is in force in this section for the option of a line, and whether it is this line that decides. */
function hereSentence(model: SipConf, cursor: Cursor, option: OptionLine): string {
  const { entry, role } = cursor;
  if (entry === undefined) return '';
  if (role === 'ignored') return 'The server ignores this section: it uses the first one with this name.';
  const name = canonicalName(option.key);
  const facts = optionFacts(option.key);
  const isHere =
    role === 'template' || facts === undefined || scopesIn(facts, model.branch).includes(role ?? 'device');
  if (!isHere && existsIn(facts, model.branch, option.key))
    return role === 'device'
      ? '**Not in force:** the server skips this line in a device.'
      : `**Not in force:** the server skips this line in [${entry.key}].`;
  const target = entry.isAppend ? (model.appendTarget(entry) ?? entry) : entry;
  const { settings } = effectiveValue(model, target, deviceOf(model, entry), name);
  if (settings.length === 0) return '';
  const shown = settings
    .slice(0, 12)
    .map(setting => `${valueWords(setting, model.branch)} (${originWords(model, setting, target)})`);
  const more = settings.length > 12 ? ', …' : '';
  const place = role === 'template' ? 'this template' : role === 'device' ? 'this device' : 'this section';
  const decides = settings.some(
    setting => setting.place.section === cursor.place.section && setting.line === cursor.line,
  );
  const lost = decides ? '' : ' **This line has no effect:** another line overrides it.';
  const scope = role === 'general' ? 'general' : 'device';
  const [only] = settings.length === 1 ? settings : [];
  const effect = only === undefined ? undefined : refusedWhole(facts, only.value, scope, model.branch);
  const refused = effect === undefined ? '' : ` The server ${effect}.`;
  return `**In force for ${place}:** ${shown.join(', ')}${more}.${refused}${lost}`;
}

/** Links to the pages of the rules with findings here. */
function ruleLinks({ model }: SipConfView, { place, line, column }: Cursor): string[] {
  const codes = new Set<string>();
  for (const { rule, finding } of judgeWithin(model, place))
    if (finding.line === line && isWithin(column, finding.start, finding.end)) codes.add(rule.code);
  return [...codes].map(code => `Rule: [${code}](${rulePage(code)})`);
}
