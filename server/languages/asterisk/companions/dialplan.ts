import type { ConfigurationLine } from '../../../sip/explanation.ts';
import type { AsteriskConf } from '../config/conf.ts';
import { type CompanionConf, companionConf } from './companionConf.ts';
import { isContextName } from './contexts.ts';
import { extensionsOf, globalVariables, type WrittenExtension } from './dialplanExtensions.ts';
import { matchPattern } from './extensionPattern.ts';
import { type UsersExtensions, usersExtensions } from './usersExtensions.ts';

/** What the dialplan has for an extension in a context. */
export type DialplanAnswer =
  /** Its first priority exists. */
  | { readonly kind: 'found'; readonly config: readonly ConfigurationLine[]; readonly pattern: string }
  /** More digits could turn it into an existing extension. */
  | { readonly kind: 'partial'; readonly config: readonly ConfigurationLine[]; readonly pattern: string }
  | { readonly kind: 'missing'; readonly config: readonly ConfigurationLine[] }
  | { readonly kind: 'no-context'; readonly config: readonly ConfigurationLine[] }
  /** The files that were read do not tell. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Looks up an extension like ast_exists_extension and, if that fails, ast_canmatch_extension. */
export function lookUpExtension(
  model: AsteriskConf,
  context: string,
  extension: string,
  callerId: string,
): DialplanAnswer {
  return lookUp(model, context, extension, callerId, 'priority 1');
}

/** A sentence about an extension that only lacks the plus sign, prefix 00 or parameters of the missing one; empty if none does. */
export function otherSpelling(
  model: AsteriskConf,
  context: string,
  missing: string,
  callerId: string,
): string {
  const number = missing.replace(/;[\s\S]*$/, '');
  const [, prefix = '', digits = ''] = /^(\+|00)?(.*)$/s.exec(number) ?? [];
  const spellings = [number, ...['', '+', '00'].filter(one => one !== prefix).map(one => one + digits)];
  const existing = spellings.find(
    one => one !== '' && one !== missing && lookUpExtension(model, context, one, callerId).kind === 'found',
  );
  return existing === undefined ? '' : ` It has "${existing}", but the server compares every character.`;
}

/** ast_get_hint: whether a device state is attached to the extension. Never `partial`. */
export function lookUpHint(model: AsteriskConf, context: string, extension: string): DialplanAnswer {
  return lookUp(model, context, extension, '', 'hint');
}

/** Whether any extension of a context, or of one that it includes, has a hint; undefined where that is unknown. */
export function hasHints(model: AsteriskConf, context: string): boolean | undefined {
  const conf = companionConf(model, 'extensions.conf');
  if (conf === undefined || conf === null || otherDialplan(model) !== undefined) return undefined;
  if (!conf.isComplete || !isContextName(context) || !conf.sections.has(context)) return undefined;
  const users = usersExtensions(model, 'hint');
  const waiting = [context];
  const seen = new Set(waiting);
  for (const name of waiting) {
    if (name === users.context && users.extensions.size > 0) return true;
    const settings = conf.sections.get(name)?.settings ?? [];
    if (extensionsOf(settings, NO_VARIABLES, 'hint').length > 0) return true;
    for (const { option, value } of settings) {
      if (/^[el]?switch$/.test(option.key)) return undefined;
      const target = option.key === 'include' ? (value.split(/[,|]/)[0]?.trim() ?? '') : '';
      if (target === '' || seen.has(target)) continue;
      seen.add(target);
      waiting.push(target);
    }
  }
  return false;
}

const NO_VARIABLES: ReadonlyMap<string, string> = new Map();

function lookUp(
  model: AsteriskConf,
  context: string,
  extension: string,
  callerId: string,
  wanted: Search['wanted'],
): DialplanAnswer {
  const conf = companionConf(model, 'extensions.conf');
  if (conf === undefined || conf === null) {
    return { kind: 'unknown', reason: 'There is no extensions.conf next to the configuration.' };
  }
  const elsewhere = otherDialplan(model);
  const globals = globalVariables(conf.settingsIn('globals'));
  const users = usersExtensions(model, wanted);
  const search: Search = {
    conf,
    extension,
    callerId,
    globals,
    wanted,
    users,
    seen: new Set(),
    isOpenEnded: false,
  };
  const found = searchContext(search, context, 'exact');
  if (found !== undefined) return { kind: 'found', ...found };
  const isOfUsers = context === users.context && users.extensions.size > 0;
  if ((conf.sections.get(context) === undefined && !isOfUsers) || !isContextName(context)) {
    if (!conf.isComplete || elsewhere !== undefined)
      return {
        kind: 'unknown',
        reason: `The context "${context}" may be in ${elsewhere ?? 'a file that extensions.conf includes'}.`,
      };
    return { kind: 'no-context', config: [] };
  }
  if (elsewhere !== undefined)
    return { kind: 'unknown', reason: `The context may continue in ${elsewhere}, which was not read.` };
  if (search.isOpenEnded)
    return {
      kind: 'unknown',
      reason: 'The context uses a switch statement, or includes a context that was not read.',
    };
  search.seen.clear();
  const partial = wanted === 'hint' ? undefined : searchContext(search, context, 'partial');
  const section = conf.sections.get(context);
  const config = section === undefined ? [] : [{ file: conf.uri, line: section.line }];
  return partial === undefined ? { kind: 'missing', config } : { kind: 'partial', ...partial };
}

/** pbx_ael and pbx_lua add their own contexts, and add extensions to the contexts of extensions.conf. */
export function otherDialplan(model: AsteriskConf): string | undefined {
  return ['extensions.ael', 'extensions.lua'].find(
    name => typeof model.project.companions.get(name) === 'string',
  );
}

interface Search {
  readonly conf: CompanionConf;
  readonly extension: string;
  readonly callerId: string;
  /** Variables of [globals], which extension names may use. */
  readonly globals: ReadonlyMap<string, string>;
  readonly wanted: 'priority 1' | 'hint';
  readonly users: UsersExtensions;
  readonly seen: Set<string>;
  isOpenEnded: boolean;
}

interface Found {
  readonly config: readonly ConfigurationLine[];
  readonly pattern: string;
}

/** SWITCH and include nesting of pbx_find_extension: a context is searched first, then the contexts it includes, each once. */
function searchContext(search: Search, name: string, mode: 'exact' | 'partial'): Found | undefined {
  if (search.seen.has(name) || search.seen.size >= MAX_CONTEXTS) return undefined;
  search.seen.add(name);
  const ofUser = name === search.users.context ? search.users.extensions.get(search.extension) : undefined;
  if (ofUser !== undefined) return { config: [ofUser], pattern: search.extension };
  const section = isContextName(name) ? search.conf.sections.get(name) : undefined;
  if (section === undefined) {
    if (!search.conf.isComplete) search.isOpenEnded = true;
    return undefined;
  }
  let best: { extension: WrittenExtension; rank: number } | undefined;
  for (const extension of extensionsOf(section.settings, search.globals, search.wanted)) {
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
    // A time range may follow. The current time is not known here, so the include counts.
    const target = value.split(/[,|]/)[0]?.trim() ?? '';
    const found = searchContext(search, target, mode);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** AST_PBX_MAX_STACK. */
const MAX_CONTEXTS = 128;

/** Lower ranks win: plain names beat patterns, and a fixed length beats an open end. Undefined: no match. */
function rankOf(written: WrittenExtension, search: Search, mode: 'exact' | 'partial'): number | undefined {
  if (!acceptsCaller(written, search.callerId)) return undefined;
  const result = matchPattern(written.pattern, search.extension);
  if (result === undefined || (mode === 'exact' && result === 'partial')) return undefined;
  if (!written.pattern.startsWith('_')) return 0;
  return /[.!]$/.test(written.pattern) ? 2 : 1;
}

/** matchcid: an empty pattern matches callers without a number. */
function acceptsCaller({ callerId }: WrittenExtension, caller: string): boolean {
  if (callerId === undefined) return true;
  return caller === '' ? callerId === '' : matchPattern(callerId, caller) === 'exact';
}
