import type { Branch } from '../../../config/branch.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { isTrue } from '../../../values/truth.ts';
import type { General } from '../../model/model.ts';
import { isGeneralWhole } from '../../model/whole.ts';
import type { GeneralRule } from '../rule.ts';
import { withoutEffect } from './withoutEffect.ts';

export const generalOptionWithoutEffect: GeneralRule = {
  code: 'sip-conf/general-option-without-effect',
  severity: 'information',
  family: 'options',
  title: 'Option of [general] that does nothing beside the others',
  why: 'Some options only count together with another one, and the server does not say so: `timerb` is checked and then forgotten, `jbenable` alone never switches the jitter buffer on for SIP.',
  fix: 'Remove the line, or set the option that it depends on.',
  bad: '[general]\ndomainsasrealm=yes\n',
  good: '[general]\ndomain=example.com\nallowexternaldomains=no\ndomainsasrealm=yes\n',
  on: 'general',
  *check(general, model) {
    if (!isGeneralWhole(model)) return;
    for (const { name, isIdle, reason } of dependencies) {
      const setting = general.last(name);
      if (setting === undefined || !isIdle(general, model.branch)) continue;
      const what = `"${setting.option.name}" does nothing here: ${reason}.`;
      yield withoutEffect(setting, what);
    }
  },
};

interface Dependency {
  readonly name: string;
  readonly isIdle: (general: General, branch: Branch) => boolean;
  readonly reason: string;
}

function isOn(general: General, name: string): boolean {
  return isTrue(general.last(name)?.value ?? 'no');
}

const dependencies: readonly Dependency[] = [
  {
    name: 'timerb',
    isIdle: (_general, branch) => isAtLeast(branch, '1.8'),
    reason: 'the server checks the value in [general] and then forgets it; only devices use theirs',
  },
  {
    name: 'domainsasrealm',
    isIdle: general =>
      isOn(general, 'domainsasrealm') && general.last('domain') === undefined && !isOn(general, 'autodomain'),
    reason: 'there is no domain that could become the realm',
  },
  {
    name: 'externrefresh',
    isIdle: general => general.last('externhost') === undefined,
    reason: '"externhost" is not set, and only names are looked up again',
  },
  {
    name: 'jbenable',
    isIdle: general => isOn(general, 'jbenable') && !isOn(general, 'jbforce'),
    reason: 'without "jbforce" the jitter buffer is left to the SIP phones',
  },
  {
    name: 'regextenonqualify',
    isIdle: general => (general.last('regcontext')?.value ?? '') === '',
    reason: '"regcontext" is not set',
  },
];
