import type { SipMessage } from '../../../../../sip/message.ts';
import { parseSdp, type SdpMedia } from '../../../../../sip/sdp.ts';
import { isAtLeast } from '../../../config/branch.ts';
import type { Setting } from '../../../config/entry.ts';
import { codecNames, codecWords } from '../../../values/codecs.ts';
import { isTrue } from '../../../values/truth.ts';
import { type Device, effective, type SipConf } from '../../model/model.ts';
import { offeredDescription } from './offeredDescription.ts';

/** What the server says to the session description of an INVITE. */
export interface OfferDecision {
  /** `none`: there is no description, and the server offers its own later. */
  readonly kind: 'none' | 'accepted' | 'refused';
  readonly detail: string;
  readonly lines: readonly Setting[];
}

/** process_sdp as far as it can refuse an offer: streams, encryption, common codecs. `device` undefined: a guest. */
export function judgeOffer(message: SipMessage, device: Device | undefined, model: SipConf): OfferDecision {
  const description = offeredDescription(message);
  if (description === undefined)
    return {
      kind: 'none',
      detail: 'The message holds no session description; the server will offer its own codecs.',
      lines: [],
    };
  const { media, lines } = parseSdp(description);
  if (media.length === 0) return refused('The session description has no m= line.');
  const origin = lines.find(line => line.type === 'o' || line.type === 'm');
  if (origin?.type === 'o' && !/^\S* \S* *[+-]?\d/.test(origin.value.text))
    return refused('The o= line of the session description cannot be read.');
  const hasAddress = lines.some(line => line.type === 'c');
  const isOn = (option: string): boolean => isTrue(settingOf(option, device, model)?.value ?? 'no');
  const image = media.find(stream => stream.kind === 'image' && stream.port !== 0);
  const hasFax =
    image !== undefined && /^(?!.*\bno\b).+/i.test(settingOf('t38pt_udptl', device, model)?.value ?? 'no');
  const kinds = [
    'audio',
    ...(isOn('videosupport') ? ['video'] : []),
    ...(isOn('textsupport') ? ['text'] : []),
  ];
  const streams = takenStreams(media, kinds, model);
  if (model.branch === '1.8' && new Set(streams.map(({ kind }) => kind)).size < streams.length)
    return refused('The session description offers two streams of one kind.');
  if (!hasAddress) return refused('The session description names no address (c=).');
  if (streams.length === 0 && !hasFax)
    return refused(
      'The session description offers no stream that this device takes (port 0, or a kind that is not supported).',
    );
  const encryption = settingOf('encryption', device, model);
  const secure = streams.filter(stream => isEncrypted(stream, model));
  const bare = secure.find(
    stream => !stream.attributes.some(({ name }) => name === 'crypto' || name === 'fingerprint'),
  );
  if (bare !== undefined) return refused('The offer asks for encryption but holds no keys (a=crypto).');
  if (encryption !== undefined && isTrue(encryption.value) && device !== undefined && secure.length === 0)
    return refused('The device is set to encrypt, and the offer is not encrypted.', [encryption]);
  const { codecs, lines: codecLines } = allowedCodecs(device, model);
  const offered = [...new Set(streams.flatMap(stream => offeredCodecs(stream)))];
  const common = offered.filter(codec => codecs.has(codec));
  if (common.length > 0)
    return { kind: 'accepted', detail: `Codecs in common: ${common.join(', ')}.`, lines: codecLines };
  if (hasFax) return { kind: 'accepted', detail: 'The offer is a fax over T.38.', lines: [] };
  const has = offered.length === 0 ? 'no codec that the server knows' : offered.join(', ');
  return refused(
    `No codec in common: the offer has ${has}; allowed are ${[...codecs].join(', ') || 'none'}.`,
    codecLines,
  );
}

/** From 16 on keys are enough; before, keys without a secure profile are passed over. */
function isEncrypted({ kind, protocol, attributes }: SdpMedia, model: SipConf): boolean {
  if (/SAVP/.test(protocol)) return true;
  const hasKeys = kind !== 'text' && attributes.some(({ name }) => name === 'crypto');
  return hasKeys && isAtLeast(model.branch, '16');
}

/** Streams that are neither switched off nor of an unknown profile; from 11 on one of each kind. */
function takenStreams(media: readonly SdpMedia[], kinds: readonly string[], model: SipConf): SdpMedia[] {
  const profile = knownProfiles(model);
  const usable = media.filter(
    ({ kind, port, protocol }) => kinds.includes(kind) && port !== 0 && profile.test(protocol),
  );
  if (!isAtLeast(model.branch, '11')) return usable;
  return usable.filter((stream, index) => usable.findIndex(({ kind }) => kind === stream.kind) === index);
}

function knownProfiles(model: SipConf): RegExp {
  if (isAtLeast(model.branch, '11')) return /^(UDP\/TLS\/)?RTP\/S?AVPF?$/;
  return isAtLeast(model.branch, '1.8') ? /^RTP\/S?AVP$/ : /^RTP\/AVP$/;
}

function refused(detail: string, lines: readonly Setting[] = []): OfferDecision {
  return { kind: 'refused', detail, lines };
}

function settingOf(option: string, device: Device | undefined, model: SipConf): Setting | undefined {
  return device === undefined ? model.general.last(option) : effective(device, model.general, option);
}

/** Codecs allowed when nothing says otherwise (sip_set_default_format_capabilities). */
const DEFAULT_CODECS = ['ulaw', 'alaw', 'gsm', 'h263'];

/** All allow and disallow lines, those of [general] first, each on top of what was there before. */
export function allowedCodecs(
  device: Device | undefined,
  model: SipConf,
): { readonly codecs: ReadonlySet<string>; readonly lines: readonly Setting[] } {
  const settings = [...model.general.settings, ...(device?.settings ?? [])];
  const lines = settings.filter(({ option }) => option.key === 'allow' || option.key === 'disallow');
  const codecs = new Set(DEFAULT_CODECS);
  const known = codecNames(model.branch).filter(name => name !== 'all');
  for (const { option, value } of lines) {
    for (const word of codecWords(value, model.branch)) {
      const name = word.name.toLowerCase();
      const isAllowed = (option.key === 'allow') !== word.isNegated;
      for (const codec of name === 'all' ? known : [CODEC_ALIASES.get(name) ?? name]) {
        if (!known.includes(codec)) continue;
        if (isAllowed) codecs.add(codec);
        else codecs.delete(codec);
      }
    }
  }
  return { codecs, lines };
}

const CODEC_ALIASES: ReadonlyMap<string, string> = new Map([
  ['g711u', 'ulaw'],
  ['g711a', 'alaw'],
]);

/** The server's names of the codecs of a stream. */
function offeredCodecs(stream: SdpMedia): string[] {
  return stream.codecs.flatMap(({ name }) => {
    const [encoding = '', rate = ''] = name.toLowerCase().split('/');
    const codec = RTP_NAMES.get(`${encoding}/${rate}`) ?? RTP_NAMES.get(encoding);
    return codec === undefined ? [] : [codec];
  });
}

/** Encoding names of RTP, with the clock rate where it makes a difference (main/rtp_engine.c). */
const RTP_NAMES: ReadonlyMap<string, string> = new Map([
  ['pcmu', 'ulaw'],
  ['g711u', 'ulaw'],
  ['pcma', 'alaw'],
  ['g711a', 'alaw'],
  ['gsm', 'gsm'],
  ['g722', 'g722'],
  ['g723', 'g723'],
  ['g729', 'g729'],
  ['g729a', 'g729'],
  ['g.729', 'g729'],
  ['ilbc', 'ilbc'],
  ['lpc', 'lpc10'],
  ['dvi4/8000', 'adpcm'],
  ['g726-32', 'g726'],
  ['aal2-g726-32', 'g726aal2'],
  ['l16/8000', 'slin'],
  ['l16/16000', 'slin16'],
  ['l16-256/16000', 'slin16'],
  ['speex/8000', 'speex'],
  ['speex/16000', 'speex16'],
  ['speex/32000', 'speex32'],
  ['g7221/16000', 'siren7'],
  ['g7221/32000', 'siren14'],
  ['g719', 'g719'],
  ['opus', 'opus'],
  ['h261', 'h261'],
  ['h263', 'h263'],
  ['h263-1998', 'h263p'],
  ['h263-2000', 'h263p'],
  ['h264', 'h264'],
  ['h265', 'h265'],
  ['vp8', 'vp8'],
  ['vp9', 'vp9'],
  ['mp4v-es', 'mpeg4'],
  ['jpeg', 'jpeg'],
  ['png', 'png'],
  ['t140', 't140'],
  ['red', 'red'],
]);
