import type { Setting } from '../model/groups.ts';
import { effective, type FlexisipModel, flag, isKnown, isModuleOn, list } from '../model/model.ts';

/** An address or name whose messages are not challenged, with the setting that lists it. */
export interface TrustedPeer {
  readonly host: string;
  readonly setting: Setting | undefined;
}

/** `loadTrustedHosts`: the list itself, the nodes of the cluster, and the host of the presence server. */
export function trustedPeers(model: FlexisipModel, module: string): TrustedPeer[] {
  const peers = hostsOf(model, module, 'trusted-hosts');
  if (flag(model, 'cluster', 'enabled')) {
    for (const peer of hostsOf(model, 'cluster', 'nodes')) peers.push(peer);
  }
  if (isModuleOn(model, 'module::Presence')) {
    const { value, setting } = effective(model, 'module::Presence', 'presence-server');
    const host = /^<?sips?:(?:[^@;>]*@)?(\[[^\]]*\]|[^:;>]+)/i.exec(value)?.[1];
    if (host !== undefined) peers.push({ host, setting });
  }
  return peers;
}

/** Are two hosts the same address? Names are compared as written, since they are not resolved here. */
export function isSameHost(a: string, b: string): boolean {
  return bare(a) === bare(b);
}

function hostsOf(model: FlexisipModel, section: string, key: string): TrustedPeer[] {
  const { setting } = effective(model, section, key);
  return list(model, section, key).flatMap(({ text }) => {
    const [, other, otherKey] = /^\$\{([0-9A-Za-z:-]+)\/([0-9A-Za-z:-]+)\}$/.exec(text) ?? [];
    if (other === undefined || otherKey === undefined) return [{ host: text, setting }];
    if (!isKnown(model, other, otherKey)) return [];
    // The words of the other list are used as written: a reference in it is not followed.
    return list(model, other, otherKey).map(word => ({
      host: word.text,
      setting: effective(model, other, otherKey).setting ?? setting,
    }));
  });
}

function bare(host: string): string {
  return host
    .replace(/^\[|\]$/g, '')
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '');
}
