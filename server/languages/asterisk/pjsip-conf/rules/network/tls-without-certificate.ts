import { message } from '../../../../../rules/rule.ts';
import { lastOf, lastValue } from '../../model/object.ts';
import { atValue, type ObjectRule } from '../rule.ts';

/** transport_apply starts the listener whether or not cert_file is set; measured with Asterisk 20: no message. */
export const tlsWithoutCertificate: ObjectRule = {
  code: 'pjsip-conf/tls-without-certificate',
  severity: 'warning',
  family: 'network',
  title: 'TLS transport without a certificate',
  why: 'Asterisk starts the transport and listens, without any message. However, a TLS server without a certificate cannot agree on a cipher, so every incoming connection fails in the handshake. Only connections that Asterisk opens itself work.',
  fix: 'Set `cert_file` and `priv_key_file`. If the key is in the file of the certificate, set both to that file.',
  bad: '[tls]\ntype=transport\nprotocol=tls\nbind=0.0.0.0\n',
  good: '[tls]\ntype=transport\nprotocol=tls\nbind=0.0.0.0\ncert_file=/etc/asterisk/keys/asterisk.pem\npriv_key_file=/etc/asterisk/keys/asterisk.pem\n',
  types: ['transport'],
  on: 'object',
  *check(object) {
    if (object.loss !== undefined) return;
    const { settings } = object;
    const protocol = lastOf(settings, 'protocol');
    if (protocol?.value.toLowerCase() !== 'tls' || (lastValue(settings, 'cert_file') ?? '') !== '') return;
    yield {
      ...atValue(protocol),
      message: message(
        'This TLS transport has no certificate.',
        'Asterisk starts it without a message, but every incoming connection fails.',
        'Add cert_file and priv_key_file.',
      ),
    };
  },
};
