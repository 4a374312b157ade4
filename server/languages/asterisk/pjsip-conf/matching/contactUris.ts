/**
 * True for URIs that pjproject considers the same contact (sip_url_compare): the host is case-insensitive, and parameters other
 * than transport, user, ttl, method and maddr only count if both have them.
 */
export function isSameContact(one: string, other: string): boolean {
  if (one === other) return true;
  const a = readUri(one);
  const b = readUri(other);
  if (a === undefined || b === undefined) return false;
  if (a.scheme !== b.scheme || a.account !== b.account || a.host !== b.host || a.port !== b.port)
    return false;
  for (const name of new Set([...a.parameters.keys(), ...b.parameters.keys()])) {
    const [left, right] = [a.parameters.get(name), b.parameters.get(name)];
    if (left === right) continue;
    if (COUNTING.has(name) || (left !== undefined && right !== undefined)) return false;
  }
  return a.headers === b.headers;
}

const COUNTING = new Set(['transport', 'user', 'ttl', 'method', 'maddr']);

interface ComparedUri {
  readonly scheme: string;
  readonly account: string;
  readonly host: string;
  readonly port: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly headers: string;
}

function readUri(text: string): ComparedUri | undefined {
  const match = /^(sips?):(?:([^@]*)@)?(\[[^\]]*\]|[^:;?]+)(?::(\d+))?((?:;[^;?]*)*)(\?.*)?$/i.exec(text);
  if (match === null) return undefined;
  const [, scheme = '', account = '', host = '', port = '0', rest = '', headers = ''] = match;
  const parameters = new Map<string, string>();
  for (const parameter of rest.split(';').slice(1)) {
    const [name = '', value = ''] = parameter.toLowerCase().split('=');
    parameters.set(name, value);
  }
  return { scheme: scheme.toLowerCase(), account, host: host.toLowerCase(), port, parameters, headers };
}
