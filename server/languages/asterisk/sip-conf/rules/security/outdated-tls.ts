import { message } from '../../../../../rules/rule.ts';
import { atValue, type OptionRule } from '../rule.ts';

export const outdatedTls: OptionRule = {
  code: 'sip-conf/outdated-tls',
  severity: 'warning',
  family: 'security',
  title: 'Outdated TLS version for outgoing connections',
  why: 'SSL 2, SSL 3 and TLS 1.0 are insecure; `tlsclientmethod` restricts connections to one of them.',
  fix: 'Remove the line, so that both sides use the best version that they support.',
  bad: '[general]\ntlsclientmethod=sslv3\n',
  good: '[general]\n',
  on: 'option',
  options: ['tlsclientmethod'],
  check(subject) {
    const { value } = subject.option;
    if (subject.role !== 'general' || !['sslv2', 'sslv3', 'tlsv1'].includes(value.toLowerCase()))
      return undefined;
    const what = `"${value}" is an insecure version of the protocol.`;
    const why =
      'The line applies to outgoing connections, which Asterisk opens as a client. If OpenSSL still allows the version, others may be able to read the traffic. The line does not help old phones to connect.';
    const text = message(what, why, 'Remove the line.');
    return [{ ...atValue(subject), message: text }];
  },
};
