/** `192.0.2.1` of `192.0.2.1:5060`. */
export function hostOf(endpoint: string): string {
  const colon = endpoint.lastIndexOf(':');
  if (colon < 0 || colon === endpoint.length - 1) return endpoint;
  for (let at = colon + 1; at < endpoint.length; at++) {
    const code = endpoint.charCodeAt(at);
    if (code < 48 || code > 57) return endpoint;
  }
  return endpoint.slice(0, colon);
}

/** Host and port of a URI as written; the default port of SIP if it has none. */
export function endpointOfUri(uri: string | undefined): string | undefined {
  const found = /^<?(sips?):(?:[^@>]*@)?(\[[^\]]*\]|[^:;?>\s]+)(?::(\d+))?/i.exec(uri ?? '');
  return found === null
    ? undefined
    : `${found[2]}:${found[3] ?? (found[1]?.toLowerCase() === 'sips' ? '5061' : '5060')}`;
}
