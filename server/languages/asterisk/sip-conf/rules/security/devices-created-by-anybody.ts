import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { isTrue } from '../../../values/truth.ts';
import { atValue, type OptionRule, replacing } from '../rule.ts';

export const devicesCreatedByAnybody: OptionRule = {
  code: 'sip-conf/devices-created-by-anybody',
  severity: 'warning',
  family: 'security',
  title: 'Anyone can register with any unknown name',
  why: 'With `autocreatepeer`, a REGISTER for a name that does not exist creates a device with the settings of [general] and no password, which can then make and receive calls.',
  fix: 'Set `autocreatepeer=no`.',
  bad: '[general]\nautocreatepeer=yes\n',
  good: '[general]\nautocreatepeer=no\n',
  on: 'option',
  options: ['autocreatepeer'],
  check(subject) {
    const { value } = subject.option;
    const isPersistent = value.toLowerCase() === 'persist' && isAtLeast(subject.model.branch, '11');
    if (subject.role !== 'general' || !(isTrue(value) || isPersistent)) return undefined;
    const at = atValue(subject);
    const text = message(
      'Anyone can register with any unknown name without a password.',
      'The name becomes a device that can make calls.',
      'Set autocreatepeer=no.',
    );
    return [{ ...at, message: text, fixes: [replacing('Change to "no"', at, 'no')] }];
  },
};
