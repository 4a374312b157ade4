import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { atValue, type OptionRule } from '../rule.ts';

export const storedSipCause: OptionRule = {
  code: 'sip-conf/stored-sip-cause',
  severity: 'warning',
  family: 'versions',
  title: 'Causes of hang-ups stored in SIP_CAUSE',
  why: 'The server logs a deprecation warning each time it loads, and every call pays for the variable.',
  fix: 'Read the cause with the function HANGUPCAUSE in the dialplan, and remove the line.',
  bad: '[general]\nstoresipcause=yes\n',
  good: '[general]\n',
  since: '11',
  on: 'option',
  options: ['storesipcause'],
  check(subject) {
    if (subject.role !== 'general' || !isTrue(subject.option.value)) return undefined;
    const text = message(
      'SIP_CAUSE is deprecated.',
      'The server warns each time it loads.',
      'Use HANGUPCAUSE in the dialplan instead.',
    );
    return [{ ...atValue(subject), message: text }];
  },
};
