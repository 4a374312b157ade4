/** A crypto attribute (RFC 4568) that the server accepts: the tag and the suite that its answer repeats. */
export interface SdesKey {
  readonly tag: number;
  readonly suite: string;
}

/** How the server reads the text after `a=crypto:`. */
export type SdesReading =
  | { readonly kind: 'accepted'; readonly key: SdesKey }
  /** `tag` is remembered even when the rest of the line is refused; undefined when it could not be read. */
  | { readonly kind: 'refused'; readonly reason: string; readonly tag: number | undefined };

/** res_sdp_crypto_parse_offer of res_srtp.c, built without AES-192, AES-256 and GCM as upstream's default is. */
export function readSdesKey(text: string): SdesReading {
  const [tagText = '', suite, keys = '', session = ''] = text.split(' ');
  if (suite === undefined) return refused('the line has no crypto suite', undefined);
  const number = /^\s*([+-]?\d{1,30})/.exec(tagText)?.[1];
  const tag = Number(number);
  if (number === undefined || tag < 0 || tag > 999_999_999)
    return refused(`the tag "${tagText}" is not a number of up to nine digits`, undefined);
  if (session !== '') return refused('session parameters are not supported', undefined);
  if (!SUITES.includes(suite)) return refused(`the suite ${suite} is not supported`, tag);
  let reason = 'the line has no inline key';
  for (const parameter of keys.split(';')) {
    const colon = parameter.indexOf(':');
    if (parameter.slice(0, Math.max(colon, 0)) !== 'inline') continue;
    const [key = '', second, third] = parameter.slice(colon + 1).split('|');
    const fault = second === undefined ? undefined : lifetimeFault(second, third);
    if (fault !== undefined) {
      reason = fault;
      continue;
    }
    const length = decodedLength(key);
    return length === KEY_LENGTH
      ? { kind: 'accepted', key: { tag, suite } }
      : refused(`the key is ${length} bytes long, not ${KEY_LENGTH}`, tag);
  }
  return refused(reason, tag);
}

function refused(reason: string, tag: number | undefined): SdesReading {
  return { kind: 'refused', reason, tag };
}

const SUITES = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'];

/** Master key and salt of AES-128, in bytes. */
const KEY_LENGTH = 30;

/** What may follow the key: a lifetime, then a master key index; or the index alone, which has a colon. */
function lifetimeFault(second: string, third: string | undefined): string | undefined {
  const isIndex = second.includes(':');
  const index = isIndex ? second : third;
  if (index !== undefined && !index.startsWith('1'))
    return `the master key index "${index}" is not 1, the only supported value`;
  if (isIndex) return undefined;
  const power = /^2\^(.*)$/s.exec(second)?.[1];
  const number = /^\s*\+?(\d{1,30})/.exec(power ?? second)?.[1];
  if (number === undefined) return `the lifetime "${second}" cannot be read`;
  const packets = power === undefined ? Number(number) : 2 ** Math.min(Number(number), 48);
  return packets < LEAST_LIFETIME
    ? `the lifetime "${second}" is shorter than the ${LEAST_LIFETIME} packets that the server requires`
    : undefined;
}

const LEAST_LIFETIME = 1_048_576;

/** ast_base64decode: every four characters make three bytes, up to the first padding; characters outside base64 count as zero. */
function decodedLength(key: string): number {
  const letters = /^[^=]*/.exec(key)?.[0].length ?? 0;
  return Math.floor((letters * 6) / 8);
}
