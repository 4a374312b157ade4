import { message } from '../../../../../rules/rule.ts';
import { atValue, type OptionRule, replacing } from '../rule.ts';

export const quotedSecret: OptionRule = {
  code: 'sip-conf/quoted-secret',
  severity: 'warning',
  habit: 'message',
  family: 'security',
  title: 'Secret in quotation marks',
  why: "Asterisk's configuration reader keeps quotation marks, so they are part of the password. A phone with the password without quotation marks is refused with 403.",
  fix: 'Remove the quotation marks, or enter them in the phone too.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret="Kx7-pq9-Lw2"\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  on: 'option',
  options: ['secret', 'md5secret', 'remotesecret'],
  check(subject) {
    const { value } = subject.option;
    // Nearly no secret of a large file begins like this.
    const bare = value[0] === '"' || value[0] === "'" ? /^(["'])(.*)\1$/s.exec(value)?.[2] : undefined;
    if (bare === undefined || bare === '') return undefined;
    const at = atValue(subject);
    const text = message(
      'The quotation marks are part of this password.',
      'Asterisk keeps them, so a phone with the password without quotation marks is refused.',
      'Remove the quotation marks, unless the phone has them too.',
    );
    return [{ ...at, message: text, fixes: [replacing('Remove the quotation marks', at, bare)] }];
  },
};
