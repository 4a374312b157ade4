import { message } from '../../../../../rules/rule.ts';
import type { LackingTransport } from '../../model/outboundTransports.ts';
import { atHeader, atValue, type WholeRule } from '../rule.ts';
import { lost } from '../texts.ts';

export const registrationWithoutTransport: WholeRule = {
  code: 'pjsip-conf/registration-without-transport',
  severity: 'error',
  family: 'references',
  title: 'Registration without a transport for its URI',
  why: 'A registration needs a transport that can send to its server_uri: UDP without a transport parameter, TLS for a sips: URI, IPv6 for an IPv6 address. If no transport has the protocol, Asterisk drops the registration, and the log message gives no reason. A transport that the registration names with `transport=` is used in any case.',
  fix: 'Add a transport with the protocol, name one with `transport=`, or correct the URI.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[provider]\ntype=registration\nserver_uri=sip:sip.provider.com\\;transport=tcp\nclient_uri=sip:alice@sip.provider.com\n',
  good: '[tcp]\ntype=transport\nprotocol=tcp\nbind=0.0.0.0\n\n[provider]\ntype=registration\nserver_uri=sip:sip.provider.com\\;transport=tcp\nclient_uri=sip:alice@sip.provider.com\n',
  on: 'whole',
  *check(model) {
    for (const [registration, lacking] of model.registrationsWithoutTransport()) {
      const { setting } = lacking;
      const own = setting === undefined ? atHeader(registration.entry) : atValue(setting);
      // That of a wizard is reported where the transports are.
      const isHere = model.project.trees.has(own.place.file);
      const transport = model.firstOf('transport') ?? model.firstOf('endpoint');
      const at = isHere || transport === undefined ? own : atHeader(transport.entry);
      const wanted = nameOf(lacking);
      // Without any transport, the file is probably a part of a configuration.
      const isPart = model.ofType('transport').size === 0;
      yield {
        ...at,
        ...(isPart ? { severity: 'warning' } : {}),
        message: message(
          `No transport in this file can send ${wanted} requests.`,
          lost(registration),
          `Add a transport for ${wanted}, or correct the URI.`,
        ),
      };
    }
  },
};

function nameOf({ protocol, isIpv6 }: LackingTransport): string {
  return `${protocol.toUpperCase()}${isIpv6 ? ' over IPv6' : ''}`;
}
