import { message } from '../../../../../rules/rule.ts';
import { splitWords } from '../../../values/words.ts';
import { atValue, type OptionRule } from '../rule.ts';

export const insecurePort: OptionRule = {
  code: 'sip-conf/insecure-port',
  severity: 'hint',
  habit: 'message',
  family: 'security',
  title: 'Calls from any port of an address count as this device',
  why: '`insecure=port` matches by address alone. Behind NAT many phones and programs share one address, and each of them then calls as this device; with `invite` beside it, without a password.',
  fix: 'Leave it out when the other side sends from its usual port.',
  bad: '[general]\n\n[trunk]\ntype=peer\nhost=192.0.2.10\nsecret=Kx7-pq9-Lw2\ninsecure=port\n',
  good: '[general]\n\n[trunk]\ntype=peer\nhost=192.0.2.10\nsecret=Kx7-pq9-Lw2\n',
  on: 'option',
  options: ['insecure'],
  check(subject) {
    const word = splitWords(subject.option.value).find(({ text }) => text.toLowerCase() === 'port');
    if (word === undefined) return undefined;
    const everywhere = subject.role === 'general' ? ' In [general] this holds for every device.' : '';
    const why = `Everybody behind that address calls as this device.${everywhere}`;
    return [
      {
        ...atValue(subject),
        message: message(
          'The source port is not looked at.',
          why,
          'Leave it out when the port is always the same.',
        ),
      },
    ];
  },
};
