import facts from '../../../../facts/pjsip.json';
import { compareVersions } from '../../config/branch.ts';

/** How the server reads the value of an option; `checkValue` follows each of them. */
export type ValueKind =
  | 'acl'
  | 'algorithms'
  | 'algorithms-or-default'
  | 'bind'
  | 'boolean'
  | 'ciphers'
  | 'codec-preferences'
  | 'codecs'
  | 'decimal'
  | 'file'
  | 'groups'
  | 'hash'
  | 'ignored'
  | 'identifier-order'
  | 'integer'
  | 'match'
  | 'network'
  | 'number-start'
  | 'regexp'
  | 'sip-uris'
  | 'text'
  | 'tos'
  | 'unsigned'
  | 'uri-host'
  | 'uri-user'
  | 'variable'
  | 'word'
  | 'word-or-nothing'
  | 'word-or-number'
  | 'words';

/** What the value of an option refers to. */
export type ReferenceKind =
  | 'auth'
  | 'aor'
  | 'transport'
  | 'endpoint'
  | 'outbound-publish'
  | 'context'
  | 'access-list';

/** One option of one type of object; see server/facts/pjsip.json. */
export interface OptionFacts {
  /** The type of the object that has it. */
  readonly type: string;
  /** As the server spells it. `event_*` and `endpoint/*` mean all names of that form. */
  readonly name: string;
  readonly kind: ValueKind;
  /** The words that the server knows, in the best order for completion. */
  readonly values?: readonly string[];
  /** Words that older releases do not know, in lowercase: the first release of each branch that gained them. */
  readonly valuesSince?: Readonly<Record<string, readonly string[]>>;
  /** Smallest and largest number. */
  readonly range?: readonly number[];
  readonly units?: string;
  readonly default?: string;
  readonly required?: boolean;
  /** Several lines add up; otherwise the last one wins. */
  readonly repeatable?: boolean;
  /** The first branch that has it. */
  readonly from: number;
  /** Later branches without it. */
  readonly missingIn?: readonly number[];
  /** The first releases that have it, one for each branch that was maintained at the time. */
  readonly since?: readonly string[];
  /** What can go wrong for the security of the server; its first sentence is the reason. */
  readonly risk?: string;
  readonly refersTo?: ReferenceKind;
  /** The sip.conf options that it replaces, and how their values translate. */
  readonly chanSip?: { readonly options: readonly string[]; readonly mapping?: string };
  readonly description?: string;
}

/** A type of object that the server reads from pjsip.conf, or `wizard`, which belongs in pjsip_wizard.conf. */
export interface TypeFacts {
  readonly name: string;
  readonly from: number;
  readonly description?: string;
}

/** The release that a file is for. */
export interface Release {
  /** 12 to 23. */
  readonly branch: number;
  /** As the user wrote it: "20" or "20.5.0". */
  readonly version: string;
}

/** The release for a version such as "20.5.0"; the oldest branch for versions that had no chan_pjsip. */
export function releaseOf(version: string): Release {
  const wanted = Number.parseInt(version, 10) || 0;
  const branch = facts.branches.findLast(candidate => candidate <= wanted) ?? facts.branches[0] ?? 12;
  return { branch, version: wanted === branch ? version : String(branch) };
}

/** All types of objects, those of pjsip.conf first. */
export function objectTypes(): readonly TypeFacts[] {
  return facts.types;
}

export function typeFacts(name: string): TypeFacts | undefined {
  return objectTypes().find(type => type.name === name);
}

/** The options of a type, in the order of the facts. */
export function optionsOf(type: string): readonly OptionFacts[] {
  return table().byType.get(type)?.list ?? [];
}

/** An option of a type by lowercase name; undefined when no release has the option. */
export function optionFacts(type: string, key: string): OptionFacts | undefined {
  const ofType = table().byType.get(type);
  if (ofType === undefined) return undefined;
  const found = ofType.byKey.get(key);
  if (found !== undefined) return found;
  if (type === 'inbound-publication' && key.startsWith('event_')) return ofType.byKey.get('event_*');
  return type === 'phoneprov' ? ofType.byKey.get('*') : undefined;
}

/** The types of pjsip.conf that have an option with this lowercase name. */
export function typesWith(key: string): readonly string[] {
  return table().typesByKey.get(key) ?? [];
}

/** What replaces a sip.conf option: options of chan_pjsip, endpoint and aor first, or a sentence about another way. */
export function counterparts(chanSipOption: string): readonly OptionFacts[] {
  return table().byChanSip.get(chanSipOption) ?? [];
}

/** How pjsip.conf achieves what a sip.conf option did, when no option does. */
export function elsewhere(chanSipOption: string): string | undefined {
  return table().elsewhere.get(chanSipOption);
}

/** True when the release has the option. */
export function existsIn(option: OptionFacts, release: Release): boolean {
  const { branch } = release;
  if (branch < option.from || option.missingIn?.includes(branch) === true) return false;
  const first = firstIn(option.since, branch);
  return first === undefined || reaches(release, first);
}

/** The words that an option has in a release. */
export function valuesIn({ values, valuesSince }: OptionFacts, release: Release): readonly string[] {
  if (values === undefined || valuesSince === undefined) return values ?? [];
  return values.filter(word => {
    const since = valuesSince[word.toLowerCase()];
    return since === undefined || isSince(since, release);
  });
}

/**
 * True for a release that has what was added in these releases, one for each branch. A branch without one has it from its start if
 * it is newer than all of them.
 */
export function isSince(since: readonly string[], release: Release): boolean {
  const own = firstIn(since, release.branch);
  return own === undefined
    ? since.every(first => Number.parseInt(first, 10) < release.branch)
    : reaches(release, own);
}

/** The release of a branch among the first releases that have something. */
export function firstIn(since: readonly string[] | undefined, branch: number): string | undefined {
  return since?.find(first => Number.parseInt(first, 10) === branch);
}

/** A branch without a minor number means its newest release. */
function reaches({ version }: Release, first: string): boolean {
  return !version.includes('.') || compareVersions(version, first) >= 0;
}

/** True for releases whose auth objects can have hashes for several algorithms. */
export function knowsAlgorithms(release: Release): boolean {
  let knows = withAlgorithms.get(release);
  if (knows === undefined) {
    const facts = optionFacts('auth', 'supported_algorithms_uas');
    knows = facts !== undefined && existsIn(facts, release);
    withAlgorithms.set(release, knows);
  }
  return knows;
}

/** Each auth of a model asks about the same release. */
const withAlgorithms = new WeakMap<Release, boolean>();

interface OptionsOfType {
  readonly list: OptionFacts[];
  readonly byKey: Map<string, OptionFacts>;
}

interface Table {
  readonly byType: Map<string, OptionsOfType>;
  readonly typesByKey: Map<string, string[]>;
  readonly byChanSip: Map<string, OptionFacts[]>;
  readonly elsewhere: Map<string, string>;
}

let cached: Table | undefined;

/** The indexes are built when the first file is read, not when the server starts. */
function table(): Table {
  cached ??= tableOf(facts.options as readonly OptionFacts[]);
  return cached;
}

function tableOf(options: readonly OptionFacts[]): Table {
  const byType = new Map<string, OptionsOfType>();
  const typesByKey = new Map<string, string[]>();
  const byChanSip = new Map<string, OptionFacts[]>();
  for (const option of options) {
    const key = option.name.toLowerCase();
    const ofType: OptionsOfType = byType.get(option.type) ?? { list: [], byKey: new Map() };
    byType.set(option.type, ofType);
    ofType.list.push(option);
    ofType.byKey.set(key, option);
    if (option.type !== 'wizard') push(typesByKey, key, option.type);
    for (const name of option.chanSip?.options ?? []) push(byChanSip, name, option);
  }
  return {
    byType,
    typesByKey,
    byChanSip,
    elsewhere: new Map(facts.elsewhere.map(({ option, instead }) => [option, instead])),
  };
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
