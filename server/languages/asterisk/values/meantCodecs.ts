import { nearest } from '../../../text/spelling.ts';

/**
 * The codecs that are meant by a name that Asterisk does not know: those that SDP or another system calls so, or one with a similar
 * name. In the name of a codec, another number is another codec, never a slip of the finger.
 */
export function meantCodecs(written: string, known: readonly string[]): readonly string[] {
  const plain = written
    .toLowerCase()
    .replace(/\+$/, 'plus')
    .replace(/[^a-z0-9]/g, '');
  const named = known.filter(name => name === plain || otherNames[name]?.split(' ').includes(plain));
  if (named.length > 0) return named;
  const parts = written.toLowerCase().split(/[\s&+;/]+/);
  if (parts.length > 1 && parts.every(part => known.includes(part))) return [parts.join(',')];
  const digits = digitsOf(plain);
  const near = nearest(
    written,
    known.filter(name => digitsOf(name) === digits),
  );
  return near === undefined ? [] : [near];
}

function digitsOf(name: string): string {
  return [...name.replace(/\D/g, '')].sort().join('');
}

/** Names in SDP (RFC 3551), of ITU recommendations and of other systems, without punctuation. */
const otherNames: Readonly<Record<string, string>> = {
  adpcm: 'dvi4',
  alaw: 'g711 g711a g711alaw g711eu pcm pcma pcmalaw',
  g723: 'g7231 g7231a',
  g726: 'g72632 g726r32',
  g726aal2: 'aal2g72632',
  g729: 'g729a g729ab g729b g729br8 g729r8',
  h263p: 'h2631998 h2632000 h263plus',
  h264: 'avc',
  h265: 'hevc',
  mpeg4: 'mp4ves',
  siren14: 'g7221c',
  siren7: 'g7221',
  slin: 'l16 linear slinear',
  slin16: 'slinear16',
  speex: 'speex8 speexnb',
  speex16: 'speexwb',
  speex32: 'speexuwb',
  ulaw: 'g711 g711mu g711mulaw g711u g711ulaw g711us mulaw pcm pcmu pcmulaw',
};
