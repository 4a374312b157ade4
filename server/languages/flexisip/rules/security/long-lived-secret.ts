import { message } from '../../../../rules/rule.ts';
import { readInteger, readValue } from '../../facts/values.ts';
import { atValue, type SettingRule } from '../rule.ts';

export const longLivedSecret: SettingRule = {
  code: 'flexisip-conf/long-lived-secret',
  severity: 'warning',
  family: 'security',
  title: 'Nonces or passwords that remain valid for days',
  why: 'A nonce is valid for the time in `nonce-expires`. A password that was changed or removed remains valid for the time in `cache-expire`.',
  fix: 'Set both to an hour or less.',
  bad: '[module::Authentication]\nnonce-expires=604800\n',
  good: '[module::Authentication]\nnonce-expires=3600\n',
  on: 'setting',
  keys: ['nonce-expires', 'cache-expire'],
  check(subject) {
    const { item, entry, type, version } = subject;
    const read = type === 'Integer' ? readInteger(entry.value) : readValue(type, entry.value, version);
    if (!read.ok || read.number === undefined) return undefined;
    const seconds = type === 'Integer' ? read.number : read.number / 1000;
    if (seconds <= 86_400) return undefined;
    const why =
      item.key === 'nonce-expires'
        ? 'A recorded response can be used as long as its nonce is valid.'
        : 'A password that was changed or removed remains valid for that long.';
    const what = 'This is longer than a day.';
    return [{ ...atValue(subject), message: message(what, why, 'Set it to an hour or less.') }];
  },
};
