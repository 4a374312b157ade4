import { asciiIn } from '../../../text/ascii.ts';
import { readTransformations } from './transformation.ts';
import {
  type Faulty,
  malformed,
  matching,
  type VariableFault,
  type VariablePart,
  type VariableResult,
  type VariableShape,
  type VariableSyntax,
  type VariableWorld,
} from './variableSyntax.ts';

/** The contexts registered with register_pv_context; `tm` registers both. */
const contexts: ReadonlySet<string> = new Set(['request', 'reply']);

/** The maximum nesting depth of variables. */
const depthLimit = 20;

/** Reads the variable at the start of `text`; the text after it is ignored. */
export function readVariable(text: string, world: VariableWorld, depth = 0): VariableResult {
  if (depth > depthLimit) return malformed('Variables are nested too deep here.', 0, text.length);
  const bracketed = text[1] === '(';
  const start = bracketed ? 2 : 1;
  if (text[start] === '$') return readMarker(text, start + 1, bracketed);
  const context = readContext(text, start);
  if ('fault' in context) return context;
  const nameOffset = context.end;
  let at = nameEnd(text, nameOffset);
  const name = text.slice(nameOffset, at);
  const hasInner = text[at] === '(';
  if (bracketed && !isBehindName.has(text[at] ?? '')) return misplaced(text, at, 'in the name of');
  const shape = world.lookup(name, hasInner);
  if (shape === undefined) return unknownVariable(name, nameOffset, hasInner);
  let inner: VariablePart | undefined;
  if (hasInner) {
    const read = readInner(text, at, { name, nameOffset, shape, world, depth });
    if ('fault' in read) return read;
    inner = { text: read.text, offset: at + 1 };
    at = read.end;
  }
  const isMarker = false;
  let index: VariablePart | undefined;
  if (!bracketed)
    return {
      syntax: {
        name,
        nameOffset,
        isMarker,
        context: context.name,
        inner,
        index,
        transformations: [],
        end: at,
      },
      shape,
    };
  if (text[at] === '[') {
    const close = matching(text, at, '[', ']');
    if (close < 0) return malformed('The `]` of the index is missing.', at, 1);
    const inside = text.slice(at + 1, close);
    const wrong = indexFault(name, shape, inside, at + 1, world, depth);
    if (wrong !== undefined) return { fault: wrong };
    index = { text: inside, offset: at + 1 };
    at = close + 1;
  }
  const read = readTransformations(text, at, world, argument => readVariable(argument, world, depth + 1));
  if ('fault' in read) return read;
  const { transformations } = read;
  if (text[read.end] !== ')') return misplaced(text, read.end, 'here in');
  const end = read.end + 1;
  return {
    syntax: { name, nameOffset, isMarker, context: context.name, inner, index, transformations, end },
    shape,
  };
}

/** A character or the end of the text that ends a variable in parentheses too early. */
function misplaced(text: string, at: number, where: string): Faulty {
  const character = text[at];
  return malformed(
    character === undefined
      ? 'The `)` of this variable is missing.'
      : `\`${character}\` is not allowed ${where} a variable.`,
    at,
    1,
  );
}

function unknownVariable(name: string, nameOffset: number, hasInner: boolean): Faulty {
  const isNamed = name !== '';
  return {
    fault: {
      kind: 'unknown-variable',
      text: isNamed
        ? `The variable $${name}${hasInner ? '(...)' : ''} is unknown.`
        : 'The variable has no name.',
      offset: isNamed ? nameOffset : 0,
      length: isNamed ? name.length : 1,
    },
  };
}

/** `$$` and `$($)` mean the character itself. */
function readMarker(text: string, behind: number, bracketed: boolean): VariableResult {
  if (bracketed && text[behind] !== ')') return malformed('`$($` is not closed.', 0, behind);
  return {
    syntax: {
      name: '$',
      nameOffset: 1,
      inner: undefined,
      index: undefined,
      context: undefined,
      transformations: [],
      end: bracketed ? behind + 1 : behind,
      isMarker: true,
    },
    shape: undefined,
  };
}

/** `<request>` or `<reply>` before the name, and where it ends. */
function readContext(
  text: string,
  at: number,
): { readonly name: string | undefined; readonly end: number } | Faulty {
  if (text[at] !== '<') return { name: undefined, end: at };
  const end = nameEnd(text, at + 1);
  if (text[end] !== '>') return malformed('The context `<...>` of the variable is not closed.', at, 1);
  const name = text.slice(at + 1, end);
  if (contexts.has(name.toLowerCase())) return { name, end: end + 1 };
  return malformed(
    `There is no variable context \`<${name}>\`. Use \`<request>\` or \`<reply>\`.`,
    at,
    end + 1 - at,
  );
}

/** The text in parentheses after the name at `at`, and where it ends. */
function readInner(
  text: string,
  at: number,
  variable: {
    readonly name: string;
    readonly nameOffset: number;
    readonly shape: VariableShape;
    readonly world: VariableWorld;
    readonly depth: number;
  },
): { readonly text: string; readonly end: number } | Faulty {
  const { name, nameOffset, shape, world, depth } = variable;
  const close = matching(text, at, '(', ')');
  if (close < 0) return malformed('The `)` of this variable is missing.', at, 1);
  const inside = text.slice(at + 1, close);
  if (inside === '')
    return malformed(`$${name}() needs a name in the parentheses.`, nameOffset, name.length + 2);
  if (!shape.takesInner)
    return malformed(`$${name} does not take a name in parentheses.`, at, close + 1 - at);
  const wrong = innerFault(name, inside, at + 1, world, depth);
  return wrong === undefined ? { text: inside, end: close + 1 } : { fault: wrong };
}

/** The variables in a string, found like pv_parse_format, up to the first invalid one. */
export function readFormat(
  text: string,
  readOne: (text: string) => VariableResult,
): {
  readonly variables: readonly { readonly offset: number; readonly syntax: VariableSyntax }[];
  readonly fault?: VariableFault;
} {
  const variables: { offset: number; syntax: VariableSyntax }[] = [];
  let at = text.indexOf('$');
  while (at >= 0) {
    const alone = readOne(text.slice(at, likelyEnd(text, at)));
    // What is complete in a part is the same in the whole text; what is wrong may depend on what follows.
    const read = alone.fault === undefined ? alone : readOne(text.slice(at));
    if (read.fault !== undefined)
      return { variables, fault: { ...read.fault, offset: read.fault.offset + at } };
    variables.push({ offset: at, syntax: read.syntax });
    at = text.indexOf('$', at + Math.max(1, read.syntax.end));
  }
  return { variables };
}

/** Where nearly all variables end that begin like the one at `from`: behind their name, or the parentheses after it. */
function likelyEnd(text: string, from: number): number {
  const end = nameEnd(text, from + 1);
  if (text[end] !== '(') return end;
  const close = matching(text, end, '(', ')');
  return close < 0 ? text.length : close + 1;
}

/** The end of the name of a variable. */
export function nameEnd(text: string, from: number): number {
  let at = from;
  while (isNamePart[text.charCodeAt(at)] === true) at++;
  return at;
}

/** Whether names contain an ASCII character, by its code. */
const isNamePart = asciiIn(/[0-9a-zA-Z_.]/);

/** What may follow the name of a variable in parentheses. */
const isBehindName: ReadonlySet<string> = new Set([')', '(', '[', '{']);

/** Inner names that are words of a fixed list; compared without case. */
const fixedInnerNames: Readonly<Record<string, readonly string[]>> = {
  branch: ['uri', 'duri', 'q', 'path', 'flags', 'socket'],
  socket_in: ['ip', 'port', 'proto', 'advertised_ip', 'advertised_port', 'tag', 'anycast', 'af'],
  socket_out: ['ip', 'port', 'proto', 'advertised_ip', 'advertised_port', 'tag', 'anycast', 'af', 'forced'],
  'ct.fields': ['name', 'uri', 'q', 'expires', 'methods', 'received', 'params'],
  proxy_protocol: ['src_ip', 'src_port', 'dst_ip', 'dst_port', 'af'],
};

/** The words that the parentheses of a variable may contain, if they are fixed. */
export function innerNamesOf(name: string): readonly string[] {
  return Object.hasOwn(fixedInnerNames, name) ? (fixedInnerNames[name] ?? []) : [];
}

/** Variables whose inner name may itself be a variable. */
const takesVariableName = new Set(['avp', 'hdr', 'hdrcnt', 'param', 'return']);

const headerName = {
  pattern: /^[^\s:]+[ \t]*(?::|$)/,
  text: 'a header name must not contain spaces',
};

/** Inner names that the owner of the variable reads when the script is parsed. */
const innerForms: Readonly<Record<string, { readonly pattern: RegExp; readonly text: string }>> = {
  hdr: headerName,
  hdrcnt: headerName,
  'cluster.sh_tag': {
    pattern: /^[^/]*\/\s*\d+\s*$/,
    text: 'write `tag/cluster number`, without quotes',
  },
};

function innerFault(
  name: string,
  inside: string,
  offset: number,
  world: VariableWorld,
  depth: number,
): VariableFault | undefined {
  const allowed = innerNamesOf(name);
  if (allowed.length > 0 && !allowed.includes(inside.toLowerCase()))
    return {
      kind: 'malformed',
      text: `$${name}(${inside}) does not exist. Use one of ${allowed.map(word => `$${name}(${word})`).join(', ')}.`,
      offset,
      length: inside.length,
    };
  if (inside.startsWith('$') && takesVariableName.has(name)) {
    const read = readVariable(inside, world, depth + 1);
    if (read.fault !== undefined) return { ...read.fault, offset: read.fault.offset + offset };
    return undefined;
  }
  const form = Object.hasOwn(innerForms, name) ? innerForms[name] : undefined;
  if (form !== undefined && !form.pattern.test(inside))
    return {
      kind: 'malformed',
      text: `OpenSIPS refuses $${name}(${inside}): ${form.text}.`,
      offset,
      length: inside.length,
    };
  if (name === 'return' && !/^\d+$/.test(inside))
    return { kind: 'malformed', text: '$return needs the number of a value.', offset, length: inside.length };
  return undefined;
}

function indexFault(
  name: string,
  { takesIndex, indexWords, indexSuffixes }: VariableShape,
  written: string,
  offset: number,
  world: VariableWorld,
  depth: number,
): VariableFault | undefined {
  const suffix = /\/(\w+)$/.exec(written);
  const inside = hasWord(indexSuffixes, suffix?.[1]) ? written.slice(0, suffix?.index) : written;
  const words = indexWords === 'any' ? [] : indexWords;
  if (!takesIndex && indexWords !== 'any' && words.length === 0)
    return {
      kind: 'malformed',
      text: `$${name} does not take an index.`,
      offset: offset - 1,
      length: written.length + 2,
    };
  if (takesIndex && inside.startsWith('$')) {
    const read = readVariable(inside, world, depth + 1);
    return read.fault === undefined ? undefined : { ...read.fault, offset: read.fault.offset + offset };
  }
  if (takesIndex && inside !== '' && /^(\*|-?\d*)$/.test(inside)) return undefined;
  if (inside !== '' && (indexWords === 'any' || hasWord(words, inside))) return undefined;
  const allowed = [
    ...(takesIndex ? ['a number', '`*`', 'a variable'] : []),
    ...words.map(word => `\`${word}\``),
  ];
  return {
    kind: 'malformed',
    text:
      inside === ''
        ? 'The index is empty.'
        : `\`${inside}\` is not a valid index. Use ${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1) ?? ''}.`,
    offset: inside === '' ? offset - 1 : offset,
    length: Math.max(1, inside.length),
  };
}

function hasWord(words: readonly string[], word: string | undefined): boolean {
  return words.some(one => one.toLowerCase() === word?.toLowerCase());
}
