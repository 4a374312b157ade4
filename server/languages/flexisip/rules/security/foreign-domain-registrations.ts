import { message } from '../../../../rules/rule.ts';
import { written } from '../../model/model.ts';
import { checksClientCertificates } from '../../model/transports.ts';
import { atValue, type FileRule } from '../rule.ts';

export const foreignDomainRegistrations: FileRule = {
  code: 'flexisip-conf/foreign-domain-registrations',
  severity: 'warning',
  family: 'security',
  title: 'Servers may register whole domains without a certificate',
  why: 'With `accept-domain-registrations=true`, another server can take over the calls of a whole domain. Only a verified TLS client certificate identifies that server.',
  fix: 'Add `tls-verify-incoming=1` to the `sips:` transport, or set `require-peer-certificate=true`.',
  bad: '[inter-domain-connections]\naccept-domain-registrations=true\n',
  good: '[global]\ntransports=sips:*:5061;tls-verify-incoming=1\n[inter-domain-connections]\naccept-domain-registrations=true\n',
  on: 'file',
  check(model) {
    const setting = written(model, 'inter-domain-connections', 'accept-domain-registrations');
    if (setting === undefined || !/^(true|1)$/.test(setting.entry.value)) return undefined;
    if (checksClientCertificates(model)) return undefined;
    return [
      {
        ...atValue(setting),
        message: message(
          'Any server may register a whole domain here.',
          'No transport verifies client certificates.',
          'Add `tls-verify-incoming=1` to the `sips:` transport.',
        ),
      },
    ];
  },
};
