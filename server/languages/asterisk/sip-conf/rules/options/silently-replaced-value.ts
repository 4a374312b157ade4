import type { OptionRule } from '../rule.ts';
import { findingsOf } from './invalid-value.ts';

export const silentlyReplacedValue: OptionRule = {
  code: 'sip-conf/silently-replaced-value',
  severity: 'warning',
  family: 'values',
  title: 'Value that the server silently takes for another one',
  why: 'chan_sip gives no message for most words that it does not know. Nearly always they count as `no`, so a protection that was meant to be switched on stays off.',
  fix: 'Write one of the values that the option knows.',
  bad: '[general]\nalwaysauthreject=enabled\n',
  good: '[general]\nalwaysauthreject=yes\n',
  on: 'option',
  check: subject => findingsOf(subject, 'silent'),
};
