import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { atValue, type OptionRule, replacing } from '../rule.ts';

export const serverCertificateNotVerified: OptionRule = {
  code: 'sip-conf/server-certificate-not-verified',
  severity: 'warning',
  family: 'security',
  title: 'TLS without verification of the server certificate',
  why: 'With `tlsdontverifyserver=yes`, anyone between this server and the other one can impersonate it, listen to the traffic and collect credentials.',
  fix: 'Set it to no, and set the certificate authority of the other side in `tlscafile` or `tlscapath`.',
  bad: '[general]\ntlsdontverifyserver=yes\n',
  good: '[general]\ntlsdontverifyserver=no\n',
  on: 'option',
  options: ['tlsdontverifyserver'],
  check(subject) {
    if (subject.role !== 'general' || !isTrue(subject.option.value)) return undefined;
    const at = atValue(subject);
    const text = message(
      'The certificate of the other server is not verified.',
      'Anyone on the path can impersonate that server.',
      'Set it to no, and set its certificate authority in tlscafile.',
    );
    return [{ ...at, message: text, fixes: [replacing('Change to "no"', at, 'no')] }];
  },
};
