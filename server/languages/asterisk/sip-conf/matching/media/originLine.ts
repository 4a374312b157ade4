/** The o= line as process_sdp_o reads it: a number after two words, and the rest, which identifies the session. */
export function originOf(value: string): { readonly number: bigint; readonly unique: string } | undefined {
  const words = value.split(' ');
  if (words.length < 4) return undefined;
  const [user, id, version = '', ...rest] = words;
  const digits = /^\s*([+-]?\d{1,29})/.exec(version)?.[1];
  // sscanf gives -1, which counts as true, for an empty word.
  if (digits === undefined && version !== '') return undefined;
  const number = digits === undefined ? 0n : BigInt.asIntN(64, BigInt(digits.replace('+', '')));
  return { number, unique: [user, id, ...rest].join(' ') };
}
