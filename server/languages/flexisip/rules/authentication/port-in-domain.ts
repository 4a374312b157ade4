import { message } from '../../../../rules/rule.ts';
import { words } from '../../facts/values.ts';
import { inValue, replacing, type SettingRule } from '../rule.ts';

export const portInDomain: SettingRule = {
  code: 'flexisip-conf/port-in-domain',
  severity: 'warning',
  family: 'domains',
  title: 'Port or URI in a list of domains',
  why: 'Domains are compared with the host of the From URI, and aliases with the host of a route. A host has no port and no `sip:`, so a word with either never matches.',
  fix: 'Write only the host name.',
  bad: '[module::Registrar]\nreg-domains=example.org:5060\n',
  good: '[module::Registrar]\nreg-domains=example.org\n',
  on: 'setting',
  keys: ['aliases', 'auth-domains', 'reg-domains'],
  check(subject) {
    const isAlias = subject.item.key === 'aliases';
    return words(subject.entry.value, subject.version).flatMap(word => {
      const match = /^(?:sips?:)?(?:[^@]*@)?([^:[\]/;]+)(?::\d+)?(?:;.*)?$/.exec(word.text);
      const host = match?.[1];
      if (host === undefined || host === word.text) return [];
      const at = inValue(subject, word.start, word.start + word.text.length);
      return [
        {
          ...at,
          message: message(
            `"${word.text}" is not just a host name.`,
            isAlias
              ? 'Aliases are compared with the host of a URI: this word never matches.'
              : 'Domains are compared with the host of the From URI: this word never matches.',
            `Write "${host}".`,
          ),
          fixes: [replacing(`Change to "${host}"`, at, host, true)],
        },
      ];
    });
  },
};
