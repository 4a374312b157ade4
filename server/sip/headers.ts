/** The structure of the value of a header field. */
export type HeaderKind =
  /** Comma-separated name-addr or addr-spec with parameters (Contact, Route ...). */
  | 'addresses'
  /** One name-addr or addr-spec with parameters (From, To ...). */
  | 'address'
  /** Comma-separated sent-protocol sent-by with parameters. */
  | 'via'
  /** A scheme and comma-separated parameters; several challenges are in several header fields. */
  | 'authentication'
  /** Comma-separated tokens or values, each with its own parameters. */
  | 'list'
  /** Comma-separated `name=value` pairs without a scheme (Authentication-Info). */
  | 'pairs'
  /** One value with parameters. */
  | 'value'
  /** Free text or a value with its own grammar; commas have no meaning. */
  | 'text';

/** What is known about a header field name (RFC 3261 section 20 and the IANA registry of SIP header fields). */
export interface HeaderFacts {
  /** The usual spelling. */
  readonly name: string;
  /** The one-letter form, in lower case. */
  readonly compact?: string;
  readonly kind: HeaderKind;
  /** True if a message may contain this field only once. */
  readonly once?: boolean;
}

/** The facts of a header field by any spelling or its compact form; undefined for an unknown name. */
export function headerFacts(name: string): HeaderFacts | undefined {
  return BY_NAME.get(name) ?? BY_NAME.get(name.toLowerCase());
}

/** The usual spelling: `v` and `VIA` become `Via`; an unknown name is returned as it is. */
export function canonicalHeaderName(name: string): string {
  return headerFacts(name)?.name ?? name;
}

/** The one-letter form of a name, such as `v` for `Via`; undefined when there is none. */
export function compactHeaderName(name: string): string | undefined {
  return headerFacts(name)?.compact;
}

/** Every header field that is known, for completion. */
export function knownHeaders(): readonly HeaderFacts[] {
  return HEADERS;
}

const HEADERS: readonly HeaderFacts[] = [
  { name: 'Accept', kind: 'list' },
  { name: 'Accept-Contact', compact: 'a', kind: 'list' },
  { name: 'Accept-Encoding', kind: 'list' },
  { name: 'Accept-Language', kind: 'list' },
  { name: 'Accept-Resource-Priority', kind: 'list' },
  { name: 'Alert-Info', kind: 'list' },
  { name: 'Allow', kind: 'list' },
  { name: 'Allow-Events', compact: 'u', kind: 'list' },
  { name: 'Answer-Mode', kind: 'value', once: true },
  { name: 'Authentication-Info', kind: 'pairs' },
  { name: 'Authorization', kind: 'authentication' },
  { name: 'Call-ID', compact: 'i', kind: 'text', once: true },
  { name: 'Call-Info', kind: 'list' },
  { name: 'Contact', compact: 'm', kind: 'addresses' },
  { name: 'Content-Disposition', kind: 'value', once: true },
  { name: 'Content-Encoding', compact: 'e', kind: 'list' },
  { name: 'Content-Language', kind: 'list' },
  { name: 'Content-Length', compact: 'l', kind: 'text', once: true },
  { name: 'Content-Type', compact: 'c', kind: 'value', once: true },
  { name: 'CSeq', kind: 'text', once: true },
  { name: 'Date', kind: 'text', once: true },
  { name: 'Diversion', kind: 'addresses' },
  { name: 'Error-Info', kind: 'list' },
  { name: 'Event', compact: 'o', kind: 'value', once: true },
  { name: 'Expires', kind: 'text', once: true },
  { name: 'Flow-Timer', kind: 'text', once: true },
  { name: 'From', compact: 'f', kind: 'address', once: true },
  { name: 'Geolocation', kind: 'addresses' },
  { name: 'History-Info', kind: 'addresses' },
  { name: 'Identity', compact: 'y', kind: 'value' },
  { name: 'In-Reply-To', kind: 'list' },
  { name: 'Info-Package', kind: 'value', once: true },
  { name: 'Join', kind: 'value', once: true },
  { name: 'Max-Breadth', kind: 'text', once: true },
  { name: 'Max-Forwards', kind: 'text', once: true },
  { name: 'MIME-Version', kind: 'text', once: true },
  { name: 'Min-Expires', kind: 'text', once: true },
  { name: 'Min-SE', kind: 'value', once: true },
  { name: 'Organization', kind: 'text', once: true },
  { name: 'P-Access-Network-Info', kind: 'list' },
  { name: 'P-Asserted-Identity', kind: 'addresses' },
  { name: 'P-Associated-URI', kind: 'addresses' },
  { name: 'P-Called-Party-ID', kind: 'address', once: true },
  { name: 'P-Charging-Vector', kind: 'value', once: true },
  { name: 'P-Preferred-Identity', kind: 'addresses' },
  { name: 'P-Visited-Network-ID', kind: 'list' },
  { name: 'Path', kind: 'addresses' },
  { name: 'Priority', kind: 'text', once: true },
  { name: 'Privacy', kind: 'text' },
  { name: 'Proxy-Authenticate', kind: 'authentication' },
  { name: 'Proxy-Authentication-Info', kind: 'pairs' },
  { name: 'Proxy-Authorization', kind: 'authentication' },
  { name: 'Proxy-Require', kind: 'list' },
  { name: 'RAck', kind: 'text', once: true },
  { name: 'Reason', kind: 'list' },
  { name: 'Record-Route', kind: 'addresses' },
  { name: 'Recv-Info', kind: 'list' },
  { name: 'Refer-Sub', kind: 'value', once: true },
  { name: 'Refer-To', compact: 'r', kind: 'address', once: true },
  { name: 'Referred-By', compact: 'b', kind: 'address', once: true },
  { name: 'Reject-Contact', compact: 'j', kind: 'list' },
  { name: 'Remote-Party-ID', kind: 'addresses' },
  { name: 'Replaces', kind: 'value', once: true },
  { name: 'Reply-To', kind: 'address', once: true },
  { name: 'Request-Disposition', compact: 'd', kind: 'list' },
  { name: 'Require', kind: 'list' },
  { name: 'Retry-After', kind: 'text', once: true },
  { name: 'Route', kind: 'addresses' },
  { name: 'RSeq', kind: 'text', once: true },
  { name: 'Security-Client', kind: 'list' },
  { name: 'Security-Server', kind: 'list' },
  { name: 'Security-Verify', kind: 'list' },
  { name: 'Server', kind: 'text', once: true },
  { name: 'Service-Route', kind: 'addresses' },
  { name: 'Session-Expires', compact: 'x', kind: 'value', once: true },
  { name: 'Session-ID', kind: 'value', once: true },
  { name: 'SIP-ETag', kind: 'text', once: true },
  { name: 'SIP-If-Match', kind: 'text', once: true },
  { name: 'Subject', compact: 's', kind: 'text', once: true },
  { name: 'Subscription-State', kind: 'value', once: true },
  { name: 'Supported', compact: 'k', kind: 'list' },
  { name: 'Target-Dialog', kind: 'value', once: true },
  { name: 'Timestamp', kind: 'text', once: true },
  { name: 'To', compact: 't', kind: 'address', once: true },
  { name: 'Unsupported', kind: 'list' },
  { name: 'User-Agent', kind: 'text', once: true },
  { name: 'User-to-User', kind: 'list' },
  { name: 'Via', compact: 'v', kind: 'via' },
  { name: 'Warning', kind: 'list' },
  { name: 'WWW-Authenticate', kind: 'authentication' },
];

const BY_NAME: ReadonlyMap<string, HeaderFacts> = new Map(
  HEADERS.flatMap(facts => {
    // The usual spelling, too: it is found without making another string of it.
    const names: [string, HeaderFacts][] = [
      [facts.name, facts],
      [facts.name.toLowerCase(), facts],
    ];
    if (facts.compact !== undefined) names.push([facts.compact, facts]);
    return names;
  }),
);
