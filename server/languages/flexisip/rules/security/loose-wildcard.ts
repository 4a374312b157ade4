import { message } from '../../../../rules/rule.ts';
import { words } from '../../facts/values.ts';
import { inValue, type SettingRule } from '../rule.ts';

export const looseWildcard: SettingRule = {
  code: 'flexisip-conf/loose-wildcard',
  severity: 'warning',
  family: 'security',
  title: 'Wildcard that matches more than it seems to',
  why: 'In a word with a `*` inside, the text before the star and the text after it must each occur anywhere in the host. `*.example.org` also matches `a.example.org.evil.net`.',
  fix: 'List the domains one by one.',
  bad: '[module::Authentication]\nauth-domains=*.example.org\n',
  good: '[module::Authentication]\nauth-domains=a.example.org b.example.org\n',
  on: 'setting',
  keys: ['auth-domains', 'reg-domains'],
  check(subject) {
    const { item, sectionFacts, entry, version } = subject;
    if (sectionFacts.name === 'module::Authorization') return undefined;
    return words(entry.value, version)
      .filter(({ text }) => text !== '*' && text.includes('*'))
      .filter(({ text }) => item.key === 'auth-domains' || !text.startsWith('*'))
      .map(({ text, start }) => ({
        ...inValue(subject, start, start + text.length),
        message: message(
          `"${text}" matches more hosts than it seems to.`,
          'The text before the star and the text after it may occur anywhere in the host, so a stranger can choose a host that matches.',
          'List the domains one by one.',
        ),
      }));
  },
};
