import { message } from '../../../../../rules/rule.ts';
import { type CompanionConf, companionConf } from '../../../companions/companionConf.ts';
import { isTrue } from '../../../values/truth.ts';
import { lastOf, lastValue } from '../../model/object.ts';
import { atValue, type ObjectRule } from '../rule.ts';

/**
 * WebSocket transports have no listener of their own: http.c accepts the connections, and is off by default. With tlsbindaddr, its
 * TLS listener starts without enabled=yes.
 */
export const websocketWithoutHttp: ObjectRule = {
  code: 'pjsip-conf/websocket-without-http',
  severity: 'warning',
  family: 'network',
  title: 'WebSocket transport, but the HTTP server is off',
  why: "WebSocket connections arrive at Asterisk's HTTP server, which is off unless http.conf turns it on. For `wss`, the HTTP server also needs TLS and a certificate, unless a proxy in front of it decrypts the connections. The `bind` of the transport does not count.",
  fix: 'Set `enabled=yes` in http.conf, and `tlsenable=yes` and `tlscertfile` for `wss`.',
  bad: '[wss]\ntype=transport\nprotocol=wss\nbind=0.0.0.0\n',
  files: { 'http.conf': '[general]\nenabled=no\n' },
  good: '[udp]\ntype=transport\nprotocol=udp\nbind=0.0.0.0\n',
  types: ['transport'],
  on: 'object',
  *check(object, model) {
    if (object.loss !== undefined) return;
    const protocol = lastOf(object.settings, 'protocol');
    const word = protocol?.value.toLowerCase();
    if (protocol === undefined || (word !== 'ws' && word !== 'wss')) return;
    const http = companionConf(model.conf, 'http.conf');
    if (http === undefined || http === null || !http.isComplete) return;
    const isPlain = isTrue(general(http, 'enabled'));
    const isTls = isTrue(general(http, 'tlsenable')) && (isPlain || general(http, 'tlsbindaddr') !== '');
    if (!isPlain && !isTls)
      yield {
        ...atValue(protocol),
        message: message(
          'http.conf does not enable the HTTP server.',
          'Asterisk does not accept WebSocket connections.',
          'Set enabled=yes in http.conf.',
        ),
      };
    else if (word === 'wss' && !isTls)
      yield {
        ...atValue(protocol),
        message: message(
          'http.conf does not enable TLS.',
          'Asterisk itself accepts no wss connections; they work only through a proxy that decrypts them.',
          'Set tlsenable=yes and tlscertfile in http.conf.',
        ),
      };
  },
};

function general({ sections }: CompanionConf, key: string): string {
  return lastValue(sections.get('general')?.settings ?? [], key) ?? '';
}
