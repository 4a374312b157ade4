import { type FlexisipModel, flag, list } from './model.ts';

/** A transport of `sips:`, or of `sip:` with `transport=tls`. */
export function isTlsTransport(uri: string): boolean {
  return /^<?sips:/i.test(uri) || /;transport=tls(;|>|$)/i.test(uri);
}

/** Does any TLS transport request client certificates and verify them? */
export function checksClientCertificates(model: FlexisipModel): boolean {
  if (flag(model, 'global', 'require-peer-certificate')) return true;
  return list(model, 'global', 'transports').some(
    ({ text }) => isTlsTransport(text) && /;tls-verify-incoming=1(;|>|$)/.test(text),
  );
}

/**
 * The server's own addresses according to its transports and aliases; undefined if a transport listens on all addresses
 * of the machine, which are not known here.
 */
export function ownAddresses(model: FlexisipModel): ReadonlySet<string> | undefined {
  const own = new Set(list(model, 'global', 'aliases').map(word => word.text));
  for (const { text } of list(model, 'global', 'transports')) {
    const host = /^<?sips?:(?:[^@;>]*@)?(\[[^\]]*\]|[^:;>]*)/i.exec(text)?.[1] ?? '*';
    if (host === '*' || host === '' || host === '0.0.0.0' || host === '[::0]' || host === '[::]')
      return undefined;
    own.add(host);
    for (const [, other] of text.matchAll(/;maddr=([^;>]+)/g)) if (other !== undefined) own.add(other);
  }
  return own;
}
