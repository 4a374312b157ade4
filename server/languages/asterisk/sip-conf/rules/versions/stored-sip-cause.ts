import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { atValue, type OptionRule } from '../rule.ts';

export const storedSipCause: OptionRule = {
  code: 'sip-conf/stored-sip-cause',
  severity: 'warning',
  family: 'versions',
  title: 'Hangup causes stored in SIP_CAUSE',
  why: 'The server logs a deprecation warning each time it loads, and the variable costs time in every call.',
  fix: 'Use the HANGUPCAUSE function in the dialplan to read the cause, and remove the line.',
  bad: '[general]\nstoresipcause=yes\n',
  good: '[general]\n',
  since: '11',
  on: 'option',
  options: ['storesipcause'],
  check(subject) {
    if (subject.role !== 'general' || !isTrue(subject.option.value)) return undefined;
    const text = message(
      'SIP_CAUSE is deprecated.',
      'The server logs a warning each time it loads.',
      'Use HANGUPCAUSE in the dialplan instead.',
    );
    return [{ ...atValue(subject), message: text }];
  },
};
