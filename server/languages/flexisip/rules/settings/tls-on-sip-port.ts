import { message } from '../../../../rules/rule.ts';
import { list, written } from '../../model/model.ts';
import { isTlsTransport } from '../../model/transports.ts';
import { type FileRule, inValue } from '../rule.ts';

export const tlsOnSipPort: FileRule = {
  code: 'flexisip-conf/tls-on-sip-port',
  severity: 'information',
  family: 'settings',
  title: 'TLS on port 5060, and nothing on 5061',
  why: 'Clients that have a `sips:` address without a port use 5061 (RFC 3261 section 19.1.2). With TLS only on 5060, clients connect only if the port is configured.',
  fix: 'Listen on `sips:*:5061`, or configure the port on every client.',
  bad: '[global]\ntransports=sips:*:5060\ntls-certificates-file=/a.pem\ntls-certificates-private-key=/k.pem\n',
  good: '[global]\ntransports=sips:*:5061\ntls-certificates-file=/a.pem\ntls-certificates-private-key=/k.pem\n',
  on: 'file',
  *check(model) {
    const setting = written(model, 'global', 'transports');
    if (setting === undefined) return;
    const transports = list(model, 'global', 'transports').filter(({ text }) => isTlsTransport(text));
    // Without a port TLS is on 5061.
    if (transports.some(({ text }) => portOf(text) !== '5060')) return;
    for (const { text, start } of transports) {
      yield {
        ...inValue(setting, start, start + text.length),
        message: message(
          'TLS is on port 5060, and nothing listens on 5061.',
          'Clients without a configured port use 5061.',
          'Use port 5061 for TLS, or configure the port on every client.',
        ),
      };
    }
  },
};

function portOf(uri: string): string | undefined {
  return /^<?sips?:(?:[^@;>]*@)?(?:\[[^\]]*\]|[^:;>]*):(\d+)/i.exec(uri)?.[1];
}
