import { message } from '../../../../rules/rule.ts';
import { atValue, replacing, type SettingRule } from '../rule.ts';

export const commaBeforeUpgrade: SettingRule = {
  code: 'flexisip-conf/comma-before-upgrade',
  severity: 'information',
  family: 'values',
  title: 'List with commas, which later releases do not split',
  why: 'Up to 2.5, a comma separates the words of a list. From 2.6.0-beta on, `a.org,b.org` is one word that matches nothing: domains are refused, and trusted peers are asked for passwords.',
  fix: 'Separate the words with spaces, which works in every release.',
  bad: '[global]\ntls-certificates-dir=/etc/flexisip/tls\n[module::Registrar]\nreg-domains=a.org,b.org\n',
  good: '[global]\ntls-certificates-dir=/etc/flexisip/tls\n[module::Registrar]\nreg-domains=a.org b.org\n',
  until: '2.6.0-beta',
  on: 'setting',
  types: ['StringList'],
  check(subject) {
    const { entry, item } = subject;
    if (item.key.endsWith('-regex') || !/[^, ],|,[^, ]/.test(entry.value)) return undefined;
    const at = atValue(subject);
    const mended = entry.value.split(/[, ]+/).filter(Boolean).join(' ');
    return [
      {
        ...at,
        message: message(
          'The words of this list are separated by commas.',
          'From 2.6 on, a comma is part of the word.',
          'Separate them with spaces, which works in every release.',
        ),
        fixes: [replacing('Separate the words with spaces', at, mended, true)],
      },
    ];
  },
};
