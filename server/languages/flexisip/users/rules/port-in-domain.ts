import { message } from '../../../../rules/rule.ts';
import type { EntryRule } from './rule.ts';

export const portInDomain: EntryRule = {
  code: 'flexisip-users/port-in-domain',
  severity: 'warning',
  family: 'domains',
  title: 'Port in the domain of a user',
  why: 'Users are looked up by the host of the From URI, which has no port: a domain with a port never matches.',
  fix: 'Write only the host name.',
  bad: 'version:1\nbob@example.org:5060 md5:97ffb1c6af18e5687bf26cdf35e45d30 ;\n',
  good: 'version:1\nbob@example.org md5:97ffb1c6af18e5687bf26cdf35e45d30 ;\n',
  on: 'entry',
  check(entry, line) {
    const port = /:\d+$/.exec(entry.domain.text);
    if (port === null) return undefined;
    const at = { line, start: entry.domain.start + port.index, end: entry.domain.end };
    return [
      {
        ...at,
        message: message(
          'This domain has a port.',
          'Users are looked up by the host of From, without a port: this user is never found.',
          'Remove the port.',
        ),
        fixes: [{ title: 'Remove the port', edits: [{ ...at, newText: '' }], isPreferred: true }],
      },
    ];
  },
};
