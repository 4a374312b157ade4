import { type Branch, isAtLeast } from './facts.ts';

/** Codec names that the server knows in every branch. */
const always = [
  'g723',
  'gsm',
  'ulaw',
  'alaw',
  'g726',
  'adpcm',
  'slin',
  'lpc10',
  'g729',
  'speex',
  'ilbc',
  'g726aal2',
  'g722',
];
const pictures = ['jpeg', 'png', 'h261', 'h263', 'h263p', 'h264'];
const since: Readonly<Record<string, Branch>> = {
  speex16: '1.8',
  slin16: '1.8',
  mpeg4: '1.8',
  red: '1.8',
  t140: '1.8',
  siren7: '1.8',
  siren14: '1.8',
  g719: '1.8',
  slin12: '11',
  slin24: '11',
  slin32: '11',
  slin44: '11',
  slin48: '11',
  slin96: '11',
  slin192: '11',
  speex32: '11',
  opus: '13',
  vp8: '13',
  vp9: '13',
  none: '13',
  silk: '13',
  silk8: '13',
  silk12: '13',
  silk16: '13',
  silk24: '13',
  codec2: '16',
  h265: '16',
  t38: '16',
};

/** Names that `allow` and `disallow` take in a branch (codec tables of main/frame.c, later main/format_cache.c). */
export function codecNames(branch: Branch): readonly string[] {
  const later = Object.keys(since).filter(name => isAtLeast(branch, since[name] ?? '20'));
  return ['all', ...always, ...pictures, ...later, ...(isAtLeast(branch, '20') ? [] : ['testlaw'])];
}
