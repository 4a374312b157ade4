import { message } from '../../../../../rules/rule.ts';
import type { Entry, Setting } from '../../../config/entry.ts';
import { canonicalName, optionFacts } from '../../facts/facts.ts';
import type { SipConf } from '../../model/model.ts';
import { atLine, atName, type Finding, type NameRule, removingLine } from '../rule.ts';

export const overriddenOption: NameRule = {
  code: 'sip-conf/overridden-option',
  severity: 'information',
  habit: 'rule',
  family: 'options',
  title: 'Option that a later line in the same section overrides',
  why: 'For an option that is not a list, the last line silently wins, and the earlier one only misleads readers.',
  fix: 'Keep one of the lines.',
  bad: '[general]\nallowguest=yes\nallowguest=no\n',
  good: '[general]\nallowguest=no\n',
  on: 'name',
  check: (entries, _key, model) =>
    entries.some(entry => mayRepeat(model.ownSettingsOf(entry))) ? findings(entries, model) : undefined,
};

/** Two of the lines may be about one option. Sections are short, and few names are aliases: this is not worth a table. */
function mayRepeat(settings: readonly Setting[]): boolean {
  if (settings.length > MOST_COMPARED) return true;
  for (let index = 0; index < settings.length; index++) {
    const key = settings[index]?.option.key ?? '';
    if (canonicalName(key) !== key) return true;
    for (let other = 0; other < index; other++) if (settings[other]?.option.key === key) return true;
  }
  return false;
}

const MOST_COMPARED = 20;

function* findings(entries: readonly Entry[], model: SipConf): Generator<Finding> {
  for (const entry of entries) {
    const last = new Map<string, Setting>();
    for (const setting of model.ownSettingsOf(entry)) {
      if (setting.option.operator === '+=') continue;
      const facts = optionFacts(setting.option.key);
      if (facts === undefined || facts.repeatable === true) continue;
      const name = canonicalName(setting.option.key);
      const earlier = last.get(name);
      last.set(name, setting);
      if (earlier === undefined) continue;
      const related = [{ ...atLine(setting.place, setting.line), message: 'This line wins.' }];
      const isSameWord = setting.option.key === earlier.option.key;
      const what = isSameWord
        ? `A later line sets "${setting.option.name}" again.`
        : `A later line sets "${setting.option.name}", another name for the same option.`;
      const text = message(what, 'The last line wins, so this one has no effect.', 'Keep one of them.');
      const fixes = [removingLine('Remove this line', earlier)];
      yield { ...atName(earlier), message: text, related, fixes, tag: 'unnecessary' };
    }
  }
}
