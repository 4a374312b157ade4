import { valueColumns } from '../../config/columns.ts';
import type { OptionLine } from '../../config/line.ts';
import { parseConfig } from '../../config/parser.ts';

/** A range of a line of extensions.conf. */
export interface DialplanPlace {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Where an extensions.conf mentions a context. */
export interface ContextPlaces {
  /** Section headers: the lines below all of them are the context. */
  readonly headers: readonly DialplanPlace[];
  /** Unambiguous references: templates, `include =>`, the targets of jumps, Local channels. */
  readonly uses: readonly DialplanPlace[];
  /** Lines, from 0, that contain the name as an ambiguous word, such as a mailbox context. */
  readonly unclear: readonly number[];
}

/** Finds a context by its exact name: the server compares case-sensitively. */
export function contextPlaces(text: string, name: string): ContextPlaces {
  const headers: DialplanPlace[] = [];
  const uses: DialplanPlace[] = [];
  const unclear: number[] = [];
  const tree = parseConfig(text);
  for (const [index, section] of tree.sections.entries()) {
    for (const [offset, content] of section.lines.entries()) {
      const line = (tree.starts[index] ?? 0) + offset;
      if (content.kind === 'header') {
        if (content.name === name) headers.push({ line, start: content.nameStart, end: content.nameEnd });
        for (const { kind, text: word, start, end } of content.options)
          if (kind === 'parent' && word === name) uses.push({ line, start, end });
      } else if (content.kind === 'option' && content.value.includes(name)) {
        const found = content.value.length > MOST_UNITS ? [] : usesIn(content, name);
        for (const { start, end } of found) uses.push({ line, ...valueColumns(content, start, end) });
        if (wordsIn(content.value, name).some(at => !found.some(({ start }) => start === at)))
          unclear.push(line);
      }
    }
  }
  return { headers, uses, unclear };
}

/** Longer lines are not searched for the meaning of a name: the time would grow quadratically. */
const MOST_UNITS = 1000;

/** Ranges of the value of a line that certainly refer to the context. */
function usesIn({ key, value }: OptionLine, name: string): { start: number; end: number }[] {
  const written = escaped(name);
  const forms =
    key === 'include'
      ? [new RegExp(`^${written}(?=\\s*(?:[,|]|$))`, 'g')]
      : [
          // Goto(context,exten,priority); the branches of GotoIf and similar applications begin after ? and :.
          new RegExp(
            `(?<=\\b(?:Goto|Gosub|GotoIf|GosubIf|GotoIfTime|ExecIfTime)\\((?:.*[?:])?\\s*)${written}(?=\\s*[,|](?:\\$\\{[^}]*\\}|[^,|:()])+[,|])`,
            'gi',
          ),
          new RegExp(`(?<=\\bLocal/[^@,&|()]+@)${written}(?![\\w.-])`, 'g'),
        ];
  const found = forms.flatMap(form => [...value.matchAll(form)].map(match => match.index));
  return found
    .filter(start => value.startsWith(name, start))
    .map(start => ({ start, end: start + name.length }));
}

function wordsIn(value: string, name: string): number[] {
  return [...value.matchAll(new RegExp(`(?<![\\w.-])${escaped(name)}(?![\\w.-])`, 'g'))].map(
    match => match.index,
  );
}

function escaped(name: string): string {
  return name.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
