/** A value like the server's pv_value_t: text, number or both. `isInteger` marks what is mainly a number
 * (PV_TYPE_INT): a port has both forms and is mainly text.
 */
export interface Value {
  readonly text: string | undefined;
  /** 32 bits, signed. */
  readonly number: number | undefined;
  readonly isInteger: boolean;
}

export const nullValue: Value = { text: undefined, number: undefined, isInteger: false };

export function isNull(value: Value): boolean {
  return value.text === undefined && value.number === undefined;
}

export function textValue(text: string): Value {
  return { text, number: undefined, isInteger: false };
}

/** A number with its printed form, as returned by variables. */
export function integerValue(number: number): Value {
  const wrapped = number | 0;
  return { text: String(wrapped), number: wrapped, isInteger: true };
}

/** A number without a printed form: constants and results of arithmetic. */
export function bareNumber(number: number): Value {
  return { text: undefined, number: number | 0, isInteger: true };
}

/** Text that can also be read as a number, such as a port. */
export function textWithNumber(text: string, number: number): Value {
  return { text, number: number | 0, isInteger: false };
}

export function optionalText(text: string | undefined): Value {
  return text === undefined ? nullValue : textValue(text);
}

/** The value in the output of xlog. */
export function printed(value: Value): string {
  if (value.text !== undefined) return value.text;
  return value.number === undefined ? '<null>' : String(value.number);
}

/** The number at the beginning of a text, as str2sint reads it: 32 bits that wrap around, 0 without digits. */
export function leadingNumber(text: string): number {
  let at = 0;
  const isNegative = text[0] === '-';
  if (isNegative || text[0] === '+') at++;
  let number = 0;
  for (; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) break;
    number = (Math.imul(number, 10) + digit) | 0;
  }
  return isNegative ? -number | 0 : number;
}

/** A whole string as an unsigned number (str2int); undefined when it contains another character. */
export function wholeNumber(text: string): number | undefined {
  return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

/** AVPs of a message or transaction: values by name, the newest first. */
export type AvpList = Map<string, Value[]>;
