import { message } from '../../../../rules/rule.ts';
import { words } from '../../facts/values.ts';
import { effective, type FlexisipModel, flag, isKnown, isModuleOn, list } from '../../model/model.ts';
import { type Endpoint, endpointOf, proxyEndpoints } from '../../model/nextHops.ts';
import { hostKey } from '../../model/ownUris.ts';
import { atSettingOr, type FileRule } from '../rule.ts';

export const nothingListens: FileRule = {
  code: 'flexisip-conf/nothing-listens',
  severity: 'warning',
  family: 'settings',
  title: 'Local address on which nothing listens',
  why: 'The proxy and an internal server find each other by two settings that must match: the URI in one and the transport in the other. If the port or the protocol differs, both start, but every request between them fails.',
  fix: 'Write the same protocol and port on both sides.',
  bad: '[global]\ndefault-servers=proxy b2bua\n[module::B2bua]\nenabled=true\n[b2bua-server]\ntransport=sip:127.0.0.1:6070;transport=tcp\n',
  good: '[global]\ndefault-servers=proxy b2bua\n[module::B2bua]\nenabled=true\nb2bua-server=sip:127.0.0.1:6070;transport=tcp\n[b2bua-server]\ntransport=sip:127.0.0.1:6070;transport=tcp\n',
  on: 'file',
  *check(model) {
    const running = new Set(list(model, 'global', 'default-servers').map(({ text }) => text));
    if (!running.has('proxy')) return;
    for (const { server, from, to } of pairs) {
      if (!running.has(server) || !isInUse(model, from) || !isKnown(model, ...to)) continue;
      const { value, setting } = effective(model, ...from);
      const target = endpointOf(value.replace(/\r$/, ''));
      if (target === undefined || !isLoopback(target.host)) continue;
      const listening = to[0] === 'global' ? proxyEndpoints(model) : endpointsAt(model, to);
      if (listening === undefined || listening.some(endpoint => isReached(target, endpoint, to[0]))) continue;
      const other = effective(model, ...to).setting;
      yield {
        ...atSettingOr(model, setting ?? other, (setting ?? other)?.section.header?.name ?? from[0]),
        message: message(
          `\`${from[1]}\` of [${from[0]}] points to ${shown(target)}, but \`${to[1]}\` of [${to[0]}] does not listen there.`,
          'Requests between the two servers fail.',
          'Use the same protocol and port in both.',
        ),
      };
    }
  },
};

type Item = readonly [section: string, key: string];

interface Pair {
  /** The word in `default-servers` that starts the internal server. */
  readonly server: string;
  /** The setting with the URI that requests are sent to, and the setting that listens there. */
  readonly from: Item;
  readonly to: Item;
}

const pairs: readonly Pair[] = [
  { server: 'b2bua', from: ['module::B2bua', 'b2bua-server'], to: ['b2bua-server', 'transport'] },
  { server: 'regevent', from: ['module::RegEvent', 'regevent-server'], to: ['regevent-server', 'transport'] },
  {
    server: 'presence',
    from: ['module::Presence', 'presence-server'],
    to: ['presence-server', 'transports'],
  },
  {
    server: 'voicemail',
    from: ['module::Router', 'voicemail-server'],
    to: ['voicemail-server', 'transport'],
  },
  { server: 'b2bua', from: ['b2bua-server', 'outbound-proxy'], to: ['global', 'transports'] },
  { server: 'conference', from: ['conference-server', 'outbound-proxy'], to: ['global', 'transports'] },
];

function isInUse(model: FlexisipModel, [section, key]: Item): boolean {
  if (!isKnown(model, section, key)) return false;
  if (section.startsWith('module::')) return isModuleOn(model, section);
  return !isKnown(model, section, 'enabled') || flag(model, section, 'enabled');
}

function endpointsAt(model: FlexisipModel, item: Item): readonly Endpoint[] | undefined {
  const endpoints = words(effective(model, ...item).value.replace(/\r$/, ''), model.version).map(({ text }) =>
    endpointOf(text),
  );
  return endpoints.every(endpoint => endpoint !== undefined) ? endpoints : undefined;
}

/** Internal servers use the port of their URI and listen on all addresses; the proxy binds the address. */
function isReached(target: Endpoint, { protocols, host, port }: Endpoint, section: string): boolean {
  if (port !== '*' && port !== '0' && port !== target.port) return false;
  if (!protocols.some(protocol => target.protocols.includes(protocol))) return false;
  // What a host name resolves to is unknown.
  return section !== 'global' || !isForeignAddress(host);
}

function isForeignAddress(host: string): boolean {
  const name = hostKey(host);
  if (name === '0.0.0.0' || name === '::' || name === '::0' || isLoopback(host)) return false;
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(name) || name.includes(':');
}

function isLoopback(host: string): boolean {
  const name = hostKey(host);
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}

function shown({ protocols, host, port }: Endpoint): string {
  return `${host}:${port} over ${protocols.map(protocol => protocol.toUpperCase()).join(' or ')}`;
}
