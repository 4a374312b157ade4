import { isPrivateAddress, type SdpMedia, type SessionDescription, speechCodecs } from './sdp.ts';

export type MediaFaultKind =
  | 'lines'
  | 'kind'
  | 'refused'
  | 'profile'
  | 'family'
  | 'codec'
  | 'keys'
  | 'direction'
  | 'one-way'
  | 'dtmf'
  | 'no-media';

/** A problem of an offer and its answer that keeps media from flowing. */
export interface MediaFault {
  readonly kind: MediaFaultKind;
  /** One sentence; it refers to the messages as `offer` and `answer`. */
  readonly text: string;
  /** True if there is still audio: lost video, lost keys, a call that one side put on hold. */
  readonly isMinor: boolean;
}

/**
 * Compares an offer with its answer by RFC 3264. `names` identify their messages, such as `offer (#0)`. The
 * worst problems come first; empty if media can flow both ways.
 */
export function offerAnswerFaults(
  offer: SessionDescription,
  answer: SessionDescription,
  names: { readonly offer: string; readonly answer: string },
): MediaFault[] {
  const faults: MediaFault[] = [];
  const add = (kind: MediaFaultKind, text: string, isMinor = false) => faults.push({ kind, text, isMinor });
  const wanted = offer.media.filter(isActive);
  const taken = answer.media.filter(isActive);
  if (offer.media.length !== answer.media.length) {
    add(
      'lines',
      `The ${names.offer} has ${streams(offer)}, the ${names.answer} ${streams(answer)}: every m= line must be answered by one in the same position; use port 0 for an unwanted stream (RFC 3264 section 6).`,
    );
  }
  if (wanted.length > 0 && taken.length === 0 && answer.media.length > 0) {
    add(
      'refused',
      `The ${names.answer} refuses every stream with port 0 (RFC 3264 section 6): the call is accepted without any media, and neither side hears anything.`,
    );
  }
  for (const [number, offered] of offer.media.entries()) {
    const answered = answer.media[number];
    if (answered === undefined || !isActive(offered)) continue;
    if (offered.kind !== answered.kind) {
      add(
        'kind',
        `Stream ${number + 1} is offered as ${offered.kind} and answered as ${answered.kind}: the m= lines of an answer must be in the order of the offer (RFC 3264 section 6).`,
      );
      continue;
    }
    if (!isActive(answered)) {
      const isLast = taken.length === 0;
      const isReplaced = taken.some(stream => stream.kind === offered.kind);
      if (!isLast && !isReplaced) {
        add(
          'refused',
          `The ${names.answer} refuses the ${offered.kind} with port 0 (RFC 3264 section 6): the call continues without it.`,
          offered.kind !== 'audio' || taken.some(stream => stream.kind === 'image'),
        );
      }
      continue;
    }
    for (const fault of streamFaults(offered, answered, names)) faults.push(fault);
  }
  return faults.sort((a, b) => Number(a.isMinor) - Number(b.isMinor));
}

function streamFaults(
  offered: SdpMedia,
  answered: SdpMedia,
  names: { readonly offer: string; readonly answer: string },
): MediaFault[] {
  const faults: MediaFault[] = [];
  const add = (kind: MediaFaultKind, text: string, isMinor = false) => faults.push({ kind, text, isMinor });
  const { kind } = offered;
  if (offered.protocol.toUpperCase() !== answered.protocol.toUpperCase()) {
    const both = `The ${names.offer} has the ${kind} as ${offered.protocol}, the ${names.answer} as ${answered.protocol}`;
    const isSecured = isEncrypted(offered) !== isEncrypted(answered);
    add(
      'profile',
      isSecured
        ? `${both}: one side encrypts (SRTP) and the other does not, so neither side hears anything. An answer must use the profile of the offer (RFC 3264 section 6); set both sides to the same encryption.`
        : `${both}: an answer must use the profile of the offer (RFC 3264 section 6); strict phones drop the call.`,
    );
  }
  const families = [offered, answered].map(familyOf);
  const [sent, received] = families;
  const hasIce = [offered, answered].some(({ attributes }) =>
    attributes.some(({ name }) => name === 'candidate'),
  );
  if (sent !== undefined && received !== undefined && sent !== received && !hasIce) {
    add(
      'family',
      `The ${names.offer} wants to receive ${kind} at an ${sent} address (${offered.address}), the ${names.answer} at an ${received} address (${answered.address}): unless both sides have both kinds of addresses, no ${kind} can be sent (RFC 6157 section 4). Set both sides to the same kind, or let the server relay the media.`,
    );
  }
  const codecs = { offered: speechCodecs(offered), answered: speechCodecs(answered) };
  const common = codecs.answered.filter(name => codecs.offered.some(other => sameCodec(name, other)));
  if (codecs.offered.length > 0 && codecs.answered.length > 0 && common.length === 0) {
    add(
      'codec',
      `The ${names.offer} has ${list(codecs.offered)}, the ${names.answer} ${list(codecs.answered)}: they have no ${kind} codec in common. An answer must use formats from the offer (RFC 3264 section 6.1). Allow the same codec on both sides.`,
    );
  } else if (codecs.offered.length > 0 && codecs.answered.length === 0 && answered.codecs.length > 0) {
    add(
      'codec',
      `The ${names.answer} accepts no ${kind} codec of the ${names.offer} (${list(codecs.offered)}), only ${list(answered.codecs.map(codec => codec.name))}: no ${kind} can be sent.`,
    );
  }
  for (const text of keyFaults(offered, answered, names)) add('keys', text);
  const direction = directionFault(offered, answered, names);
  if (direction !== undefined) faults.push(direction);
  if (kind === 'audio' && takesKeys(offered) && !takesKeys(answered) && common.length > 0) {
    add(
      'dtmf',
      `The ${names.offer} has telephone-event for DTMF keys, but the ${names.answer} does not accept it: keys are sent only as tones in the audio, or by INFO if both sides support it (RFC 3264 section 6.1, RFC 4733). Voice menus may not recognize them.`,
      true,
    );
  }
  return faults;
}

/** Of an address, not of a host name. */
function familyOf(media: SdpMedia): 'IPv4' | 'IPv6' | undefined {
  const { address = '' } = media;
  if (isZero(media)) return undefined;
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(address)) return 'IPv4';
  return address.includes(':') ? 'IPv6' : undefined;
}

/** Keys of encrypted media: SDES (RFC 4568) or DTLS (RFC 5763). */
function keyFaults(
  offered: SdpMedia,
  answered: SdpMedia,
  names: { readonly offer: string; readonly answer: string },
): string[] {
  if (!isEncrypted(offered) || !isEncrypted(answered)) return [];
  const suites = (media: SdpMedia): string[] =>
    valuesOf(media, 'crypto').flatMap(value => value.split(/\s+/)[1] ?? []);
  const faults: string[] = [];
  const [chosen] = suites(answered);
  if (chosen !== undefined && suites(offered).length > 0 && !suites(offered).includes(chosen)) {
    faults.push(
      `The ${names.answer} encrypts with ${chosen}, but the ${names.offer} has ${list(suites(offered))}: an answer must use a suite from the offer (RFC 4568 section 5.1.2).`,
    );
  }
  const hasFingerprint = (media: SdpMedia) => valuesOf(media, 'fingerprint').length > 0;
  const isDtls = (media: SdpMedia) => /TLS/i.test(media.protocol) || hasFingerprint(media);
  const hasKeys = (media: SdpMedia) => hasFingerprint(media) || suites(media).length > 0;
  if (hasKeys(offered) && !hasKeys(answered)) {
    const missing = hasFingerprint(offered)
      ? 'fingerprint (RFC 5763 section 5)'
      : 'crypto line (RFC 4568 section 5.1.2)';
    faults.push(
      `The ${names.answer} is encrypted like the ${names.offer}, but has no ${missing}: the two sides cannot agree on keys, and neither hears anything.`,
    );
  }
  if (isDtls(offered) && !isDtls(answered) && suites(answered).length > 0) {
    faults.push(
      `The ${names.offer} exchanges keys by DTLS (fingerprint), but the ${names.answer} by crypto lines: the two cannot agree on keys (RFC 5763 section 5).`,
    );
  }
  const setup = (media: SdpMedia) => valuesOf(media, 'setup')[0];
  if (setup(answered) === 'actpass') {
    faults.push(
      `The ${names.answer} has setup:actpass, but an answer must choose active or passive (RFC 5763 section 5); otherwise, neither side starts the DTLS handshake.`,
    );
  } else if (
    setup(offered) !== undefined &&
    setup(offered) !== 'actpass' &&
    setup(offered) === setup(answered)
  ) {
    faults.push(
      `Both sides have setup:${setup(offered)}: the DTLS handshake needs one active and one passive side (RFC 5763 section 5).`,
    );
  }
  return faults;
}

/** RFC 3264 section 6.1: which directions can answer which, and what is heard. */
function directionFault(
  offered: SdpMedia,
  answered: SdpMedia,
  names: { readonly offer: string; readonly answer: string },
): MediaFault | undefined {
  const { kind } = offered;
  const allowed: Readonly<Record<SdpMedia['direction'], readonly string[]>> = {
    sendrecv: ['sendrecv', 'sendonly', 'recvonly', 'inactive'],
    sendonly: ['recvonly', 'inactive'],
    recvonly: ['sendonly', 'inactive'],
    inactive: ['inactive'],
  };
  const pair = `The ${names.offer} has the ${kind} as ${offered.direction}, the ${names.answer} as ${answered.direction}`;
  if (answered.direction === 'inactive' || isZero(offered) || isZero(answered)) return undefined;
  if (!allowed[offered.direction].includes(answered.direction)) {
    const text = `${pair}: these do not match (RFC 3264 section 6.1); one side expects media that the other does not send.`;
    // sendrecv in answer to sendonly is common for phones, and media servers tolerate it.
    return { kind: 'direction', text, isMinor: answered.direction === 'sendrecv' };
  }
  if (offered.direction === 'sendrecv' && answered.direction === 'sendrecv') return undefined;
  const sends = offered.direction === 'sendonly' || answered.direction === 'recvonly';
  const text = `${pair}: ${kind} flows only one way, from the side of the ${sends ? 'offer to that of the answer' : 'answer to that of the offer'}.`;
  return { kind: 'one-way', text, isMinor: false };
}

/** True for an active stream: port 0 refuses it. */
export function isActive(media: SdpMedia): boolean {
  return media.port !== 0;
}

/** The old way to hold a call (RFC 2543 section B.5): an address of zeros. */
export function isZero(media: SdpMedia): boolean {
  return media.address === '0.0.0.0' || media.address === '::';
}

/** True if the profile is SRTP, with any key exchange. */
function isEncrypted(media: SdpMedia): boolean {
  return /SAVPF?$/i.test(media.protocol);
}

/** True when a description is for a browser: DTLS keys and ICE (RFC 8827 section 6.5). */
export function isWebMedia(media: SdpMedia): boolean {
  return /SAVPF$/i.test(media.protocol) || valuesOf(media, 'fingerprint').length > 0;
}

/** True when the address of a stream is private and nothing in the description offers another way to reach it. */
export function isPrivateMedia(media: SdpMedia): boolean {
  return (
    media.address !== undefined &&
    isActive(media) &&
    isPrivateAddress(media.address) &&
    valuesOf(media, 'candidate').length === 0
  );
}

/** True when telephone-event is among the formats. */
function takesKeys(media: SdpMedia): boolean {
  return media.codecs.some(({ name }) => /^telephone-event\b/i.test(name));
}

/** The values of an attribute of a stream, or of the session if the stream has none. */
function valuesOf(media: SdpMedia, name: string): string[] {
  const own = media.attributes.filter(attribute => attribute.name === name);
  const found = own.length > 0 ? own : media.sessionAttributes.filter(attribute => attribute.name === name);
  return found.map(({ value }) => value ?? '');
}

function sameCodec(a: string, b: string): boolean {
  return codecKey(a) === codecKey(b);
}

/** `PCMU/8000` and `pcmu/8000/1` are one codec. */
function codecKey(name: string): string {
  return name.toLowerCase().replace(/^([^/]+\/\d+)\/1$/, '$1');
}

function streams({ media }: SessionDescription): string {
  const kinds = media.map(stream => stream.kind).join(', ');
  return media.length === 1
    ? `1 stream (${kinds})`
    : `${media.length} streams${kinds === '' ? '' : ` (${kinds})`}`;
}

function list(names: readonly string[]): string {
  const unique = [...new Set(names)];
  return unique.length > 8
    ? `${unique.slice(0, 8).join(', ')} and ${unique.length - 8} more`
    : unique.join(', ');
}
