import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { atValue, type OptionRule, replacing } from '../rule.ts';

export const serverCertificateNotVerified: OptionRule = {
  code: 'sip-conf/server-certificate-not-verified',
  severity: 'warning',
  family: 'security',
  title: 'TLS to a server whose certificate is not looked at',
  why: 'With `tlsdontverifyserver=yes` anyone between this server and the other one can pose as it, listen and collect credentials.',
  fix: 'Set it to no, and name the authority of the other side in `tlscafile` or `tlscapath`.',
  bad: '[general]\ntlsdontverifyserver=yes\n',
  good: '[general]\ntlsdontverifyserver=no\n',
  on: 'option',
  options: ['tlsdontverifyserver'],
  check(subject) {
    if (subject.role !== 'general' || !isTrue(subject.option.value)) return undefined;
    const at = atValue(subject);
    const text = message(
      'The certificate of the other server is not checked.',
      'Someone in between can pose as it.',
      'Set it to no, and name its authority in tlscafile.',
    );
    return [{ ...at, message: text, fixes: [replacing('Change to "no"', at, 'no')] }];
  },
};
