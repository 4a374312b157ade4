import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { isTrue } from '../../../values/truth.ts';
import { atValue, type OptionRule, replacing } from '../rule.ts';

export const insecureVery: OptionRule = {
  code: 'sip-conf/insecure-very',
  severity: 'warning',
  family: 'versions',
  title: 'Old spelling of insecure',
  why: 'Asterisk 1.4 accepts `insecure=very` and `insecure=yes` with a warning. Since 1.6, both are unknown words: calls from this device are then challenged, or not matched by their address.',
  fix: 'Write `port,invite` for `very`, and `port` for `yes`.',
  bad: '[general]\n\n[trunk]\ntype=peer\nhost=192.0.2.10\nsecret=Kx7-pq9-Lw2\ninsecure=very\n',
  good: '[general]\n\n[trunk]\ntype=peer\nhost=192.0.2.10\nsecret=Kx7-pq9-Lw2\ninsecure=port,invite\n',
  exampleVersion: '1.4',
  until: '1.6.2',
  on: 'option',
  options: ['insecure'],
  check(subject) {
    const { value } = subject.option;
    const isVery = value.toLowerCase() === 'very';
    if (isAtLeast(subject.model.branch, '1.6.2') || (!isVery && !isTrue(value))) return undefined;
    const plain = isVery ? 'port,invite' : 'port';
    const text = message(
      `"${value}" is an old spelling of "${plain}".`,
      'The server logs a warning, and since 1.6 the word is unknown.',
      `Write "${plain}".`,
    );
    const fixes = [replacing(`Change to "${plain}"`, atValue(subject), plain, true)];
    return [{ ...atValue(subject), message: text, fixes, tag: 'deprecated' }];
  },
};
