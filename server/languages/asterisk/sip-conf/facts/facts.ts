import facts from '../../../../facts/asterisk.json';
import type { Branch } from '../../config/branch.ts';
import { branches, compareVersions, isAtLeast } from '../../config/branch.ts';

export type Scope = 'general' | 'device' | 'authentication';

/** One sip.conf option as chan_sip's parsers know it; see server/facts/asterisk.json. */
export interface OptionFacts {
  /** In lowercase. */
  readonly name: string;
  readonly aliases?: readonly {
    readonly name: string;
    readonly since?: string;
    readonly deprecated?: boolean;
  }[];
  readonly scopes: readonly Scope[];
  readonly scopesByBranch?: Readonly<Partial<Record<Branch, readonly Scope[]>>>;
  readonly valueType: string;
  /** Keyword values, in the best order for completion. */
  readonly values?: readonly string[];
  readonly valueSyntax?: string;
  /** In the newest branch that has the option. */
  readonly default?: string;
  /** In branches with a different default. */
  readonly defaultsByBranch?: Readonly<Partial<Record<Branch, string>>>;
  readonly since?: Branch;
  readonly removedIn?: Branch;
  readonly replacement?: string;
  /** What the server does with a value that it does not understand. */
  readonly onInvalid?: string;
  readonly note?: string;
  readonly keywordsByBranch?: Readonly<Partial<Record<Branch, readonly string[]>>>;
  /** One value may contain several words. */
  readonly combinable?: boolean;
  /** Several lines add up; otherwise the last one wins. */
  readonly repeatable?: boolean;
  readonly security?: boolean;
  readonly description?: string;
  readonly valueMeanings?: Readonly<Record<string, string>>;
  /** What others could do when it is set badly. */
  readonly risk?: string;
  readonly pjsip?: { readonly section: string; readonly option: string; readonly note?: string };
}

/** The facts of an option, by its lowercase name or alias. */
export function optionFacts(key: string): OptionFacts | undefined {
  return table().get(key);
}

/** The main name of an option: that of the alias, or the key itself when it is unknown. */
export function canonicalName(key: string): string {
  return table().get(key)?.name ?? key;
}

/** All names of an option, by its main name; the name itself when it is unknown. */
export function spellingsOf(name: string): readonly string[] {
  return [name, ...(table().get(name)?.aliases ?? []).map(alias => alias.name)];
}

export function allOptions(): readonly OptionFacts[] {
  return [...new Set(table().values())];
}

const namesByPlace = new Map<string, readonly string[]>();

/** The names and aliases of all options that have an effect in a kind of section. */
export function optionNames(branch: Branch, scope: Scope): readonly string[] {
  const place = `${branch} ${scope}`;
  let names = namesByPlace.get(place);
  if (names === undefined) {
    names = allOptions()
      .filter(option => scopesIn(option, branch).includes(scope))
      .flatMap(option =>
        [option.name, ...(option.aliases ?? []).map(alias => alias.name)].filter(name =>
          existsIn(option, branch, name),
        ),
      );
    namesByPlace.set(place, names);
  }
  return names;
}

/** True when the option exists in the branch, under the given spelling. */
export function existsIn(option: OptionFacts, branch: Branch, key: string = option.name): boolean {
  const alias = option.aliases?.find(candidate => candidate.name === key);
  const since = alias?.since ?? option.since;
  if (since !== undefined && !isAtLeast(branch, since)) return false;
  return option.removedIn === undefined || !isAtLeast(branch, option.removedIn);
}

/** The value in a branch when no line sets the option. */
export function defaultIn(option: OptionFacts, branch: Branch): string | undefined {
  return option.defaultsByBranch?.[branch] ?? option.default;
}

/** The kinds of section in which the option has an effect in this branch. */
export function scopesIn(option: OptionFacts, branch: Branch): readonly Scope[] {
  return option.scopesByBranch?.[branch] ?? option.scopes;
}

/** The branch whose facts apply to a version such as "20.5.0" or "1.8.32", and whether chan_sip was removed in that version. */
export function branchOf(version: string): { readonly branch: Branch; readonly hasChanSip: boolean } {
  let branch: Branch = branches[0] ?? '1.4';
  for (const candidate of branches) if (compareVersions(version, candidate) >= 0) branch = candidate;
  return { branch, hasChanSip: compareVersions(version, facts.removedIn) < 0 };
}

let cached: ReadonlyMap<string, OptionFacts> | undefined;

/** The index is built when the first file is read, not when the server starts. */
function table(): ReadonlyMap<string, OptionFacts> {
  cached ??= tableOf(facts.options as readonly OptionFacts[]);
  return cached;
}

function tableOf(options: readonly OptionFacts[]): ReadonlyMap<string, OptionFacts> {
  const byName = new Map<string, OptionFacts>();
  for (const option of options) {
    byName.set(option.name, option);
    for (const alias of option.aliases ?? []) byName.set(alias.name, option);
  }
  return byName;
}
