import { message } from '../../../../rules/rule.ts';
import type { UsersRule } from './rule.ts';

export const domainNotChallenged: UsersRule = {
  code: 'flexisip-users/domain-not-challenged',
  severity: 'warning',
  family: 'domains',
  title: 'User of a domain that is not in auth-domains',
  why: 'The domain must be a word of `auth-domains`, or `auth-domains` must contain the word `*`; words such as `*.example.org` do not count here. Otherwise the server ignores the line and logs a warning.',
  fix: 'Add the domain to `auth-domains` of `[module::Authentication]`.',
  bad: 'version:1\nbob@b.org md5:97ffb1c6af18e5687bf26cdf35e45d30 ;\n',
  good: 'version:1\nbob@a.org md5:97ffb1c6af18e5687bf26cdf35e45d30 ;\n',
  companion: '[module::Authentication]\nenabled=true\nauth-domains=a.org\n',
  on: 'entry',
  check(entry, line, model) {
    const domains = model.configuration?.domains;
    if (domains === undefined || domains.includes('*') || domains.includes(entry.domain.text))
      return undefined;
    return [
      {
        line,
        start: entry.domain.start,
        end: entry.domain.end,
        message: message(
          `"${entry.domain.text}" is not in \`auth-domains\` of the flexisip.conf next to this file.`,
          'The server ignores this user and logs a warning.',
          'Add the domain to `auth-domains`.',
        ),
      },
    ];
  },
};
