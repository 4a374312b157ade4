import { mayHaveProblems } from '../../facts/values.ts';
import type { OptionRule } from '../rule.ts';
import { findingsOf } from './invalid-value.ts';

export const silentlyReplacedValue: OptionRule = {
  code: 'sip-conf/silently-replaced-value',
  severity: 'warning',
  family: 'values',
  title: 'Value that the server silently treats as another one',
  why: 'chan_sip logs no message for most unknown words. They nearly always count as `no`, so an intended protection stays off.',
  fix: 'Use a valid value of the option.',
  bad: '[general]\nalwaysauthreject=enabled\n',
  good: '[general]\nalwaysauthreject=yes\n',
  on: 'option',
  mayRefuse: mayHaveProblems,
  check: subject => findingsOf(subject, 'silent'),
};
