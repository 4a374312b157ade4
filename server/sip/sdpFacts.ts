/** A server's answer to an offer, or its own offer, as far as the configuration decides it. */
export interface SdpFacts {
  /** One for each m= line, in order. */
  readonly media: readonly StreamFacts[];
}

export interface StreamFacts {
  /** `audio`, `video` ... */
  readonly media: string;
  /** `zero` for a stream that is declined. */
  readonly port: 'zero' | 'nonzero';
  /** Such as `RTP/AVP`. */
  readonly proto: string;
  /** Payload types in order. */
  readonly formats: readonly string[];
  /** Values of the rtpmap lines, such as `8 PCMA/8000`. */
  readonly codecs: readonly string[];
  /** Tag and suite of each crypto line (RFC 4568). */
  readonly crypto?: readonly string[];
  /** Hash of the fingerprint, such as `SHA-256` (RFC 8122). */
  readonly fingerprint?: string;
  /** Which side opens the DTLS connection (RFC 4145). */
  readonly setup?: string;
  /** ICE user name and candidates are announced. */
  readonly iceUfrag: boolean;
  readonly rtcpMux: boolean;
  readonly direction?: string;
}

/** The facts in a few words, such as `audio RTP/SAVP PCMU telephone-event, encrypted (SDES); video declined`. */
export function sdpFactsSummary({ media }: SdpFacts): string {
  return media
    .map(({ media: kind, port, proto, codecs, crypto, fingerprint, direction }) => {
      if (port === 'zero') return `${kind} declined`;
      const names = codecs.map(text => text.replace(/^\d+ /, '').replace(/\/.*$/, ''));
      const keys =
        fingerprint !== undefined ? ', encrypted (DTLS)' : crypto !== undefined ? ', encrypted (SDES)' : '';
      const way = direction === undefined || direction === 'sendrecv' ? '' : `, ${direction}`;
      return `${[kind, proto, ...names].join(' ')}${keys}${way}`;
    })
    .join('; ');
}
