import { computeDigest, computeHa1 } from '../../../sip/digest/digest.ts';

/** The parties. Addresses are `host:port`, users are plain names or numbers. */
export interface ScenarioParties {
  readonly caller: string;
  readonly callee: string;
  readonly callerAddress: string;
  readonly calleeAddress: string;
  readonly serverAddress: string;
  readonly domain: string;
  /** Used only for the hash; a trace never contains it. */
  readonly password: string;
}

export interface Body {
  readonly type: string;
  readonly text: string;
}

const NONCE = '5f2c9a7e31d84b06';

/** A challenge from the server. `header` is `WWW-Authenticate` or `Proxy-Authenticate`. */
export function challengeLine({ domain }: ScenarioParties, header: string): string {
  return `${header}: Digest realm="${quotable(domain)}", nonce="${NONCE}", algorithm=MD5, qop="auth"`;
}

/** The caller's answer to the challenge. */
export function answerLine(
  { caller, domain, password }: ScenarioParties,
  header: string,
  method: string,
  uri: string,
): string {
  const cnonce = '0a4f113b';
  const { response } = computeDigest(computeHa1('MD5', caller, domain, password), {
    algorithm: 'MD5',
    method,
    uri,
    nonce: NONCE,
    qop: 'auth',
    nc: '00000001',
    cnonce,
  });
  return `${header}: Digest username="${quotable(caller)}", realm="${quotable(domain)}", nonce="${NONCE}", uri="${uri}", response="${response}", algorithm=MD5, cnonce="${cnonce}", qop=auth, nc=00000001`;
}

/** An offer or answer of audio at a host, IPv6 in brackets. */
export function sessionDescription(host: string, port: number, direction: string): Body {
  const kind = host.startsWith('[') ? 'IP6' : 'IP4';
  const address = host.replace(/^\[|\]$/g, '');
  const lines = [
    'v=0',
    `o=- 1 1 IN ${kind} ${address}`,
    's=-',
    `c=IN ${kind} ${address}`,
    't=0 0',
    `m=audio ${port} RTP/AVP 8 0 101`,
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    `a=${direction}`,
  ];
  return { type: 'application/sdp', text: lines.map(line => `${line}\r\n`).join('') };
}

function quotable(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}
