import type { Branch } from '../../config/branch.ts';
import { canonicalName, existsIn, type OptionFacts, optionFacts } from '../facts/facts.ts';
import type { Role } from '../model/role.ts';
import type { OptionRule } from '../rules/rule.ts';

/** What is known about a name in one kind of section: looked up once, however many lines have it. */
interface NamedOption {
  /** The main name of the option, or its key when it is unknown. */
  readonly name: string;
  readonly facts: OptionFacts | undefined;
  /** The rules that are called for each line. */
  readonly called: readonly OptionRule[];
  /** The rules about values that can find something in one. */
  readonly aboutValues: readonly OptionRule[];
  /** The rules about names found nothing. */
  areNamesFine: boolean;
  /** Values in which the rules about values found nothing. */
  readonly fineValues: Set<string>;
}

/** Remembers a value that repeats. Not a long one: V8 would keep the text around it in memory. */
export function noteFine({ fineValues }: NamedOption, value: string): void {
  if (value.length > MOST_CHARACTERS) return;
  if (fineValues.size >= MOST_VALUES) fineValues.clear();
  fineValues.add(value);
}

const MOST_CHARACTERS = 12;
const MOST_VALUES = 64;

/** The rules about single option lines, by the names that they are called for. */
export class OptionRules {
  readonly aboutNames: readonly OptionRule[];
  private readonly aboutValues: readonly OptionRule[];
  private readonly byOption = new Map<string, OptionRule[]>();
  private readonly known: Readonly<Record<Role, Map<string, NamedOption>>> = {
    general: new Map(),
    authentication: new Map(),
    device: new Map(),
    template: new Map(),
    ignored: new Map(),
  };

  constructor(
    rules: readonly OptionRule[],
    private readonly branch: Branch,
  ) {
    this.aboutNames = rules.filter(({ isAboutNames }) => isAboutNames === true);
    this.aboutValues = rules.filter(
      ({ isAboutNames, options }) => isAboutNames !== true && options === undefined,
    );
    for (const rule of rules)
      for (const name of rule.options ?? []) {
        const list = this.byOption.get(name);
        if (list === undefined) this.byOption.set(name, [rule]);
        else list.push(rule);
      }
  }

  /** The rules that are called only for some options, by its main name. */
  called(name: string): readonly OptionRule[] {
    return this.byOption.get(name) ?? [];
  }

  for(key: string, role: Role): NamedOption {
    const names = this.known[role];
    let known = names.get(key);
    if (known === undefined) {
      known = this.lookUp(key);
      if (names.size >= MOST_NAMES) names.clear();
      names.set(key, known);
    }
    return known;
  }

  private lookUp(key: string): NamedOption {
    const name = canonicalName(key);
    const facts = optionFacts(key);
    // The server skips an option that the target version does not know, whatever its value.
    const isSkipped = facts !== undefined && !existsIn(facts, this.branch, key);
    const called = isSkipped ? [] : this.called(name);
    const aboutValues = this.aboutValues.filter(
      ({ mayRefuse }) => mayRefuse === undefined || (facts !== undefined && mayRefuse(facts)),
    );
    return { name, facts, called, aboutValues, areNamesFine: false, fineValues: new Set() };
  }
}

/** More than there are options: names that nobody knows are not kept without limit. */
const MOST_NAMES = 1000;
