import { message } from '../../../../../rules/rule.ts';
import { parseAddress, plainAddress } from '../../../../../sip/ipAddress.ts';
import type { Setting } from '../../../config/entry.ts';
import { splitWords } from '../../../values/words.ts';
import { matchEntry } from '../../facts/addresses.ts';
import { hostOf } from '../../facts/uriSyntax.ts';
import { identifierOrder } from '../../matching/identifiers.ts';
import { identifiesOf, isFoundByName, isPasswordRequired } from '../../model/access.ts';
import { identifyCovering, type Network } from '../../model/identifies.ts';
import type { PjsipConf } from '../../model/model.ts';
import { lastValue, type PjsipObject } from '../../model/object.ts';
import { atValue, type Finding, type WholeRule } from '../rule.ts';
import { named } from '../texts.ts';

/** ip_identify runs before the username identifier unless endpoint_identifier_order says otherwise; the first result counts. */
export const identifyShadowsEndpoint: WholeRule = {
  code: 'pjsip-conf/identify-shadows-endpoint',
  severity: 'warning',
  habit: 'rule',
  family: 'security',
  title: 'Identify that covers the address of another endpoint',
  why: 'The address of a caller is checked before the user name, unless `endpoint_identifier_order` changes the order. A phone at an address that an identify covers is therefore recognized as the endpoint of the identify: it calls without its password and in another context, and its registrations are answered with 404.',
  fix: 'Exclude the address with `!` and a mask after the network, as in `match=192.168.1.0/24,!192.168.1.20/32`, or set `endpoint_identifier_order=username,ip,anonymous` in the global object.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\ncontact=sip:alice@192.168.1.20\n\n[gateway]\ntype=endpoint\ncontext=trunks\nallow=ulaw\nidentify_by=ip\n\n[gateway]\ntype=identify\nendpoint=gateway\nmatch=192.168.1.0/24\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\ncontact=sip:alice@192.168.1.20\n\n[gateway]\ntype=endpoint\ncontext=trunks\nallow=ulaw\nidentify_by=ip\n\n[gateway]\ntype=identify\nendpoint=gateway\nmatch=192.168.1.0/24,!192.168.1.20/32\n',
  on: 'whole',
  check(model) {
    const version = ['identify', 'aor', 'endpoint'].map(type => model.versionOf(type)).join();
    let known = computed.get(model);
    if (known?.version !== version) {
      known = { version, findings: [...shadowed(model)] };
      computed.set(model, known);
    }
    return known.findings;
  },
};

/** Computed again only after a change in one of the objects in question. */
const computed = new WeakMap<
  PjsipConf,
  { readonly version: string; readonly findings: readonly Finding[] }
>();

function* shadowed(model: PjsipConf): Generator<Finding> {
  if (model.ofType('identify').size === 0) return;
  const order = identifierOrder(model);
  if (order.indexOf('username') < order.indexOf('ip')) return;
  const seen = new Set<string>();
  for (const object of model.located) {
    if (!model.isLoaded(object)) continue;
    for (const endpoint of endpointsOf(object, model))
      for (const { network, setting, text } of addressesOf(object)) {
        const covering = identifyCovering(model, network);
        if (covering === undefined) continue;
        const other = lastValue(covering.identify.settings, 'endpoint') ?? '';
        const pair = `${covering.identify.name}\n${endpoint.name}`;
        if (other === endpoint.name || seen.has(pair)) continue;
        seen.add(pair);
        const what = `The ${named(covering.identify)} also covers ${text}, an address of the ${named(endpoint)}.`;
        const why = `Calls from there are recognized as the endpoint "${other}", without the password of "${endpoint.name}".`;
        yield {
          ...atValue(covering.setting),
          message: message(what, why, 'Exclude the address, or check user names first.'),
          related: [{ ...atValue(setting), message: 'This line sets the address.' }],
        };
      }
  }
}

/** The endpoints that expect their callers to be recognized by name and to know a password. */
function endpointsOf(object: PjsipObject, model: PjsipConf): readonly PjsipObject[] {
  const all =
    object.type === 'endpoint'
      ? [object]
      : model.usersOf('aor', object.name).filter(({ type }) => type === 'endpoint');
  return all.filter(
    endpoint =>
      model.isLoaded(endpoint) &&
      isPasswordRequired(endpoint) &&
      isFoundByName(endpoint.settings) &&
      identifiesOf(model, endpoint.name).length === 0,
  );
}

/** The addresses in the fixed contacts of an aor, or in the `permit` lines of an endpoint. */
function addressesOf({ type, settings }: PjsipObject) {
  const found: { readonly network: Network; readonly setting: Setting; readonly text: string }[] = [];
  for (const setting of settings) {
    if (setting.option.key !== (type === 'aor' ? 'contact' : 'permit')) continue;
    for (const word of splitWords(setting.value)) {
      const text = type === 'aor' ? hostOf(word.text) : word.text.trim();
      const network = text === undefined ? undefined : networkOf(text);
      if (text !== undefined && network !== undefined) found.push({ network, setting, text });
    }
  }
  return found;
}

function networkOf(text: string): Network | undefined {
  const address = parseAddress(text.replace(/^\[|\]$/g, ''));
  if (address !== undefined) {
    const bytes = plainAddress(address).toByteArray();
    return { bytes, bits: bytes.length * 8 };
  }
  const entry = matchEntry(text);
  if (entry.kind !== 'network' || entry.isNegated) return undefined;
  return { bytes: entry.network.toByteArray(), bits: entry.bits };
}
