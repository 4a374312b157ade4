/**
 * The inside of `$...` as pv_parse_spec reads it. Offsets count from the `$`. Nothing here knows which variables exist:
 * that is asked of `VariableWorld`.
 */
export interface VariableSyntax {
  readonly name: string;
  readonly nameOffset: number;
  /** What stands in the parentheses behind the name. */
  readonly inner?: { readonly text: string; readonly offset: number };
  readonly index?: { readonly text: string; readonly offset: number };
  readonly transformations: readonly TransformationSyntax[];
  /** `<request>` or `<reply>` before the name. */
  readonly context?: string;
  /** Where the variable ends. */
  readonly end: number;
  readonly isMarker: boolean;
}

export interface TransformationSyntax {
  readonly cls: string;
  /** With spaces around it removed. */
  readonly name: string;
  /** Where the class begins. */
  readonly offset: number;
  readonly nameOffset: number;
  /** Everything behind the first comma, if there is one. */
  readonly args: string | undefined;
  readonly argsOffset: number;
}

export interface VariableFault {
  readonly kind: 'malformed' | 'unknown-variable' | 'unknown-transformation';
  /** What is wrong, a sentence. */
  readonly text: string;
  readonly offset: number;
  readonly length: number;
}

/** What a script may name where the variable stands. */
export interface VariableWorld {
  /** How the variable takes its inner name; undefined for one that does not exist. */
  lookup(name: string, hasInner: boolean): VariableShape | undefined;
  /** Undefined for a class that does not exist, null for a class whose members are not known. */
  transformations(cls: string): ReadonlySet<string> | null | undefined;
}

export interface VariableShape {
  readonly takesInner: boolean;
  /** Takes a number, `*` or a variable as index. */
  readonly takesIndex: boolean;
  /** Words that it takes as index besides, or instead. */
  readonly indexWords: 'any' | readonly string[];
  readonly indexSuffixes: readonly string[];
  readonly writable: boolean;
}

export type VariableResult =
  | { readonly syntax: VariableSyntax; readonly shape: VariableShape | undefined; readonly fault?: undefined }
  | { readonly fault: VariableFault; readonly syntax?: undefined };

/** The contexts that register_pv_context makes known; both are those of `tm`. */
const contexts: ReadonlySet<string> = new Set(['request', 'reply']);

/** How deep variables may stand inside variables. */
const depthLimit = 20;

/** Reads the variable at the start of `text`; what follows it is left alone. */
export function readVariable(text: string, world: VariableWorld, depth = 0): VariableResult {
  let at = 1;
  const fault = (
    kind: VariableFault['kind'],
    why: string,
    offset: number,
    length: number,
  ): VariableResult => ({
    fault: { kind, text: why, offset, length: Math.max(1, length) },
  });
  if (depth > depthLimit) return fault('malformed', 'Variables nest too deep here.', 0, text.length);
  const bracketed = text[at] === '(';
  if (bracketed) at++;
  if (text[at] === '$') {
    at++;
    if (bracketed && text[at] !== ')') return fault('malformed', '`$($` is not closed.', 0, at);
    if (bracketed) at++;
    return {
      syntax: { name: '$', nameOffset: 1, transformations: [], end: at, isMarker: true },
      shape: undefined,
    };
  }
  let context: string | undefined;
  if (text[at] === '<') {
    const end = nameEnd(text, at + 1);
    if (text[end] !== '>')
      return fault('malformed', 'The context `<...>` of the variable is not closed.', at, 1);
    context = text.slice(at + 1, end);
    if (!contexts.has(context.toLowerCase()))
      return fault(
        'malformed',
        `There is no context \`<${context}>\` of variables: it is \`<request>\` or \`<reply>\`.`,
        at,
        end + 1 - at,
      );
    at = end + 1;
  }
  const nameOffset = at;
  at = nameEnd(text, at);
  const name = text.slice(nameOffset, at);
  const hasInner = text[at] === '(';
  const next = text[at];
  if (bracketed && next !== ')' && next !== '(' && next !== '[' && next !== '{')
    return fault(
      'malformed',
      next === undefined
        ? 'The `)` of this variable is missing.'
        : `\`${next}\` cannot stand in the name of a variable.`,
      at,
      1,
    );
  const shape = world.lookup(name, hasInner);
  if (shape === undefined) {
    return {
      fault: {
        kind: 'unknown-variable',
        text:
          name === ''
            ? 'The variable has no name.'
            : `The variable $${name}${hasInner ? '(...)' : ''} is unknown.`,
        offset: name === '' ? 0 : nameOffset,
        length: name === '' ? 1 : name.length,
      },
    };
  }
  let inner: VariableSyntax['inner'];
  if (hasInner) {
    const close = matching(text, at, '(', ')');
    if (close < 0) return fault('malformed', 'The `)` of this variable is missing.', at, 1);
    const inside = text.slice(at + 1, close);
    if (inside === '')
      return fault('malformed', `$${name}() needs a name in its parentheses.`, nameOffset, name.length + 2);
    if (!shape.takesInner)
      return fault('malformed', `$${name} takes no name in parentheses.`, at, close + 1 - at);
    inner = { text: inside, offset: at + 1 };
    const wrong = innerFault(name, inside, at + 1, world, depth);
    if (wrong !== undefined) return { fault: wrong };
    at = close + 1;
  }
  const syntax = {
    name,
    nameOffset,
    isMarker: false,
    ...(context === undefined ? {} : { context }),
    ...(inner === undefined ? {} : { inner }),
  };
  if (!bracketed) return { syntax: { ...syntax, transformations: [], end: at }, shape };
  let index: VariableSyntax['index'];
  if (text[at] === '[') {
    const close = matching(text, at, '[', ']');
    if (close < 0) return fault('malformed', 'The `]` of the index is missing.', at, 1);
    const inside = text.slice(at + 1, close);
    const wrong = indexFault(name, shape, inside, at + 1, world, depth);
    if (wrong !== undefined) return { fault: wrong };
    index = { text: inside, offset: at + 1 };
    at = close + 1;
  }
  const transformations: TransformationSyntax[] = [];
  while (text[at] === '{' || (transformations.length > 0 && /^[ \t]*\{/.test(text.slice(at)))) {
    while (text[at] !== '{') at++;
    const close = matching(text, at, '{', '}');
    if (close < 0) return fault('malformed', 'The `}` of this transformation is missing.', at, 1);
    const read = readTransformation(text.slice(at + 1, close), at + 1, world, depth);
    if ('fault' in read) return { fault: read.fault };
    transformations.push(read.transformation);
    at = close + 1;
  }
  if (text[at] !== ')')
    return fault(
      'malformed',
      text[at] === undefined
        ? 'The `)` of this variable is missing.'
        : `\`${text[at] ?? ''}\` cannot stand here in a variable.`,
      at,
      1,
    );
  return {
    syntax: {
      ...syntax,
      ...(index === undefined ? {} : { index }),
      transformations,
      end: at + 1,
    },
    shape,
  };
}

/** The variables in a text, as pv_parse_format finds them, up to the first one that is wrong. */
export function readFormat(
  text: string,
  world: VariableWorld,
): {
  readonly variables: readonly { readonly offset: number; readonly syntax: VariableSyntax }[];
  readonly fault?: VariableFault;
} {
  const variables: { offset: number; syntax: VariableSyntax }[] = [];
  let at = text.indexOf('$');
  while (at >= 0) {
    const read = readVariable(text.slice(at), world);
    if (read.fault !== undefined)
      return { variables, fault: { ...read.fault, offset: read.fault.offset + at } };
    variables.push({ offset: at, syntax: read.syntax });
    at = text.indexOf('$', at + Math.max(1, read.syntax.end));
  }
  return { variables };
}

function nameEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[0-9a-zA-Z_.]/.test(text[at] ?? '')) at++;
  return at;
}

/** The offset of the bracket that closes the one at `open`; -1 when there is none. */
function matching(text: string, open: number, opening: string, closing: string): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === opening) depth++;
    else if (text[at] === closing) {
      depth--;
      if (depth === 0) return at;
    }
  }
  return -1;
}

/** Inner names that are words of a fixed list; compared without case. */
const fixedInnerNames: Readonly<Record<string, readonly string[]>> = {
  branch: ['uri', 'duri', 'q', 'path', 'flags', 'socket'],
  socket_in: ['ip', 'port', 'proto', 'advertised_ip', 'advertised_port', 'tag', 'anycast', 'af'],
  socket_out: ['ip', 'port', 'proto', 'advertised_ip', 'advertised_port', 'tag', 'anycast', 'af', 'forced'],
  'ct.fields': ['name', 'uri', 'q', 'expires', 'methods', 'received', 'params'],
  proxy_protocol: ['src_ip', 'src_port', 'dst_ip', 'dst_port', 'af'],
};

/** The words that may stand in the parentheses of a variable, when they are fixed. */
export function innerNamesOf(name: string): readonly string[] {
  return Object.hasOwn(fixedInnerNames, name) ? (fixedInnerNames[name] ?? []) : [];
}

/** Variables whose inner name may be a variable itself. */
const takesVariableName = new Set(['avp', 'hdr', 'hdrcnt', 'param', 'return']);

const headerName = {
  pattern: /^[^\s:]+[ \t]*(?::|$)/,
  text: 'the name of a header has no space before or inside it',
};

/** Inner names that the owner of the variable reads when the script is parsed. */
const innerForms: Readonly<Record<string, { readonly pattern: RegExp; readonly text: string }>> = {
  hdr: headerName,
  hdrcnt: headerName,
  'cluster.sh_tag': {
    pattern: /^[^/]*\/\s*\d+\s*$/,
    text: 'it is written `tag/number of the cluster`, without quotes',
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
      text: `$${name}(${inside}) is none of ${allowed.map(word => `$${name}(${word})`).join(', ')}.`,
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
      text: `$${name}(${inside}) is refused: ${form.text}.`,
      offset,
      length: inside.length,
    };
  if (name === 'return' && !/^\d+$/.test(inside))
    return { kind: 'malformed', text: '$return takes the number of a value.', offset, length: inside.length };
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
      text: `$${name} takes no index.`,
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
        : `\`${inside}\` is not an index: it is ${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1) ?? ''}.`,
    offset: inside === '' ? offset - 1 : offset,
    length: Math.max(1, inside.length),
  };
}

function hasWord(words: readonly string[], word: string | undefined): boolean {
  return words.some(one => one.toLowerCase() === word?.toLowerCase());
}

/** What the arguments of a transformation are: `n` a number or variable, `s` text or variable, `t` text, `c` one character. */
const argumentShapes: Readonly<Record<string, string>> = {
  's.index': 's?n',
  's.rindex': 's?n',
  's.substr': 'nn',
  's.select': 'nc',
  's.fill.left': 'tn',
  's.fill.right': 'tn',
  's.width': 'n',
  's.xor': 's',
  's.sha1_hmac': 's',
  's.sha224_hmac': 's',
  's.sha256_hmac': 's',
  's.sha384_hmac': 's',
  's.sha512_hmac': 's',
  'uri.param': 's',
  'via.param': 's',
  'param.value': 's',
  'param.exist': 's',
  'param.exists': 's',
  'param.valueat': 'n',
  'param.name': 'n',
  'nameaddr.param': 's',
  'csv.value': 'n',
  'sdp.line': 's?n',
  'sdp.stream': 's',
  'sdp.stream-delete': 's',
  'ip.matches': 's',
  're.subst': 's',
};

function readTransformation(
  inside: string,
  offset: number,
  world: VariableWorld,
  depth: number,
): { readonly transformation: TransformationSyntax } | { readonly fault: VariableFault } {
  const dot = inside.indexOf('.');
  const cls = dot < 0 ? inside : inside.slice(0, dot);
  const unknown = (text: string, at: number, length: number) => ({
    fault: { kind: 'unknown-transformation', text, offset: at, length: Math.max(1, length) } as const,
  });
  if (dot <= 0) return unknown('A transformation is written `{class.name}`.', offset - 1, inside.length + 2);
  const known = world.transformations(cls.toLowerCase());
  if (known === undefined)
    return unknown(
      /^\s|\s$/.test(cls)
        ? 'No space may stand before the class of a transformation.'
        : `There is no transformation class \`${cls}\`${''}.`,
      offset,
      cls.length,
    );
  const rest = inside.slice(dot + 1);
  const comma = rest.indexOf(',');
  const written = comma < 0 ? rest : rest.slice(0, comma);
  let name = written.trim().toLowerCase();
  // `{nameaddr.2.uri}` picks the second address.
  if (cls.toLowerCase() === 'nameaddr' && /^(\d+|\$\S+)\./.test(name))
    name = name.slice(name.lastIndexOf('.') + 1);
  const nameOffset = offset + dot + 1 + (written.length - written.trimStart().length);
  const args = comma < 0 ? undefined : rest.slice(comma + 1);
  const argsOffset = offset + dot + 1 + (comma < 0 ? rest.length : comma + 1);
  const transformation = { cls, name, offset, nameOffset, args, argsOffset };
  if (known === null) return { transformation };
  if (!known.has(name) && !(cls.toLowerCase() === 's' && /^trim[rl]/.test(name)))
    return unknown(
      name === ''
        ? 'The name of the transformation is missing.'
        : `There is no transformation \`{${cls}.${name}}\`.`,
      name === '' ? offset : nameOffset,
      written.trim().length,
    );
  const fault = argumentsFault(`${cls.toLowerCase()}.${name}`, args, nameOffset, argsOffset, world, depth);
  return fault === undefined ? { transformation } : { fault };
}

function argumentsFault(
  key: string,
  args: string | undefined,
  nameOffset: number,
  argsOffset: number,
  world: VariableWorld,
  depth: number,
): VariableFault | undefined {
  const shape = Object.hasOwn(argumentShapes, key) ? argumentShapes[key] : undefined;
  if (shape === undefined) return undefined;
  const malformed = (text: string): VariableFault => ({
    kind: 'malformed',
    text,
    offset: nameOffset,
    length: key.length - key.indexOf('.') - 1,
  });
  let rest = args;
  for (let step = 0; step < shape.length; step++) {
    const optional = shape[step] === '?';
    if (optional) step++;
    const kind = shape[step];
    if (rest === undefined) {
      if (optional) return undefined;
      return malformed(`{${key}} needs ${argumentCount(shape)}, separated by commas.`);
    }
    if (kind === 'c')
      return rest === '' ? malformed(`{${key}} needs the character that separates.`) : undefined;
    const argument = rest.trimStart();
    if (argument.startsWith('$')) {
      if (kind === 't') return malformed(`{${key}} takes no variables.`);
      const read = readVariable(argument, world, depth + 1);
      if (read.fault !== undefined)
        return {
          ...read.fault,
          offset: read.fault.offset + argsOffset + ((args ?? '').length - argument.length),
        };
      rest = behind(argument.slice(read.syntax.end));
      continue;
    }
    if (kind === 'n') {
      const number = /^[+-]?\s*\d*/.exec(argument)?.[0] ?? '';
      if (number === '') return malformed(`{${key}} needs a number here, not \`${argument}\`.`);
      if (key === 's.width' && (argument.startsWith('-') || argument.slice(number.length).trim() !== ''))
        return malformed('{s.width} takes one positive number.');
      rest = behind(argument.slice(number.length));
      continue;
    }
    const comma = argument.search(/(?<!\\),/);
    if (kind === 't' && (comma === 0 || argument === ''))
      return malformed(`{${key}} needs a text to fill with.`);
    rest = comma < 0 ? undefined : argument.slice(comma + 1);
  }
  return undefined;
}

/** What follows the comma behind an argument. */
function behind(text: string): string | undefined {
  const rest = text.trimStart();
  return rest.startsWith(',') ? rest.slice(1) : undefined;
}

function argumentCount(shape: string): string {
  const count = shape.replace(/\?./, '').length;
  return count === 1 ? 'an argument' : `${count} arguments`;
}
