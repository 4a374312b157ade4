import { splitLines } from '../../../../text/lines.ts';
import type { LineEdit } from '../../../project.ts';

/** A part of a line between two columns, in UTF-16 units. */
export interface Part {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `algorithm:value`, one of the passwords of a user. The value is a secret: it must not appear in a message. */
export interface Password {
  /** As written; the server knows `clrtxt`, `md5` and `sha256` in lower case. */
  readonly algorithm: Part;
  readonly value: Part;
}

export interface UserEntry {
  readonly kind: 'user';
  /** Undefined for an entry that is only a domain. */
  readonly user: Part | undefined;
  readonly domain: Part;
  readonly passwords: readonly Password[];
  readonly userId: Part | undefined;
  readonly phone: Part | undefined;
}

/** How the grammar of the file reads one line. */
export type UserStatement =
  | { readonly kind: 'blank' }
  | { readonly kind: 'comment' }
  | { readonly kind: 'version'; readonly number: string }
  | UserEntry
  | {
      /** A line that makes the file unreadable for the server. */
      readonly kind: 'unreadable';
      readonly code: UnreadableCode;
      /** What is wrong, as text that follows "This line". */
      readonly problem: string;
      readonly start: number;
      readonly end: number;
      /** For a line that starts like an entry: its identity, for the outline. */
      readonly identity: string | undefined;
    };

/** Why a line cannot be read, where the advice differs. */
export type UnreadableCode =
  | 'comment'
  | 'no-end-of-line'
  | 'no-space-before-semicolon'
  | 'character-in-password'
  | 'other';

export interface UserLine {
  /** The line, including its line ending. */
  readonly text: string;
  readonly statement: UserStatement;
}

export interface UsersTree {
  readonly lines: readonly UserLine[];
}

export function parseUsers(text: string): UsersTree {
  return { lines: splitLines(text).map(parseUserLine) };
}

export function editUsers(tree: UsersTree, edit: LineEdit): UsersTree {
  const added = edit.lines.map(parseUserLine);
  // Does not use `splice`, whose arguments are on the stack: a whole file may be pasted.
  return {
    lines: [...tree.lines.slice(0, edit.line), ...added, ...tree.lines.slice(edit.line + edit.removed)],
  };
}

export function printUsers(tree: UsersTree): string {
  return tree.lines.map(line => line.text).join('');
}

/**
 * The meaning of a line at its position: only the first line is the version, and a comment that ends in
 * CR LF continues on a line that starts with a space.
 */
export function statementAt(tree: UsersTree, line: number): UserStatement {
  const statement = tree.lines[line]?.statement ?? { kind: 'blank' };
  const text = tree.lines[line]?.text ?? '';
  if (line === 0) {
    if (statement.kind === 'version') return statement;
    const end = Math.max(1, text.trimEnd().length);
    return unreadable('other', 'is not `version:1`, which must be the first line', 0, end);
  }
  if (statement.kind === 'version') {
    return unreadable('other', 'is a second version line', 0, text.trimEnd().length);
  }
  if (statement.kind === 'comment') return blankBeforeEnd(tree, line) ?? statement;
  if (!startsWithBlank(text) || statement.kind === 'blank' || !isContinuedComment(tree, line - 1))
    return statement;
  const comment: UserStatement = wrongCommentCharacter(text) ?? { kind: 'comment' };
  const wrong = blankBeforeEnd(tree, line);
  return wrong ?? (text.endsWith('\n') ? comment : withoutEnd(text));
}

/** The number of the first line that makes the file unreadable for the server, including an unsupported version. */
export function unreadableLine(tree: UsersTree): number | undefined {
  if (tree.lines.length === 0) return 0;
  const line = tree.lines.findIndex((_, index) => {
    const statement = statementAt(tree, index);
    return statement.kind === 'unreadable' || (statement.kind === 'version' && statement.number !== '1');
  });
  return line < 0 ? undefined : line;
}

/** Before CR LF, the grammar reads spaces as the start of a fold, and the next line must then start with a space. */
function blankBeforeEnd(tree: UsersTree, line: number): UserStatement | undefined {
  const text = tree.lines[line]?.text ?? '';
  const blanks = /(?<=[^ \t])[ \t]+(?=\r\n$)/.exec(text);
  if (blanks === null || startsWithBlank(tree.lines[line + 1]?.text ?? '')) return undefined;
  const problem = 'is a comment with a space before its CR LF line ending';
  return unreadable('comment', problem, blanks.index, blanks.index + blanks[0].length);
}

function startsWithBlank(text: string): boolean {
  return text.startsWith(' ') || text.startsWith('\t');
}

function withoutEnd(code: string): UserStatement {
  const problem = 'has no line ending, which even the last line needs';
  return unreadable('no-end-of-line', problem, Math.max(0, code.length - 1), code.length);
}

function isContinuedComment(tree: UsersTree, from: number): boolean {
  for (let line = from; line > 0; line--) {
    const text = tree.lines[line]?.text ?? '';
    if (!text.endsWith('\r\n')) return false;
    if (text.startsWith('#')) return true;
    if (!startsWithBlank(text)) return false;
  }
  return false;
}

/** The characters of a user, domain, password, user ID or phone number. */
const TOKEN = /[A-Za-z0-9\-.!%*_+`'~:]+/y;
const BLANKS = /[ \t]+/y;

export function parseUserLine(text: string): UserLine {
  return { text, statement: parseStatement(text) };
}

function parseStatement(text: string): UserStatement {
  const isEnded = text.endsWith('\n');
  const code = text.replace(/\r?\n$/, '');
  const version = /^version:(\d)$/i.exec(code);
  const statement: UserStatement =
    version !== null
      ? { kind: 'version', number: version[1] ?? '' }
      : code.startsWith('#')
        ? (wrongCommentCharacter(code) ?? { kind: 'comment' })
        : /^[ \t]*$/.test(code)
          ? { kind: 'blank' }
          : parseEntry(code);
  if (isEnded || statement.kind === 'unreadable') return statement;
  return withoutEnd(code);
}

/** Comments accept everything except parentheses, backslashes and control characters. */
function wrongCommentCharacter(text: string): UserStatement | undefined {
  const code = text.replace(/\r?\n$/, '');
  const at = code.search(/[()\\\x00-\x08\x0a-\x1f\x7f]/);
  if (at < 0) return undefined;
  const character = code.charAt(at);
  const shown = /[()\\]/.test(character) ? `\`${character}\`` : 'a control character';
  return unreadable('comment', `is a comment with ${shown}, which is not allowed in comments`, at, at + 1);
}

function parseEntry(code: string): UserStatement {
  let at = 0;
  const take = (pattern: RegExp): Part | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(code);
    if (match === null) return undefined;
    const part = { text: match[0], start: at, end: at + match[0].length };
    at = part.end;
    return part;
  };
  const fail = (problem: string, identity?: string, why: UnreadableCode = 'other'): UserStatement =>
    unreadable(why, problem, at, Math.min(at + 1, code.length) || at + 1, identity);
  if (/^[ \t]/.test(code)) return fail('has a space before the user');
  const first = take(TOKEN);
  if (first === undefined) return fail(`has ${character(code, at)} where a user is needed`);
  let user: Part | undefined;
  let domain = first;
  if (code[at] === '@') {
    at++;
    const host = take(TOKEN);
    if (host === undefined) return fail(`has ${character(code, at)} where a domain is needed`, first.text);
    user = first;
    domain = host;
  }
  const identity = user === undefined ? domain.text : `${user.text}@${domain.text}`;
  if (take(BLANKS) === undefined) {
    return fail(`has ${character(code, at)} in the user or domain, or no space after it`, identity);
  }
  const passwords: Password[] = [];
  while (code[at] !== ';') {
    const password = takePassword(take, code, () => at);
    if ('problem' in password) return fail(password.problem, identity, password.code);
    passwords.push(password);
    if (take(BLANKS) === undefined) {
      if (code[at] === ';') return fail('has no space before `;`', identity, 'no-space-before-semicolon');
      if (at >= code.length) return fail('has no ` ;` after the passwords', identity);
      const { problem, code: why } = characterInPassword(character(code, at));
      return fail(problem, identity, why);
    }
  }
  if (passwords.length === 0) return fail('has no password before `;`', identity);
  at++;
  take(BLANKS);
  const userId = take(TOKEN);
  const gap = userId === undefined ? undefined : take(BLANKS);
  const phone = gap === undefined ? undefined : take(TOKEN);
  take(BLANKS);
  if (at < code.length) return fail('has more than a user ID and a phone number after `;`', identity);
  return { kind: 'user', user, domain, passwords, userId, phone };
}

/** One `algorithm:value`, or what is wrong; the words of the algorithms are read in any case. */
function takePassword(
  take: (pattern: RegExp) => Part | undefined,
  code: string,
  position: () => number,
): Password | Unreadable {
  const algorithm = take(/(?:clrtxt|md5|sha256)(?=:)/iy);
  if (algorithm === undefined) {
    if (position() >= code.length) return { code: 'other', problem: 'has no ` ;` after the passwords' };
    const problem = 'has something other than `clrtxt:`, `md5:` or `sha256:` where a password is needed';
    return { code: 'other', problem };
  }
  take(/:/y);
  const value = take(TOKEN);
  if (value === undefined) {
    const at = position();
    const next = at >= code.length || /[ \t;]/.test(code.charAt(at)) ? undefined : character(code, at);
    return next === undefined
      ? { code: 'other', problem: 'has an empty password' }
      : characterInPassword(next);
  }
  return { algorithm, value };
}

interface Unreadable {
  readonly code: UnreadableCode;
  readonly problem: string;
}

function characterInPassword(found: string): Unreadable {
  return {
    code: 'character-in-password',
    problem: `has a password with ${found}, which is not allowed in passwords here`,
  };
}

/** Describes the character at an offset, without showing letters or digits of a password. */
function character(code: string, at: number): string {
  const found = code.codePointAt(at);
  if (found === undefined) return 'the end of the line';
  if (found === 32) return 'a space';
  if (found === 9) return 'a tab';
  if (found > 126) return 'a non-ASCII character';
  if (found < 32) return 'a control character';
  return `\`${String.fromCodePoint(found)}\``;
}

function unreadable(
  code: UnreadableCode,
  problem: string,
  start: number,
  end: number,
  identity?: string,
): UserStatement {
  return { kind: 'unreadable', code, problem, start, end: Math.max(end, start), identity };
}
