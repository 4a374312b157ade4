/** One address in From, To, Contact, Route and similar headers, as parse_to and parse_contact read it. */
export interface Address {
  /** The display name as written, with its quotes. */
  readonly name: string | undefined;
  readonly uri: string;
  /** The parameters after the address, in order. */
  readonly params: readonly AddressParameter[];
  /** Its position in the value. */
  readonly start: number;
  readonly end: number;
}

export interface AddressParameter {
  readonly name: string;
  /** Without quotes; undefined for a parameter without `=`. */
  readonly value: string | undefined;
}

/** A parameter by its name in lower case; an empty text for one without a value. */
export function addressParameter(
  address: Pick<Address, 'params'> | undefined,
  name: string,
): string | undefined {
  const found = address?.params.find(parameter => parameter.name.toLowerCase() === name);
  return found === undefined ? undefined : (found.value ?? '');
}

/** The address of a From or To; undefined when it is malformed. */
export function parseAddressHeader(value: string): Address | undefined {
  if (splitAt(value, ',').length > 1) return undefined;
  return readAddress(value, 0, value.length);
}

/** One address, whose parameters have names and whose tag is not empty. */
export function isReadableTo(value: string): boolean {
  const address = parseAddressHeader(value);
  return (
    address?.params.every(({ name, value: text }) => name !== '' && !(/^tag$/i.test(name) && !text)) === true
  );
}

/** The addresses of a Contact, Route or similar header; undefined when one is malformed. */
export function parseAddressList(value: string): readonly Address[] | undefined {
  const found: Address[] = [];
  for (const { start, end } of splitAt(value, ',')) {
    const address = readAddress(value, start, end);
    if (address === undefined) return undefined;
    found.push(address);
  }
  return found;
}

/** The addresses of a Contact; none for `*`, undefined when one is malformed. */
export function readContacts(value: string): readonly Address[] | undefined {
  if (value.trim() === '*') return [];
  const list = parseAddressList(value);
  return list?.some(({ uri }) => uri === '*') === true ? undefined : list;
}

/** Where the URI of an address begins in the value that the address was read from; its display name may contain it too. */
export function uriStart(value: string, { uri, start, end }: Address): number {
  const enclosed = value.slice(start, end).lastIndexOf(`<${uri}>`);
  return enclosed < 0 ? value.indexOf(uri, start) : start + enclosed + 1;
}

function readAddress(text: string, from: number, to: number): Address | undefined {
  const part = text.slice(from, to);
  const lead = part.length - part.trimStart().length;
  const trimmed = part.trim();
  if (trimmed === '') return undefined;
  const start = from + lead;
  const end = start + trimmed.length;
  const open = bracketAt(trimmed);
  if (open >= 0) {
    const close = trimmed.indexOf('>', open);
    if (close < 0) return undefined;
    const uri = trimmed.slice(open + 1, close);
    if (uri === '') return undefined;
    const name = trimmed.slice(0, open).trim();
    if (name !== '' && !isDisplayName(name)) return undefined;
    const params = readParameters(trimmed.slice(close + 1));
    return params === undefined
      ? undefined
      : { name: name === '' ? undefined : name, uri, params, start, end };
  }
  const semicolon = trimmed.indexOf(';');
  const uri = (semicolon < 0 ? trimmed : trimmed.slice(0, semicolon)).trim();
  if (/[\s"<>]/.test(uri) || uri === '') return undefined;
  const params = readParameters(semicolon < 0 ? '' : trimmed.slice(semicolon));
  return params === undefined ? undefined : { name: undefined, uri, params, start, end };
}

function isDisplayName(name: string): boolean {
  return name.startsWith('"') ? name.length > 1 && name.endsWith('"') : !/[<>;,"]/.test(name);
}

/** The `<` of an address: not one inside a quoted display name. */
function bracketAt(text: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' && quoted) at++;
    else if (character === '"') quoted = !quoted;
    else if (character === '<' && !quoted) return at;
  }
  return -1;
}

/** The parameters after an address; undefined when other text follows. */
export function readParameters(text: string): readonly AddressParameter[] | undefined {
  if (text.trim() === '') return [];
  if (!text.trimStart().startsWith(';')) return undefined;
  const params: AddressParameter[] = [];
  for (const { start, end } of splitAt(text, ';')) {
    const part = text.slice(start, end).trim();
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).trim();
    const value = equals < 0 ? undefined : part.slice(equals + 1).trim();
    params.push({ name, value: value?.startsWith('"') === true ? value.slice(1, -1) : value });
  }
  return params;
}

/** The parts between separators outside quotes and angle brackets. */
export function splitAt(
  text: string,
  separator: string,
): readonly { readonly start: number; readonly end: number }[] {
  const pieces: { start: number; end: number }[] = [];
  let quoted = false;
  let inside = false;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at++;
      else if (character === '"') quoted = false;
      continue;
    }
    if (character === '"') quoted = true;
    else if (character === '<') inside = true;
    else if (character === '>') inside = false;
    else if (character === separator && !inside) {
      pieces.push({ start, end: at });
      start = at + 1;
    }
  }
  pieces.push({ start, end: text.length });
  return pieces;
}
