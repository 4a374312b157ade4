import { expect, it } from 'vitest';
import {
  type Diagnostic,
  DiagnosticSeverity,
  type Position,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { Language } from '../../server/languages/language.ts';
import type { LanguageSettings, View } from '../../server/languages/project.ts';
import { RenameError } from '../../server/languages/rename.ts';
import { tokenModifiers, tokenTypes } from '../../server/languages/tokens.ts';
import { splitLines } from '../../server/text/lines.ts';
import { folder, projectOf, settings } from '../languages.ts';

/**
 * One expectation about a stretch of a line, written as a comment below it:
 *
 *     secret = abc
 *     ;        ^^^ hover: password
 *     ;<-- hover: for devices
 *
 * Carets stand below what is meant; `<--` means the first columns of the line, one for each dash. What a kind of
 * expectation compares is said in `checks` below. `; === name` begins another file; the first one is the root.
 */
export interface Expectation {
  readonly file: string;
  /** Line of the comment, from 0. */
  readonly at: number;
  readonly range: Range;
  readonly kind: string;
  readonly argument: string;
}

export interface MarkerCase {
  readonly root: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expectations: readonly Expectation[];
  readonly settings: Partial<LanguageSettings>;
}

/** Declares one test for each expectation of a marked text. */
export function testMarkers(language: Language, root: string, text: string, prefix: string): void {
  const marked = readMarkers(root, text, prefix);
  if (marked.expectations.length === 0) throw new Error(`${root}: no expectation found`);
  for (const expectation of marked.expectations) {
    const { file, at, kind, argument } = expectation;
    const check = checks[kind];
    it(`${file}:${at + 1} ${kind}: ${argument}`, () => {
      if (check === undefined) throw new Error(`unknown kind of expectation: ${kind}`);
      check(subjectOf(language, marked, file), expectation);
    });
  }
}

/** Takes a marked text apart. Expectations stay in the files: they are comments there. */
export function readMarkers(root: string, text: string, prefix: string): MarkerCase {
  const files: Record<string, string> = {};
  const expectations: Expectation[] = [];
  const options: Record<string, string> = {};
  let file = root;
  let lines: string[] = [];
  let target = -1;
  for (const line of [...splitLines(text), undefined]) {
    const next =
      line?.startsWith(`${prefix} === `) === true ? line.slice(prefix.length + 5).trim() : undefined;
    if (line === undefined || next !== undefined) {
      files[file] = lines.join('');
      file = next ?? file;
      lines = [];
      target = -1;
      continue;
    }
    const option = new RegExp(`^${prefix} @(\\w+) (.*)$`).exec(line.trimEnd());
    if (option !== null) options[option[1] ?? ''] = option[2] ?? '';
    const marker = markerOf(line, prefix);
    if (marker === undefined) target = lines.length;
    else {
      const { start, end, kind, argument } = marker;
      const range = { start: { line: target, character: start }, end: { line: target, character: end } };
      expectations.push({ file, at: lines.length, range, kind, argument });
    }
    lines.push(line);
  }
  return { root, files, expectations, settings: options };
}

function markerOf(
  line: string,
  prefix: string,
): { start: number; end: number; kind: string; argument: string } | undefined {
  if (!line.startsWith(prefix)) return undefined;
  const match = /^\s*(?:(\^+)|<(~*)(-+)) +([\w ]+?)(?:: ?(.*))?$/.exec(line.slice(prefix.length).trimEnd());
  const kind = match?.[4];
  if (match === null || kind === undefined) return undefined;
  const argument = match[5] ?? '';
  if (match[1] === undefined) {
    const start = match[2]?.length ?? 0;
    return { start, end: start + (match[3]?.length ?? 0), kind, argument };
  }
  const start = line.indexOf('^');
  return { start, end: start + match[1].length, kind, argument };
}

interface Subject {
  readonly language: Language;
  readonly view: View<object, object>;
  readonly files: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

function subjectOf(language: Language, marked: MarkerCase, file: string): Subject {
  const project = projectOf(language, marked.files, marked.root);
  const uri = folder + file;
  const tree = project.trees.get(uri);
  if (tree === undefined) throw new Error(`${file} is not part of the project of ${marked.root}`);
  const model = language.model(project, { ...settings, ...marked.settings }, undefined);
  const lines = splitLines(marked.files[file] ?? '');
  return { language, view: { uri, tree, model }, files: marked.files, lines };
}

type Check = (subject: Subject, expectation: Expectation) => void;

/** What an expectation says, by its kind. Positions are the first column that is marked. */
const checks: Readonly<Record<string, Check>> = {
  /** The hover holds this text; `-` stands for no hover. */
  hover(subject, { range, argument }) {
    const value = hoverText(subject, range.start);
    if (argument === '-') expect(value).toBeUndefined();
    else expect(value ?? '').toContain(argument);
  },
  'hover lacks'(subject, { range, argument }) {
    expect(hoverText(subject, range.start)).toBeDefined();
    expect(hoverText(subject, range.start)).not.toContain(argument);
  },
  /** The hover belongs to exactly the marked columns. */
  'hover range'({ language, view }, { range }) {
    expect(language.hover?.(view, range.start)?.range).toEqual(range);
  },
  /** All these labels are offered. */
  complete(subject, { range, argument }) {
    const labels = completionLabels(subject, range.start);
    for (const label of wordsOf(argument)) expect(labels).toContain(label);
  },
  'complete lacks'(subject, { range, argument }) {
    const labels = completionLabels(subject, range.start);
    for (const label of wordsOf(argument)) expect(labels).not.toContain(label);
  },
  /** These labels are offered first, in this order. */
  'complete first'(subject, { range, argument }) {
    const words = wordsOf(argument);
    expect(completionLabels(subject, range.start).slice(0, words.length)).toEqual(words);
  },
  'complete nothing'(subject, { range }) {
    expect(completionLabels(subject, range.start)).toEqual([]);
  },
  /** `LABEL => LINE`: the line as it is when the item is taken. */
  accept(subject, { range, argument }) {
    const [label, line] = pairOf(argument);
    const item = subject.language
      .complete?.(subject.view, range.start)
      .items.find(candidate => candidate.label === label);
    expect(item, `no item ${label}`).toBeDefined();
    const edit = item?.textEdit;
    if (edit === undefined || !('range' in edit)) throw new Error('the item has no edit');
    const changed = splitLines(applyEdits(subject.lines.join(''), [edit]));
    expect(changed[range.start.line]?.trimEnd()).toBe(line);
  },
  /** `LABEL => TEXT`: the text is still there behind what the item puts in. */
  'accept keeps'({ language, view, lines }, { range, argument }) {
    const [label, text] = pairOf(argument);
    const item = language.complete?.(view, range.start).items.find(candidate => candidate.label === label);
    const edit = item?.textEdit;
    if (edit === undefined || !('range' in edit)) throw new Error(`no item ${label} with an edit`);
    expect(lines[range.start.line]?.slice(edit.range.end.character)).toContain(text);
  },
  /** The documentation of `LABEL` holds `TEXT`: `LABEL => TEXT`. */
  'complete documentation'({ language, view }, { range, argument }) {
    const [label, text] = pairOf(argument);
    const item = language.complete?.(view, range.start).items.find(candidate => candidate.label === label);
    if (item === undefined) throw new Error(`no item ${label}`);
    const { documentation } = language.resolveCompletion?.(item) ?? item;
    const value = typeof documentation === 'object' ? documentation.value : documentation;
    expect(value ?? '').toContain(text);
  },
  /** The part of the signature that comes now; `-` for no signature. */
  signature({ language, view }, { range, argument }) {
    const help = language.signatureHelp?.(view, range.start);
    const signature = help?.signatures[help.activeSignature ?? 0];
    const label = signature?.parameters?.[help?.activeParameter ?? -1]?.label;
    const text = typeof label === 'string' ? label : signature?.label.slice(label?.[0], label?.[1]);
    expect(text ?? '-').toBe(argument);
  },
  /** The lines that it leads to, from 1; lines of other files as `name:line`. `-` for none. */
  definition({ language, view }, { file, range, argument }) {
    const found = (language.definition?.(view, range.start) ?? []).map(link =>
      placeWords(file, link.targetUri, link.targetSelectionRange),
    );
    expect(found.join(', ') || '-').toBe(argument);
  },
  references({ language, view }, { file, range, argument }) {
    const found = (language.references?.(view, range.start, true) ?? []).map(location =>
      placeWords(file, location.uri, location.range),
    );
    expect(found.join(', ') || '-').toBe(argument);
  },
  'references without declaration'({ language, view }, { file, range, argument }) {
    const found = (language.references?.(view, range.start, false) ?? []).map(location =>
      placeWords(file, location.uri, location.range),
    );
    expect(found.join(', ') || '-').toBe(argument);
  },
  highlight({ language, view }, { range, argument }) {
    const found = (language.highlights?.(view, range.start) ?? []).map(one => one.range.start.line + 1);
    expect(found.join(', ') || '-').toBe(argument);
  },
  /** `NEW => LINE | LINE`: all changed lines. */
  rename({ language, view, files }, { range, argument }) {
    const [name, changed] = pairOf(argument);
    const prepared = language.prepareRename?.(view, range.start);
    expect(prepared?.range).toEqual(range);
    expect(changedLines(files, language.rename?.(view, range.start, name)).join(' | ')).toBe(changed);
  },
  /** `NEW => TEXT`, which stands in what the user is told about the edits; `-` for nothing. */
  'rename warns'({ language, view }, { range, argument }) {
    const [name, text] = pairOf(argument);
    const annotations = Object.values(language.rename?.(view, range.start, name)?.changeAnnotations ?? {});
    const said = annotations.map(one => one.description);
    expect(said.join(' ') || '-').toContain(text);
  },
  /** `NEW => MESSAGE`. */
  'rename refused'({ language, view }, { range, argument }) {
    const [name, message] = pairOf(argument);
    const rename = (): unknown => language.rename?.(view, range.start, name);
    expect(rename).toThrow(RenameError);
    expect(rename).toThrow(message);
  },
  'no rename'({ language, view }, { range }) {
    expect(language.prepareRename?.(view, range.start)).toBeUndefined();
  },
  /** `NAME` or `NAME (DETAIL)`; the marked columns are its selection range. */
  symbol({ language, view }, { range, argument }) {
    const symbols = (language.symbols?.(view) ?? []).flatMap(one => [one, ...(one.children ?? [])]);
    const found = symbols.filter(one => one.selectionRange.start.line === range.start.line);
    const words = found.map(one => (one.detail ? `${one.name} (${one.detail})` : one.name));
    expect(words).toContain(argument);
    expect(found.map(one => one.selectionRange)).toContainEqual(range);
  },
  /** `LAST` or `LAST KIND`: the line that a fold beginning here ends with, from 1. */
  fold({ language, view }, { range, argument }) {
    const folds = (language.folding?.(view) ?? []).filter(fold => fold.startLine === range.start.line);
    expect(folds.map(fold => [fold.endLine + 1, fold.kind].join(' ').trim())).toContain(argument);
  },
  /** `FIRST` or `FIRST KIND`: the line, from 1, where a fold begins that ends here. */
  'fold end'({ language, view }, { range, argument }) {
    const folds = (language.folding?.(view) ?? []).filter(fold => fold.endLine === range.start.line);
    expect(folds.map(fold => [fold.startLine + 1, fold.kind].join(' ').trim())).toContain(argument);
  },
  'no fold'({ language, view }, { range }) {
    expect((language.folding?.(view) ?? []).map(fold => fold.startLine)).not.toContain(range.start.line);
  },
  /** `TYPE MODIFIER ...` of exactly the marked columns; `-` for none that begins there. */
  token({ language, view }, { range, argument }) {
    const whole = decodeTokens(language.tokens?.(view) ?? []);
    const part = decodeTokens(language.tokens?.(view, range) ?? []);
    for (const tokens of [whole, part]) {
      const token = tokens.find(
        one => one.line === range.start.line && one.character === range.start.character,
      );
      expect(token?.words ?? '-').toBe(argument);
      if (token !== undefined) expect(token.length).toBe(range.end.character - range.start.character);
    }
  },
  /** The inlay hint at the first marked column; `-` for none. */
  inlay({ language, view, lines }, { range, argument }) {
    const all = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
    const hint = (language.hints?.(view, all) ?? []).find(
      one => one.position.line === range.start.line && one.position.character === range.start.character,
    );
    expect(typeof hint?.label === 'string' ? hint.label : '-').toBe(argument);
  },
  /** Titles of the lenses of the line, joined by ` | `; `-` for none. */
  lens({ language, view }, { range, argument }) {
    const lenses = (language.lenses?.(view) ?? []).filter(lens => lens.range.start.line === range.start.line);
    expect(lenses.map(lens => lens.command?.title).join(' | ') || '-').toBe(argument);
  },
  link({ language, view }, { range, argument }) {
    const links = (language.links?.(view) ?? []).filter(link => link.range.start.line === range.start.line);
    expect(links.map(link => link.target?.slice(folder.length)).join(', ') || '-').toBe(argument);
    if (argument !== '-') expect(links[0]?.range).toEqual(range);
  },
  /** Texts selected one after the other, single lines only, joined by ` / `. */
  select({ language, view, lines }, { range, argument }) {
    const texts: string[] = [];
    let selection = language.selectionRanges?.(view, [range.start])[0];
    for (; selection !== undefined; selection = selection.parent) {
      const { start, end } = selection.range;
      if (start.line !== end.line) break;
      texts.push(lines[start.line]?.slice(start.character, end.character) ?? '');
    }
    expect(texts.join(' / ')).toBe(argument);
  },
  supertypes({ language, view }, { range, argument }) {
    const [item] = language.prepareTypeHierarchy?.(view, range.start) ?? [];
    const found = item === undefined ? [] : (language.supertypes?.(view.model, item) ?? []);
    expect(found.map(one => one.name).join(', ') || '-').toBe(argument);
  },
  subtypes({ language, view }, { range, argument }) {
    const [item] = language.prepareTypeHierarchy?.(view, range.start) ?? [];
    const found = item === undefined ? [] : (language.subtypes?.(view.model, item) ?? []);
    expect(found.map(one => one.name).join(', ') || '-').toBe(argument);
  },
  error: diagnosed(DiagnosticSeverity.Error),
  warning: diagnosed(DiagnosticSeverity.Warning),
  information: diagnosed(DiagnosticSeverity.Information),
  hint: diagnosed(DiagnosticSeverity.Hint),
  /** `TITLE => LINE | LINE`: all lines that the action changes. */
  action(subject, { range, argument }) {
    const [title, changed] = pairOf(argument);
    const actions = actionsAt(subject, range);
    const action = actions.find(one => one.title === title);
    expect(action?.title, `offered: ${actions.map(one => one.title).join(', ')}`).toBe(title);
    expect(changedLines(subject.files, action?.edit).join(' | ')).toBe(changed);
  },
  'no action'(subject, { range, argument }) {
    expect(actionsAt(subject, range).map(one => one.title)).not.toContain(argument);
  },
  /** The line after the whole file was formatted; a `$` at the end stands behind spaces that stay. */
  format({ language, view, lines }, { range, argument }) {
    const edits = language.format?.(view, { tabSize: 2, insertSpaces: true }) ?? [];
    const formatted = splitLines(applyEdits(lines.join(''), edits));
    expect(formatted).toHaveLength(lines.length);
    expect(formatted[range.start.line]?.replace(/[\r\n]+$/, '')).toBe(argument.replace(/\$$/, ''));
  },
};

function diagnosed(severity: DiagnosticSeverity): Check {
  return ({ language, view }, { range, argument }) => {
    const [code, text = ''] = argument.split(/: (.*)/s);
    const found = language
      .check(view)
      .filter(one => one.code === code && one.range.start.line === range.start.line);
    expect(found.map(one => one.range)).toContainEqual(range);
    const exact = found.find(one => one.range.start.character === range.start.character);
    expect(exact?.severity).toBe(severity);
    expect(exact?.message ?? '').toContain(text);
  };
}

function actionsAt({ language, view }: Subject, range: Range) {
  const diagnostics: Diagnostic[] = language
    .check(view)
    .filter(one => one.range.start.line <= range.end.line && one.range.end.line >= range.start.line);
  return language.actions?.(view, range, diagnostics, undefined) ?? [];
}

function hoverText({ language, view }: Subject, position: Position): string | undefined {
  const contents = language.hover?.(view, position)?.contents;
  if (contents === undefined) return undefined;
  if (typeof contents === 'object' && 'value' in contents) return contents.value;
  throw new Error('the hover is not one piece of markup');
}

function completionLabels({ language, view }: Subject, position: Position): string[] {
  const items = language.complete?.(view, position).items ?? [];
  return items
    .toSorted((a, b) => compareTexts(a.sortText ?? a.label, b.sortText ?? b.label))
    .map(item => item.label);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function wordsOf(argument: string): string[] {
  return argument.split(', ');
}

/** Both sides of the first arrow. */
function pairOf(argument: string): [string, string] {
  const at = argument.indexOf(' => ');
  return at < 0 ? [argument, ''] : [argument.slice(0, at), argument.slice(at + 4)];
}

function placeWords(file: string, uri: string, range: Range): string {
  const name = uri.slice(folder.length);
  const line = range.start.line + 1;
  return name === file ? `${line}` : `${name}:${line}`;
}

/** Lines that differ after an edit of several files: only edits within lines are expected, or whole lines gone. */
export function changedLines(
  files: Readonly<Record<string, string>>,
  edit: WorkspaceEdit | undefined,
): string[] {
  const changed: string[] = [];
  for (const [uri, edits] of editsByFile(edit)) {
    const name = uri.slice(folder.length);
    const before = splitLines(files[name] ?? '');
    const after = splitLines(applyEdits(before.join(''), edits));
    if (after.length === before.length) {
      after.forEach((line, index) => {
        if (line !== before[index]) changed.push(line.trimEnd());
      });
      continue;
    }
    let first = 0;
    while (first < after.length && after[first] === before[first]) first++;
    let last = 0;
    while (
      last < Math.min(after.length, before.length) - first &&
      after[after.length - 1 - last] === before[before.length - 1 - last]
    )
      last++;
    const lines = after.slice(first, after.length - last).map(line => line.trimEnd());
    changed.push(lines.length === 0 ? '(removed)' : lines.join(' | '));
  }
  return changed;
}

function editsByFile(edit: WorkspaceEdit | undefined): [string, TextEdit[]][] {
  if (edit?.documentChanges === undefined) return Object.entries(edit?.changes ?? {});
  return edit.documentChanges.flatMap(change =>
    'edits' in change ? [[change.textDocument.uri, change.edits.filter(one => 'newText' in one)]] : [],
  );
}

/** A text with edits applied; throws when they overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const starts = [0];
  for (const line of splitLines(text)) starts.push((starts.at(-1) ?? 0) + line.length);
  const offset = ({ line, character }: Position): number => {
    const start = starts[line] ?? text.length;
    const end =
      (starts[line + 1] ?? text.length) -
      (/[\r\n]+$/.exec(text.slice(start, starts[line + 1]))?.[0].length ?? 0);
    return Math.min(start + character, Math.max(start, end));
  };
  let result = '';
  let at = 0;
  const sorted = edits
    .map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }))
    .sort((a, b) => a.start - b.start);
  for (const { start, end, newText } of sorted) {
    if (start < at || end < start) throw new Error('edits overlap');
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}

interface DecodedToken {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly words: string;
}

export function decodeTokens(data: readonly number[]): DecodedToken[] {
  const tokens: DecodedToken[] = [];
  let line = 0;
  let character = 0;
  for (let index = 0; index < data.length; index += 5) {
    const [lines = 0, columns = 0, length = 0, type = 0, bits = 0] = data.slice(index, index + 5);
    character = lines === 0 ? character + columns : columns;
    line += lines;
    const modifiers = tokenModifiers.filter((_, bit) => (bits >> bit) & 1);
    tokens.push({ line, character, length, words: [tokenTypes[type], ...modifiers].join(' ') });
  }
  return tokens;
}
