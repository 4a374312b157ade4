import facts from '../facts/sip.json';

/** The description of a header field. */
export interface HeaderDescription {
  readonly who: string;
  readonly purpose: string;
  /** RFC numbers with sections, such as `3261 20.8`. */
  readonly rfc: string;
}

export function headerDescription(canonical: string): HeaderDescription | undefined {
  return entry<HeaderDescription>(facts.headers, canonical);
}

export function methodFacts(method: string): { readonly meaning: string; readonly rfc: string } | undefined {
  return entry<{ meaning: string; rfc: string }>(facts.methods, method);
}

export function codeFacts(code: string): { readonly reason: string; readonly meaning: string } | undefined {
  return entry<{ reason: string; meaning: string }>(facts.codes, code);
}

export function parameterMeaning(name: string): string | undefined {
  return entry<string>(facts.parameters, name.toLowerCase());
}

export function sdpLineMeaning(type: string): string | undefined {
  return entry<string>(facts.sdpLines, type);
}

export function sdpAttributeMeaning(name: string): string | undefined {
  return entry<string>(facts.sdpAttributes, name);
}

/** Methods and codes, for completion. */
export function allMethods(): readonly string[] {
  return Object.keys(facts.methods);
}

export function allCodes(): readonly (readonly [
  string,
  { readonly reason: string; readonly meaning: string },
])[] {
  return Object.entries(facts.codes);
}

export function allParameters(): readonly (readonly [string, string])[] {
  return Object.entries(facts.parameters);
}

/** `RFC 3261 section 20.8, 7.1; RFC 7616` for people. */
export function rfcInWords(rfc: string): string {
  return rfc
    .split(/, /)
    .map(part => {
      const found = /^(\d{4,})(?: (.+))?$/.exec(part);
      if (found === null) return /^[\d.]+$/.test(part) ? part : part;
      return found[2] === undefined ? `RFC ${found[1]}` : `RFC ${found[1]} section ${found[2]}`;
    })
    .join(', ');
}

/** An own property of a table: names from a trace may be `constructor`. */
function entry<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
