import { message } from '../../../../../rules/rule.ts';
import { lastOf, lastValue } from '../../model/object.ts';
import { atName, type ObjectRule, removingLine } from '../rule.ts';

/** transport_apply logs a warning for these options of ws and wss. */
export const websocketCertificateIgnored: ObjectRule = {
  code: 'pjsip-conf/websocket-certificate-ignored',
  severity: 'warning',
  family: 'network',
  title: 'Certificate of a WebSocket transport',
  why: "WebSocket connections arrive at Asterisk's HTTP server. Its address, port and certificate are set in http.conf. Asterisk logs a warning and ignores those of the transport.",
  fix: 'Remove the line, and set `tlsenable=yes` and `tlscertfile` in http.conf.',
  bad: '[wss]\ntype=transport\nprotocol=wss\nbind=0.0.0.0\ncert_file=/etc/asterisk/keys/asterisk.pem\n',
  good: '[wss]\ntype=transport\nprotocol=wss\nbind=0.0.0.0\n',
  types: ['transport'],
  on: 'object',
  *check(object) {
    if (object.loss !== undefined) return;
    const { settings } = object;
    if (!/^wss?$/i.test(lastValue(settings, 'protocol') ?? '')) return;
    for (const key of ['cert_file', 'priv_key_file', 'ca_list_file', 'ca_list_path']) {
      const setting = lastOf(settings, key);
      if (setting === undefined || setting.value === '') continue;
      yield {
        ...atName(setting),
        message: message(
          `Asterisk ignores ${key} of a WebSocket transport.`,
          "Asterisk's HTTP server accepts the connections, with the certificate in http.conf.",
          'Remove the line, and set tlscertfile in http.conf.',
        ),
        fixes: setting.entry === object.entry ? [removingLine(`Remove "${key}"`, setting)] : [],
      };
    }
  },
};
