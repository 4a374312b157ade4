import { message } from '../../../../rules/rule.ts';
import { booleanOf } from '../../facts/values.ts';
import { atValue, inValue, type SettingRule } from '../rule.ts';

export const uncheckedCertificates: SettingRule = {
  code: 'flexisip-conf/unchecked-certificates',
  severity: 'warning',
  family: 'security',
  title: 'Certificates of other servers are not checked',
  why: 'Without the check anyone in between can take the place of the other server, read the messages and answer in its name.',
  fix: 'Leave the check on, and name the authority in `tls-certificates-ca-file`.',
  bad: '[inter-domain-connections]\nverify-server-certs=false\n',
  good: '[global]\ntls-certificates-ca-file=/etc/ssl/certs/ca-certificates.crt\n',
  on: 'setting',
  *check(subject) {
    const { item, entry } = subject;
    const text = message(
      'Certificates of other servers are not checked.',
      'Anyone in between can pose as them.',
      'Leave the check on.',
    );
    if (item.key === 'verify-server-certs' && booleanOf(entry.value) === false) {
      yield { ...atValue(subject), message: text };
    }
    if (item.key !== 'transports') return;
    for (const match of entry.value.matchAll(/tls-verify-outgoing=0(?=[;\s]|$)/g)) {
      yield { ...inValue(subject, match.index, match.index + match[0].length), message: text };
    }
  },
};
