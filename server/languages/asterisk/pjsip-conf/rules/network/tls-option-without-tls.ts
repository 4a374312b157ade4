import { message } from '../../../../../rules/rule.ts';
import { lastValue } from '../../model/object.ts';
import { atName, type ObjectRule } from '../rule.ts';

/** transport_apply reads the TLS settings only if the protocol is tls; for udp and tcp, there is no message. */
export const tlsOptionWithoutTls: ObjectRule = {
  code: 'pjsip-conf/tls-option-without-tls',
  severity: 'warning',
  family: 'network',
  title: 'TLS options of a transport without TLS',
  why: 'Asterisk silently ignores certificates of a transport for UDP or TCP, which `protocol` is by default: everything is sent unencrypted.',
  fix: 'Set `protocol=tls`, or remove the options.',
  bad: '[tls]\ntype=transport\nbind=0.0.0.0:5061\ncert_file=/etc/asterisk/keys/asterisk.pem\n',
  good: '[tls]\ntype=transport\nprotocol=tls\nbind=0.0.0.0:5061\ncert_file=/etc/asterisk/keys/asterisk.pem\n',
  types: ['transport'],
  options: ['cert_file', 'priv_key_file', 'ca_list_file', 'ca_list_path'],
  on: 'object',
  *check(object) {
    const { settings } = object;
    const protocol = lastValue(settings, 'protocol')?.toLowerCase() ?? 'udp';
    if (object.loss !== undefined || !object.isWhole || (protocol !== 'udp' && protocol !== 'tcp')) return;
    const setting = settings.find(
      ({ option, value }) =>
        value !== '' && /^(cert_file|priv_key_file|ca_list_(file|path))$/.test(option.key),
    );
    if (setting === undefined) return;
    yield {
      ...atName(setting),
      message: message(
        `Asterisk ignores ${setting.option.name} of a transport for ${protocol.toUpperCase()}.`,
        'Nothing that it sends is encrypted.',
        'Set protocol=tls, or remove the line.',
      ),
    };
  },
};
