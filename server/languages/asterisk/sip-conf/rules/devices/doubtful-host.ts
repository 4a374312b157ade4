import { message } from '../../../../../rules/rule.ts';
import { parseAddress } from '../../../../../sip/ipAddress.ts';
import { editDistance } from '../../../../../text/spelling.ts';
import { atValue, type OptionRule } from '../rule.ts';

export const doubtfulHost: OptionRule = {
  code: 'sip-conf/doubtful-host',
  severity: 'information',
  habit: 'message',
  family: 'devices',
  title: 'Host name without a domain',
  why: 'A single word is found only with the help of /etc/hosts or a search domain. When the lookup fails the device stays without an address, and calls from it are not matched.',
  fix: 'Write the full name or the IP address.',
  bad: '[general]\n\n[trunk]\ntype=peer\nhost=gateway\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[trunk]\ntype=peer\nhost=gateway.example.com\nsecret=Kx7-pq9-Lw2\n',
  on: 'option',
  options: ['host'],
  check(subject) {
    const { value } = subject.option;
    if (subject.role === 'general' || !/^[a-z][a-z0-9-]*$/i.test(value)) return undefined;
    if (value.toLowerCase() === 'localhost' || editDistance(value.toLowerCase(), 'dynamic', 2) <= 2)
      return undefined;
    if (parseAddress(value) !== undefined) return undefined;
    const why = 'It is found only through /etc/hosts or a search domain; else the device has no address.';
    return [
      {
        ...atValue(subject),
        message: message(
          `"${value}" is a name without a domain.`,
          why,
          'Write the full name or the address.',
        ),
      },
    ];
  },
};
