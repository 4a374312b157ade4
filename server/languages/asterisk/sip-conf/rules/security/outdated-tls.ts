import { message } from '../../../../../rules/rule.ts';
import { atValue, type OptionRule } from '../rule.ts';

export const outdatedTls: OptionRule = {
  code: 'sip-conf/outdated-tls',
  severity: 'warning',
  family: 'security',
  title: 'Outdated version of TLS for outgoing connections',
  why: 'SSL 2 and 3 and TLS 1.0 are broken; `tlsclientmethod` pins the connection to one of them.',
  fix: 'Leave the line out, so that the best version both sides know is taken.',
  bad: '[general]\ntlsclientmethod=sslv3\n',
  good: '[general]\n',
  on: 'option',
  options: ['tlsclientmethod'],
  check(subject) {
    const { value } = subject.option;
    if (subject.role !== 'general' || !['sslv2', 'sslv3', 'tlsv1'].includes(value.toLowerCase()))
      return undefined;
    const what = `"${value}" names a version of the protocol that is broken.`;
    const why =
      'The line is for outgoing connections, which Asterisk opens as a client: where OpenSSL still obeys it, what goes over them can be read. It does not let old phones in.';
    const text = message(what, why, 'Leave the line out.');
    return [{ ...atValue(subject), message: text }];
  },
};
