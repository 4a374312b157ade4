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
  title: 'Option of [general] without effect in this combination',
  why: 'Some options have an effect only together with another one, and the server does not report it: it checks `timerb` but never uses it, and `jbenable` alone never turns on the jitter buffer for SIP.',
  fix: 'Remove the line, or set the option that it depends on.',
  bad: '[general]\ndomainsasrealm=yes\n',
  good: '[general]\ndomain=example.com\nallowexternaldomains=no\ndomainsasrealm=yes\n',
  on: 'general',
  *check(general, model) {
    if (!isGeneralWhole(model)) return;
    for (const { name, isIdle, reason } of dependencies) {
      const setting = general.last(name);
      if (setting === undefined || !isIdle(general, model.branch)) continue;
      const what = `"${setting.option.name}" has no effect here, because ${reason}.`;
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
    reason: 'the server checks the value in [general] but uses only the values of devices',
  },
  {
    name: 'domainsasrealm',
    isIdle: general =>
      isOn(general, 'domainsasrealm') && general.last('domain') === undefined && !isOn(general, 'autodomain'),
    reason: 'there is no domain that could be the realm',
  },
  {
    name: 'externrefresh',
    isIdle: general => general.last('externhost') === undefined,
    reason: '"externhost" is not set, and only host names are looked up again',
  },
  {
    name: 'jbenable',
    isIdle: general => isOn(general, 'jbenable') && !isOn(general, 'jbforce'),
    reason: 'without "jbforce", Asterisk leaves the jitter buffer to the phones',
  },
  {
    name: 'regextenonqualify',
    isIdle: general => (general.last('regcontext')?.value ?? '') === '',
    reason: '"regcontext" is not set',
  },
];
