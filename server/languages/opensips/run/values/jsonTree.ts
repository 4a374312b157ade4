/** A JSON document as json-c keeps it: members in order, decimal numbers in their original form. */
export type Json =
  | { readonly kind: 'object'; readonly members: Map<string, Json> }
  | { readonly kind: 'array'; readonly items: Json[] }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'word'; readonly text: string };

export const jsonNull: Json = { kind: 'word', text: 'null' };

/** The nesting depth that json-c accepts. */
const depthLimit = 32;

/** Reads a document; undefined when it is malformed. */
export function readJson(text: string): Json | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  // The text is well formed here, so its tokens are in a valid order.
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[[\]{}]|[-+.\w]+/g) ?? [];
  let at = 0;
  const read = (depth: number): Json | undefined => {
    const token = tokens[at++] ?? '';
    if (depth > depthLimit) return undefined;
    if (token === '{') {
      const members = new Map<string, Json>();
      while (tokens[at] !== '}') {
        const name = JSON.parse(tokens[at++] ?? '""') as string;
        const value = read(depth + 1);
        if (value === undefined) return undefined;
        members.set(name, value);
      }
      at++;
      return { kind: 'object', members };
    }
    if (token === '[') {
      const items: Json[] = [];
      while (tokens[at] !== ']') {
        const value = read(depth + 1);
        if (value === undefined) return undefined;
        items.push(value);
      }
      at++;
      return { kind: 'array', items };
    }
    if (token.startsWith('"')) return { kind: 'string', text: JSON.parse(token) as string };
    return /^-?\d+$/.test(token) ? { kind: 'integer', value: Number(token) } : { kind: 'word', text: token };
  };
  return read(0);
}

/** The output of json-c: with a space after every part, or without spaces. */
export function printJson(json: Json, isSpaced: boolean): string {
  const [open, close] = isSpaced ? [' ', ' '] : ['', ''];
  switch (json.kind) {
    case 'object': {
      const members = [...json.members].map(
        ([name, value]) => `${open}${quoted(name)}:${open}${printJson(value, isSpaced)}`,
      );
      return `{${members.join(',')}${close}}`;
    }
    case 'array':
      return `[${json.items.map(item => `${open}${printJson(item, isSpaced)}`).join(',')}${close}]`;
    case 'string':
      return quoted(json.text);
    case 'integer':
      return String(json.value);
    default:
      return json.text;
  }
}

/** json-c escapes slashes too. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('/', '\\/');
}
