import { message } from '../../../../../rules/rule.ts';
import { splitWords } from '../../../values/words.ts';
import { atValue, type OptionRule } from '../rule.ts';

export const insecurePort: OptionRule = {
  code: 'sip-conf/insecure-port',
  severity: 'hint',
  habit: 'message',
  family: 'security',
  title: 'Calls from any port of an address are matched to this device',
  why: '`insecure=port` matches only the address. Behind NAT, many phones and programs share one address, and each of them can call as this device; together with `invite`, even without a password.',
  fix: 'Remove it if the other side always sends from the same port.',
  bad: '[general]\n\n[trunk]\ntype=peer\nhost=192.0.2.10\nsecret=Kx7-pq9-Lw2\ninsecure=port\n',
  good: '[general]\n\n[trunk]\ntype=peer\nhost=192.0.2.10\nsecret=Kx7-pq9-Lw2\n',
  on: 'option',
  options: ['insecure'],
  check(subject) {
    const word = splitWords(subject.option.value).find(({ text }) => text.toLowerCase() === 'port');
    if (word === undefined) return undefined;
    const everywhere = subject.role === 'general' ? ' In [general], this applies to every device.' : '';
    const why = `Everyone at that address can call as this device.${everywhere}`;
    return [
      {
        ...atValue(subject),
        message: message(
          'The server ignores the source port.',
          why,
          'Remove it if the port is always the same.',
        ),
      },
    ];
  },
};
