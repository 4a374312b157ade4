import { message } from '../../../../rules/rule.ts';
import { booleanOf } from '../../facts/values.ts';
import { atValue, inValue, type SettingRule } from '../rule.ts';

export const uncheckedCertificates: SettingRule = {
  code: 'flexisip-conf/unchecked-certificates',
  severity: 'warning',
  family: 'security',
  title: 'Certificates of other servers are not verified',
  why: 'Without verification, a man in the middle can impersonate the other server, read the messages, and reply in its name.',
  fix: 'Keep the verification enabled, and set the certificate authority in `tls-certificates-ca-file`.',
  bad: '[inter-domain-connections]\nverify-server-certs=false\n',
  good: '[global]\ntls-certificates-ca-file=/etc/ssl/certs/ca-certificates.crt\n',
  on: 'setting',
  keys: ['verify-server-certs', 'transports'],
  *check(subject) {
    const { item, entry } = subject;
    if (item.key === 'verify-server-certs') {
      if (booleanOf(entry.value) === false) yield { ...atValue(subject), message: TEXT };
      return;
    }
    for (const match of entry.value.matchAll(/tls-verify-outgoing=0(?=[;\s]|$)/g)) {
      yield { ...inValue(subject, match.index, match.index + match[0].length), message: TEXT };
    }
  },
};

const TEXT = message(
  'Certificates of other servers are not verified.',
  'A man in the middle can impersonate them.',
  'Keep the verification enabled.',
);
