/**
 * The word of `auth-domains` under which a From host is challenged: the exact word, a single `*`, or the first word, in
 * byte order, with a star whose two sides both occur in the host (`ModuleAuthenticationBase::findAuthModule`).
 */
export function authenticationDomain(domains: readonly string[], host: string): string | undefined {
  if (domains.includes(host)) return host;
  if (domains.includes('*')) return '*';
  return [...domains].sort(byBytes).find(domain => fitsAround(domain, host));
}

/**
 * The word of `reg-domains` that makes the registrar accept a From host: the exact host, or a word with a star at the
 * start or inside.
 */
export function registrarDomain(domains: readonly string[], host: string): string | undefined {
  return domains.find(domain => domain === host || domain.startsWith('*') || fitsAround(domain, host));
}

/** Do the texts before and after the first star each occur somewhere in the host? */
function fitsAround(domain: string, host: string): boolean {
  const star = domain.indexOf('*');
  if (star < 0) return false;
  return host.includes(domain.slice(0, star)) && host.includes(domain.slice(star + 1));
}

function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
