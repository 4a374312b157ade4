import { networksWithoutMask, withoutMask } from '../../../companions/networkWithoutMask.ts';
import { isAtLeast } from '../../../config/branch.ts';
import type { OptionRule } from '../rule.ts';

export const networkWithoutMask: OptionRule = {
  code: 'sip-conf/network-without-mask',
  severity: 'warning',
  family: 'access',
  ...withoutMask,
  bad: '[general]\nexternaddr=203.0.113.5\nlocalnet=192.168.1.0\n',
  good: '[general]\nexternaddr=203.0.113.5\nlocalnet=192.168.1.0/24\n',
  on: 'option',
  options: [
    'permit',
    'deny',
    'contactpermit',
    'contactdeny',
    'directmediapermit',
    'directmediadeny',
    'localnet',
  ],
  check: subject => networksWithoutMask(subject, isAtLeast(subject.model.branch, '11')),
};
