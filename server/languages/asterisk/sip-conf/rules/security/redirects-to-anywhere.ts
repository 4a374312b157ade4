import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { atValue, type OptionRule } from '../rule.ts';

export const redirectsToAnywhere: OptionRule = {
  code: 'sip-conf/redirects-to-anywhere',
  severity: 'warning',
  family: 'security',
  title: 'Redirects followed to any address',
  why: 'With `promiscredir=yes`, a phone that answers with a redirect makes this server call any SIP address, bypassing the dialplan and its limits, or in a loop.',
  fix: 'Set it to no. The server then uses only the user part and looks it up in the dialplan.',
  bad: '[general]\npromiscredir=yes\n',
  good: '[general]\npromiscredir=no\n',
  on: 'option',
  options: ['promiscredir'],
  check(subject) {
    if (!isTrue(subject.option.value)) return undefined;
    const text = message(
      'Redirects are followed to any SIP address.',
      'A phone can make this server call any address, bypassing the dialplan.',
      'Set it to no.',
    );
    return [{ ...atValue(subject), message: text }];
  },
};
