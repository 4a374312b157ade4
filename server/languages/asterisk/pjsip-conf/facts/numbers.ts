/** A number with the white space before it that the C library skips. */
const NUMBER = /^[ \t-\r]*([+-]?)(0[xX][\da-fA-F]+|0[0-7]*|[1-9]\d*)/;

/**
 * A number as ast_parse_arg reads it (strtol with base 0): decimal, 0x hexadecimal or octal with a leading zero, and nothing
 * after it. Undefined when it is not a number, or does not fit into 32 bits.
 */
export function wholeNumber(text: string, isUnsigned: boolean): number | undefined {
  const match = NUMBER.exec(text);
  if (match === null || match[0].length !== text.length) return undefined;
  const [, sign = '', digits = ''] = match;
  if (isUnsigned && sign === '-') return undefined;
  const isOctal = /^0\d/.test(digits);
  const size = isOctal ? Number.parseInt(digits, 8) : Number(digits);
  const number = sign === '-' ? -size : size;
  const [lowest, highest] = isUnsigned ? [0, 0xffff_ffff] : [-0x8000_0000, 0x7fff_ffff];
  return number >= lowest && number <= highest ? number : undefined;
}

/** strtod, and nothing after it. */
export function decimalNumber(text: string): number | undefined {
  if (
    !/^[ \t-\r]*[+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|inf(inity)?|nan|0[xX][\da-fA-F]+)$/i.test(
      text,
    )
  )
    return undefined;
  return Number(text.trim()) || 0;
}
