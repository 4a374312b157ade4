import type { ConfigurationLine } from '../../sip/explanation.ts';
import { type CompanionConf, companionConf } from './companionConf.ts';
import type { Setting } from './entry.ts';
import type { SipConf } from './model.ts';

/** What the dialplan says to an extension in a context. */
export type DialplanAnswer =
  /** Its first priority exists. */
  | { readonly kind: 'found'; readonly config: readonly ConfigurationLine[]; readonly pattern: string }
  /** More digits could make it one that exists. */
  | { readonly kind: 'partial'; readonly config: readonly ConfigurationLine[]; readonly pattern: string }
  | { readonly kind: 'missing'; readonly config: readonly ConfigurationLine[] }
  | { readonly kind: 'no-context'; readonly config: readonly ConfigurationLine[] }
  /** Nobody can tell from the files that were read. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Looks an extension up as ast_exists_extension and, failing that, ast_canmatch_extension do. */
export function lookUpExtension(
  model: SipConf,
  context: string,
  extension: string,
  callerId: string,
): DialplanAnswer {
  const conf = companionConf(model, 'extensions.conf');
  if (conf === undefined || conf === null) {
    return { kind: 'unknown', reason: 'No extensions.conf was found beside sip.conf.' };
  }
  const search: Search = { conf, extension, callerId, seen: new Set(), isOpenEnded: false };
  const found = searchContext(search, context, 'exact');
  if (found !== undefined) return { kind: 'found', ...found };
  if (conf.sections.get(context) === undefined || isReserved(context)) {
    if (!conf.isComplete)
      return {
        kind: 'unknown',
        reason: `The context "${context}" may stand in a file that extensions.conf includes.`,
      };
    return { kind: 'no-context', config: [] };
  }
  if (search.isOpenEnded)
    return {
      kind: 'unknown',
      reason: 'The context also asks elsewhere (switch), or includes what was not read.',
    };
  search.seen.clear();
  const partial = searchContext(search, context, 'partial');
  const section = conf.sections.get(context);
  const config = section === undefined ? [] : [{ file: conf.uri, line: section.line }];
  return partial === undefined ? { kind: 'missing', config } : { kind: 'partial', ...partial };
}

interface Search {
  readonly conf: CompanionConf;
  readonly extension: string;
  readonly callerId: string;
  readonly seen: Set<string>;
  isOpenEnded: boolean;
}

interface Found {
  readonly config: readonly ConfigurationLine[];
  readonly pattern: string;
}

/** SWITCH and include nesting of pbx_find_extension: a context is searched, then what it includes, each once. */
function searchContext(search: Search, name: string, mode: 'exact' | 'partial'): Found | undefined {
  if (search.seen.has(name) || search.seen.size >= MAX_CONTEXTS) return undefined;
  search.seen.add(name);
  const section = isReserved(name) ? undefined : search.conf.sections.get(name);
  if (section === undefined) {
    if (!search.conf.isComplete) search.isOpenEnded = true;
    return undefined;
  }
  let best: { extension: WrittenExtension; rank: number } | undefined;
  for (const extension of extensionsOf(section.settings)) {
    const rank = rankOf(extension, search, mode);
    if (rank !== undefined && (best === undefined || rank < best.rank)) best = { extension, rank };
  }
  if (best !== undefined) {
    const line = search.conf.lineOf(best.extension.setting);
    return { config: [{ file: search.conf.uri, line }], pattern: best.extension.pattern };
  }
  for (const { option, value } of section.settings) {
    if (option.key === 'switch' || option.key === 'lswitch' || option.key === 'eswitch')
      search.isOpenEnded = true;
    if (option.key !== 'include') continue;
    // A timing may follow; whether it is that time is not known, so the include counts.
    const target = value.split(/[,|]/)[0]?.trim() ?? '';
    const found = searchContext(search, target, mode);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** AST_PBX_MAX_STACK. */
const MAX_CONTEXTS = 128;

function isReserved(name: string): boolean {
  return /^(general|globals)$/i.test(name);
}

/** An extension with its first priority. */
interface WrittenExtension {
  readonly pattern: string;
  readonly callerId: string;
  readonly setting: Setting;
}

/** The extensions of a context that begin with priority 1; `same` lines continue the one above. */
function extensionsOf(settings: readonly Setting[]): WrittenExtension[] {
  const extensions: WrittenExtension[] = [];
  let current = '';
  for (const setting of settings) {
    const { key } = setting.option;
    if (key !== 'exten' && key !== 'same') continue;
    const parts = setting.value.split(',');
    const name = key === 'exten' ? (parts[0]?.trim() ?? '') : current;
    const priority = (key === 'exten' ? parts[1] : parts[0])?.trim() ?? '';
    if (key === 'exten') current = name;
    // `n` without a priority before it is refused; `hint` is no priority.
    if (!/^1(\(|\+|$)/.test(priority) || name === '') continue;
    const slash = name.startsWith('_') ? slashOutsideBrackets(name) : name.indexOf('/');
    const pattern = slash < 0 ? name : name.slice(0, slash);
    extensions.push({ pattern, callerId: slash < 0 ? '' : name.slice(slash + 1), setting });
  }
  return extensions;
}

function slashOutsideBrackets(name: string): number {
  let depth = 0;
  for (let at = 0; at < name.length; at++) {
    if (name[at] === '[') depth++;
    else if (name[at] === ']') depth--;
    else if (name[at] === '/' && depth <= 0) return at;
  }
  return -1;
}

/** Lower ranks win: a plain name before patterns, an exact length before an open end. Undefined: no match. */
function rankOf(written: WrittenExtension, search: Search, mode: 'exact' | 'partial'): number | undefined {
  if (written.callerId !== '' && matchPattern(written.callerId, search.callerId) !== 'exact')
    return undefined;
  const result = matchPattern(written.pattern, search.extension);
  if (result === undefined || (mode === 'exact' && result === 'partial')) return undefined;
  if (!written.pattern.startsWith('_')) return 0;
  return /[.!]$/.test(written.pattern) ? 2 : 1;
}

/** Matches a dialled number against a name or a `_` pattern; `partial` when it fits so far and more digits are wanted. */
export function matchPattern(pattern: string, dialled: string): 'exact' | 'partial' | undefined {
  const number = withoutDashes(dialled);
  if (!pattern.startsWith('_')) {
    const name = withoutDashes(pattern);
    if (name === number) return 'exact';
    return name.startsWith(number) ? 'partial' : undefined;
  }
  // A pattern that is dialled as it is written is found, too.
  if (dialled.toLowerCase() === pattern.toLowerCase()) return 'exact';
  let at = 0;
  for (const test of patternTests(pattern.slice(1))) {
    if (test === '!') return 'exact';
    if (test === '.') return at < number.length ? 'exact' : 'partial';
    const character = number[at];
    if (character === undefined) return 'partial';
    if (!test.has(character)) return undefined;
    at++;
  }
  return at === number.length ? 'exact' : undefined;
}

/** Dashes are there for the eye. */
function withoutDashes(text: string): string {
  return text.replaceAll('-', '');
}

function* patternTests(pattern: string): Generator<ReadonlySet<string> | '.' | '!'> {
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    if (character === '-' || character === ' ') continue;
    if (character === '.' || character === '!') {
      yield character;
      return;
    }
    if (character === '[') {
      const close = pattern.indexOf(']', at);
      if (close < 0) return;
      yield rangeOf(pattern.slice(at + 1, close));
      at = close;
      continue;
    }
    yield CLASSES.get(character.toUpperCase()) ?? new Set([character]);
  }
}

const CLASSES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['X', new Set('0123456789')],
  ['Z', new Set('123456789')],
  ['N', new Set('23456789')],
]);

/** `1-5a` and the like. */
function rangeOf(text: string): ReadonlySet<string> {
  const characters = new Set<string>();
  for (let at = 0; at < text.length; at++) {
    const from = text.charCodeAt(at);
    const last = text[at + 1] === '-' && at + 2 < text.length ? text.charCodeAt(at + 2) : from;
    if (last !== from) at += 2;
    for (let code = from; code <= last && code - from < 256; code++)
      characters.add(String.fromCharCode(code));
  }
  return characters;
}
