import { message } from '../../../../rules/rule.ts';
import { words } from '../../facts/values.ts';
import type { Setting } from '../../model/groups.ts';
import { effective, type FlexisipModel, isKnown, isModuleOn, written } from '../../model/model.ts';
import { type Endpoint, endpointOf, proxyEndpoints } from '../../model/nextHops.ts';
import { atSettingOr, atValue, type FileRule } from '../rule.ts';

export const nextHopWithoutTransport: FileRule = {
  code: 'flexisip-conf/next-hop-without-transport',
  severity: 'warning',
  family: 'settings',
  title: 'Next hop that no transport of the proxy can reach',
  why: 'The proxy sends only over protocols that it also listens on. With only `sips:` transports, it cannot reach an internal server over TCP: it replies `503 No transport`, or `416` if the next hop is a `sips:` URI and there is no TLS transport. The server starts, and logs the reason only at level `debug`.',
  fix: 'Add a transport with the protocol of the next hop. For an internal server, use the loopback address.',
  bad: '[global]\ntransports=sips:*:5061\ntls-certificates-file=/a.pem\ntls-certificates-private-key=/k.pem\n[module::B2bua]\nenabled=true\n',
  good: '[global]\ntransports=sips:*:5061 sip:127.0.0.1:5060;transport=tcp\ntls-certificates-file=/a.pem\ntls-certificates-private-key=/k.pem\n[module::B2bua]\nenabled=true\n',
  on: 'file',
  *check(model) {
    const endpoints = proxyEndpoints(model);
    if (endpoints === undefined || endpoints.length === 0) return;
    const offered = new Set(endpoints.flatMap(({ protocols }) => protocols));
    for (const { section, key, text, setting } of nextHops(model)) {
      const hop = endpointOf(text);
      if (hop === undefined || hop.protocols.some(protocol => offered.has(protocol))) continue;
      yield {
        ...atSettingOr(model, setting, section),
        message: message(
          `\`${key}\` is reached over ${spoken(hop)}, but no transport of the proxy uses it.`,
          `The reply to such requests is \`${/^<?sips:/i.test(text) ? '416' : '503 No transport'}\`.`,
          `Add ${remedy(hop)} to \`transports\` in [global].`,
        ),
      };
    }
    const transport = written(model, 'module::Forward', 'default-transport');
    const wanted = transport?.entry.value.trim().toLowerCase();
    if (transport === undefined || !isProtocol(wanted) || offered.has(wanted)) return;
    yield {
      ...atValue(transport),
      message: message(
        `Requests to names without a transport are sent over ${wanted.toUpperCase()}, and no transport of the proxy uses it.`,
        'They are answered with `503 No transport`.',
        `Add ${remedy({ protocols: [wanted] })} to \`transports\` in [global].`,
      ),
    };
  },
};

/** `udp` is the default, and leaves the choice to DNS. */
function isProtocol(word: string | undefined): word is 'tcp' | 'tls' {
  return word === 'tcp' || word === 'tls';
}

interface NextHop {
  readonly section: string;
  readonly key: string;
  readonly text: string;
  readonly setting: Setting | undefined;
}

function* nextHops(model: FlexisipModel): Generator<NextHop> {
  for (const [section, key] of places) {
    if (!isKnown(model, section, key) || !isModuleOn(model, section)) continue;
    const { value, setting } = effective(model, section, key);
    for (const { text } of words(value.replace(/\r$/, ''), model.version)) {
      yield { section, key, text, setting };
    }
  }
}

/** Module settings with the URI that requests are sent to. */
const places = [
  ['module::B2bua', 'b2bua-server'],
  ['module::Presence', 'presence-server'],
  ['module::RegEvent', 'regevent-server'],
  ['module::Router', 'fallback-route'],
  ['module::Router', 'voicemail-server'],
  ['module::Forward', 'route'],
  ['module::LoadBalancer', 'routes'],
] as const;

function spoken({ protocols }: Endpoint): string {
  return protocols.map(protocol => protocol.toUpperCase()).join(' or ');
}

function remedy({ protocols }: Pick<Endpoint, 'protocols'>): string {
  if (protocols.includes('tls')) return 'a `sips:` transport';
  const [only] = protocols;
  return protocols.length > 1 ? 'a `sip:` transport' : `a \`sip:\` transport with \`;transport=${only}\``;
}
