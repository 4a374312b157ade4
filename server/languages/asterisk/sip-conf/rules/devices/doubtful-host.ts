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
  why: 'A single word can be resolved only through /etc/hosts or a search domain. If the lookup fails, the device has no address, and calls from it are not matched.',
  fix: 'Use the full name or the IP address.',
  bad: '[general]\n\n[trunk]\ntype=peer\nhost=gateway\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[trunk]\ntype=peer\nhost=gateway.example.com\nsecret=Kx7-pq9-Lw2\n',
  on: 'option',
  options: ['host'],
  check(subject) {
    const { value } = subject.option;
    if (subject.role === 'general' || value === 'dynamic' || !/^[a-z][a-z0-9-]*$/i.test(value))
      return undefined;
    if (value.toLowerCase() === 'localhost' || editDistance(value.toLowerCase(), 'dynamic', 2) <= 2)
      return undefined;
    if (parseAddress(value) !== undefined) return undefined;
    const why =
      'It can be resolved only through /etc/hosts or a search domain; otherwise, the device has no address.';
    return [
      {
        ...atValue(subject),
        message: message(`"${value}" is a name without a domain.`, why, 'Use the full name or the address.'),
      },
    ];
  },
};
