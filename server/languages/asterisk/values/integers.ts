/** What sscanf reads from a text with `%30d` or `%5d`: spaces, then a sign and digits, as a C int; undefined when there are none. */
export function leadingInteger(text: string, width = 30): number | undefined {
  const digits = leadingDigits(text)?.slice(0, width);
  return digits === undefined || /^[+-]$/.test(digits) ? undefined : toInt(digits);
}

/** What atoi returns for a text: the number at its start as a C int, 0 when there is none. */
export function atoi(text: string): number {
  const digits = leadingDigits(text);
  return digits === undefined ? 0 : toInt(digits);
}

/** A port as port_str2int reads it (1 to 65535, whatever follows); undefined for a text that it refuses. */
export function parsePort(text: string): number | undefined {
  const number = leadingInteger(text);
  return number !== undefined && number >= 1 && number <= 65535 ? number : undefined;
}

function leadingDigits(text: string): string | undefined {
  return /^[ \t-\r]*([+-]?\d+)/.exec(text)?.[1];
}

/** strtol saturates at 64 bits; storing the result in an int keeps the lower 32 of them. */
function toInt(digits: string): number {
  if (digits.length < 10) return Number.parseInt(digits, 10);
  const number = BigInt(digits.replace('+', ''));
  const limit = 2n ** 63n;
  const long = number >= limit ? limit - 1n : number < -limit ? -limit : number;
  return Number(BigInt.asIntN(32, long));
}
