import { message } from '../../../../rules/rule.ts';
import { effective, isKnown, list, written } from '../../model/model.ts';
import { isTlsTransport } from '../../model/transports.ts';
import { type FileRule, inValue } from '../rule.ts';

export const tlsWithoutCertificate: FileRule = {
  code: 'flexisip-conf/tls-without-certificate',
  severity: 'warning',
  family: 'settings',
  title: 'TLS without a certificate',
  why: "A `sips:` transport needs the server's certificate and its key.",
  fix: 'Set `tls-certificates-file` and `tls-certificates-private-key`.',
  bad: '[global]\nlog-level=error\ntransports=sips:*:5061\ntls-certificates-private-key= \ntls-certificates-file= \n',
  good: '[global]\ntransports=sips:*:5061\ntls-certificates-file=/etc/flexisip/tls/cert.pem\ntls-certificates-private-key=/etc/flexisip/tls/key.pem\n',
  exampleVersion: '2.6',
  since: '2.2.0-beta',
  on: 'file',
  *check(model) {
    const certificate = effective(model, 'global', 'tls-certificates-file').value;
    const transports = written(model, 'global', 'transports');
    const directory = isKnown(model, 'global', 'tls-certificates-dir');
    if (certificate !== '' || transports === undefined || directory) return;
    for (const { text, start } of list(model, 'global', 'transports')) {
      if (!isTlsTransport(text) || /tls-certificates?-(dir|file)=/.test(text)) continue;
      const what = 'This transport has no certificate.';
      const todo = 'Set `tls-certificates-file` and `tls-certificates-private-key`.';
      yield {
        ...inValue(transports, start, start + text.length),
        message: message(what, 'Clients cannot connect over TLS.', todo),
      };
    }
  },
};
