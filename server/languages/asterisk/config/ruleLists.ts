/**
 * The rules for a subject, by its traits: bits that are quickly found out, so that a rule that needs a trait costs nothing where it
 * is absent. In the order of all rules.
 */
export class RuleLists<Rule> {
  private readonly lists = new Map<number, readonly Rule[]>();

  /** `needs`: the bits of which a subject must have at least one; undefined for a rule that is called for every subject. */
  constructor(
    private readonly rules: readonly { readonly rule: Rule; readonly needs: number | undefined }[],
  ) {}

  for(traits: number): readonly Rule[] {
    let list = this.lists.get(traits);
    if (list === undefined) {
      list = this.rules
        .filter(({ needs }) => needs === undefined || (needs & traits) !== 0)
        .map(({ rule }) => rule);
      this.lists.set(traits, list);
    }
    return list;
  }
}

/** Rules that are called only for subjects that set one of their options. */
export class OptionTraits<Rule extends { readonly options?: readonly string[] }> {
  readonly lists: RuleLists<Rule>;
  private readonly byOption = new Map<string, number>();

  constructor(rules: readonly Rule[]) {
    let bit = 1;
    this.lists = new RuleLists(
      rules.map(rule => {
        // Beyond the bits of a small integer, rules are called for every subject.
        if (rule.options === undefined || bit >= MAX_BIT) return { rule, needs: undefined };
        const needs = bit;
        for (const option of rule.options) this.byOption.set(option, this.of(option) | needs);
        bit *= 2;
        return { rule, needs };
      }),
    );
  }

  /** The traits that follow from an option that is set. */
  of(option: string): number {
    return this.byOption.get(option) ?? 0;
  }
}

const MAX_BIT = 2 ** 30;
