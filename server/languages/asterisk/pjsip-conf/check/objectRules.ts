import { OptionTraits } from '../../config/ruleLists.ts';
import type { PjsipObject } from '../model/object.ts';
import type { ObjectRule } from '../rules/rule.ts';

/** The rules for objects, by the type of the object, its faults, and the options that it sets. */
export class ObjectRules {
  private readonly aboutFaults: readonly ObjectRule[];
  private readonly byType = new Map<string, OptionTraits<ObjectRule>>();

  constructor(private readonly rules: readonly ObjectRule[]) {
    this.aboutFaults = rules.filter(({ isAboutFaults }) => isAboutFaults === true);
  }

  for({ type, settings, isWhole, isFaulty, loss }: PjsipObject): readonly ObjectRule[] {
    const aboutFaults = isFaulty || loss !== undefined ? this.aboutFaults : none;
    if (!isWhole) return aboutFaults;
    const rules = this.ofType(type);
    let traits = 0;
    for (let index = 0; index < settings.length; index++)
      traits |= rules.of(settings[index]?.option.key ?? '');
    const others = rules.lists.for(traits);
    return aboutFaults.length === 0 ? others : [...aboutFaults, ...others];
  }

  private ofType(type: string): OptionTraits<ObjectRule> {
    let rules = this.byType.get(type);
    if (rules === undefined) {
      rules = new OptionTraits(
        this.rules.filter(
          ({ types, isAboutFaults }) => isAboutFaults !== true && types?.includes(type) !== false,
        ),
      );
      this.byType.set(type, rules);
    }
    return rules;
  }
}

const none: readonly ObjectRule[] = [];
