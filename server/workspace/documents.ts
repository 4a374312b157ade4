import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { Language } from '../languages/language.ts';
import type { LineEdit } from '../languages/project.ts';
import { languageById, languageOf } from '../languages/registry.ts';
import { lengthWithoutEol, splitLines } from '../text/lines.ts';
import { greatest, least } from '../text/longLists.ts';
import { refusal } from './files.ts';
import { baseName } from './location.ts';

/**
 * A document that is open in an editor, with its trees; every change reaches the trees as an edit of lines. The text as one
 * string is built only when needed: its cost grows with the whole document, which is too slow for a keystroke.
 */
export class OpenDocument {
  /** The language set by the editor, or detected from the name and the first lines; undefined for other texts. */
  readonly language: Language | undefined;
  readonly uri: string;
  /** When it was opened. Node loads `performance` when it is first used, which takes longer than to read a short document. */
  readonly openedAt = Date.now();
  private document: TextDocument;
  private latestVersion: number;
  private mostCharacters: number;
  /** Edits that are applied to the trees but not yet to the text. */
  private readonly pending: LineEdit[] = [];
  private readonly trees = new Map<Language, object>();
  /** Edits since reading in steps started. */
  private meanwhile: LineEdit[] | undefined;
  /** Set while a large text is read for the first time: all requests wait for it. */
  reading: Promise<unknown> | undefined;
  private knownRefusal: { readonly message: string | undefined } | undefined;

  constructor(
    uri: string,
    languageId: string,
    version: number,
    text: string,
    languages: readonly Language[],
    private readonly onFailure: (feature: string, error: unknown) => void,
  ) {
    this.uri = uri;
    this.latestVersion = version;
    this.mostCharacters = text.length;
    this.document = TextDocument.create(uri, languageId, version, text);
    this.language =
      languageById(languageId, languages) ?? languageOf(baseName(uri), text.slice(0, headLength), languages);
  }

  get version(): number {
    return this.latestVersion;
  }

  /** True for a text that is too large for a feature to read every line at every keystroke. */
  get isLarge(): boolean {
    return this.mostCharacters > largeDocument;
  }

  /** True once the text has been read as its language. */
  get isRead(): boolean {
    return this.language !== undefined && this.trees.has(this.language);
  }

  get text(): TextDocument {
    this.applyPending();
    if (this.document.version !== this.latestVersion) {
      this.document = TextDocument.update(this.document, [], this.latestVersion);
    }
    return this.document;
  }

  private applyPending(): void {
    const printed = this.pending.length > fewEdits ? this.printed() : undefined;
    if (printed !== undefined) {
      this.document = TextDocument.create(this.uri, this.document.languageId, this.latestVersion, printed);
    } else {
      for (const edit of this.pending) {
        const change = wholeLines(this.document, edit);
        this.document = TextDocument.update(this.document, [change], this.latestVersion);
      }
    }
    this.pending.length = 0;
  }

  /** The text as the tree of its language prints it; undefined if there is none, or if printing fails. */
  private printed(): string | undefined {
    const { language } = this;
    const tree = language === undefined ? undefined : this.trees.get(language);
    if (language === undefined || tree === undefined) return undefined;
    return this.trying(language, 'print', () => language.print(tree));
  }

  /**
   * Runs a request of a language on its tree; if it fails, the tree is discarded, and the text is read again for the
   * next request.
   */
  private trying<Answer>(language: Language, what: string, work: () => Answer): Answer | undefined {
    try {
      return work();
    } catch (error) {
      this.trees.delete(language);
      this.onFailure(`${language.id} ${what}`, error);
      return undefined;
    }
  }

  /** Why this text is not read, as a sentence; undefined if it is. */
  get refusal(): string | undefined {
    this.knownRefusal ??= { message: refusal(this.text.getText(), this.language) };
    return this.knownRefusal.message;
  }

  /** The tree of the text as it is now, read as one language. */
  tree(language: Language): object {
    let tree = this.trees.get(language);
    if (tree === undefined) {
      tree = language.parse(this.text.getText());
      this.trees.set(language, tree);
    }
    return tree;
  }

  /**
   * Reads the text as its language, in steps; undefined if the language does not support it. Edits between steps are
   * not lost.
   */
  readInSteps(): Generator<number> | undefined {
    const { language } = this;
    return language?.readInSteps === undefined
      ? undefined
      : this.reads(language, language.readInSteps(this.text.getText()));
  }

  private *reads(language: Language, steps: Generator<number, object>): Generator<number> {
    const meanwhile: LineEdit[] = [];
    this.meanwhile = meanwhile;
    const tree = yield* steps;
    this.meanwhile = undefined;
    this.trees.set(language, tree);
    for (const edit of meanwhile) this.edit(language, edit);
  }

  /** Applies changes, and returns the corresponding edits, in order. */
  change(changes: readonly TextDocumentContentChangeEvent[], version: number): readonly LineEdit[] {
    this.latestVersion = version;
    const edits: LineEdit[] = [];
    for (const change of changes) {
      this.mostCharacters = 'range' in change ? this.mostCharacters + change.text.length : change.text.length;
      // The result can change only for a text that was refused, or that grows by a large or unusual amount.
      if (this.knownRefusal?.message !== undefined || mayBeRefused(change.text))
        this.knownRefusal = undefined;
      const edit = this.lineEditOfTree(change) ?? lineEditOf(this.text, change);
      this.pending.push(edit);
      edits.push(edit);
      this.meanwhile?.push(edit);
      for (const language of [...this.trees.keys()]) this.edit(language, edit);
      if (this.pending.length > mostPending) this.applyPending();
    }
    return edits;
  }

  /** The edit for a change, from the lines of the tree; undefined if the whole text is needed. */
  private lineEditOfTree(change: TextDocumentContentChangeEvent): LineEdit | undefined {
    const { language } = this;
    const tree = language === undefined ? undefined : this.trees.get(language);
    if (!('range' in change) || tree === undefined || language?.lineOf === undefined) return undefined;
    const { start, end } = change.range;
    const lines = this.trying(language, 'line', () => [
      language.lineOf?.(tree, start.line),
      language.lineOf?.(tree, end.line),
    ]);
    const [first, last] = lines ?? [];
    if (first === undefined || last === undefined || change.text.includes('\r')) return undefined;
    if (end.line < start.line || (end.line === start.line && end.character < start.character))
      return undefined;
    if (!isWithin(first, start.character) || !isWithin(last, end.character)) return undefined;
    // Text that ends in a lone carriage return, or starts with a line feed, may join its neighbor.
    const text = first.slice(0, start.character) + change.text + last.slice(end.character);
    if (text.startsWith('\n') || text.includes('\r') || !text.endsWith('\n')) return undefined;
    return { line: start.line, removed: end.line - start.line + 1, lines: splitLines(text) };
  }

  /** Applies an edit to a tree. Typing must work even if an incremental parser fails. */
  private edit(language: Language, edit: LineEdit): void {
    const tree = this.trees.get(language);
    if (tree === undefined) return;
    const edited = this.trying(language, 'edit', () => language.edit(tree, edit));
    if (edited !== undefined) this.trees.set(language, edited);
  }
}

/** About 10,000 lines, in UTF-16 units. */
const largeDocument = 300_000;

/** Up to this many edits are applied to the text one by one; for more, it is printed again. */
const fewEdits = 3;

/** Up to this many edits wait until something asks for the text. */
const mostPending = 1000;

/** True for a column before the line ending. */
function isWithin(line: string, character: number): boolean {
  return character <= lengthWithoutEol(line);
}

function mayBeRefused(text: string): boolean {
  return text.length > 100_000 || text.includes('\0');
}

/** How many UTF-16 units of a text are used to detect its language. */
export const headLength = 4096;

/**
 * The effect of a change on the lines of a document. A range beyond the text or with swapped ends means what
 * TextDocument.update does with it; a change of the whole text becomes the range of lines that differ.
 */
export function lineEditOf(document: TextDocument, change: TextDocumentContentChangeEvent): LineEdit {
  if (!('range' in change)) return lineEditOf(document, differenceFrom(document, change.text));
  const offsets = [document.offsetAt(change.range.start), document.offsetAt(change.range.end)];
  const startOffset = least(offsets);
  const endOffset = greatest(offsets);
  let first = document.positionAt(startOffset).line;
  const last = document.positionAt(endOffset).line;
  let before = textBetween(document, document.offsetAt({ line: first, character: 0 }), startOffset);
  const after = textBetween(document, endOffset, document.offsetAt({ line: last + 1, character: 0 }));
  if (first > 0 && (before + change.text + after).startsWith('\n')) {
    // A line feed right after a lone carriage return forms one line ending.
    const start = document.offsetAt({ line: first - 1, character: 0 });
    const above = textBetween(document, start, document.offsetAt({ line: first, character: 0 }));
    if (above.endsWith('\r')) {
      first--;
      before = above + before;
    }
  }
  const total = numberOfLines(document);
  const line = Math.min(first, total);
  return {
    line,
    removed: Math.min(last + 1, total) - line,
    lines: splitLines(before + change.text + after),
  };
}

/**
 * The same change as whole lines for TextDocument, whose own table of lines becomes wrong with a range
 * beyond the text, and with a line feed that joins a carriage return.
 */
function wholeLines(
  document: TextDocument,
  { line, removed, lines }: LineEdit,
): TextDocumentContentChangeEvent {
  const end = document.offsetAt({ line: line + removed, character: 0 });
  const range = { start: { line, character: 0 }, end: document.positionAt(end) };
  return { range, text: lines.join('') };
}

function textBetween(document: TextDocument, start: number, end: number): string {
  return document.getText().slice(start, end);
}

/** The number of lines of the text, without the empty one after the last line ending. */
function numberOfLines(document: TextDocument): number {
  const last = document.lineCount - 1;
  const hasLast = document.offsetAt({ line: last, character: 0 }) < document.getText().length;
  return hasLast ? document.lineCount : last;
}

function differenceFrom(
  document: TextDocument,
  next: string,
): {
  range: { start: { line: number; character: number }; end: { line: number; character: number } };
  text: string;
} {
  const text = document.getText();
  const shorter = Math.min(text.length, next.length);
  let prefix = 0;
  while (prefix < shorter && text.charCodeAt(prefix) === next.charCodeAt(prefix)) prefix++;
  const start = { line: document.positionAt(prefix).line, character: 0 };
  prefix = document.offsetAt(start);
  let suffix = 0;
  while (
    suffix < shorter - prefix &&
    text.charCodeAt(text.length - 1 - suffix) === next.charCodeAt(next.length - 1 - suffix)
  ) {
    suffix++;
  }
  if (suffix > 0 && (splitsEol(text, text.length - suffix) || splitsEol(next, next.length - suffix)))
    suffix--;
  return {
    range: { start, end: document.positionAt(text.length - suffix) },
    text: next.slice(prefix, next.length - suffix),
  };
}

function splitsEol(text: string, offset: number): boolean {
  return offset > 0 && text[offset - 1] === '\r' && text[offset] === '\n';
}
