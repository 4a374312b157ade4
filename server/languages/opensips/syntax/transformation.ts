import {
  type Faulty,
  malformed,
  matching,
  type TransformationSyntax,
  type VariableFault,
  type VariableResult,
  type VariableWorld,
} from './variableSyntax.ts';

/** Reads the variable at the start of an argument. */
type ReadVariable = (text: string) => VariableResult;

/** The transformations that start at `from`, and where they end. */
export function readTransformations(
  text: string,
  from: number,
  world: VariableWorld,
  readArgument: ReadVariable,
): { readonly transformations: readonly TransformationSyntax[]; readonly end: number } | Faulty {
  const transformations: TransformationSyntax[] = [];
  let at = from;
  while (text[at] === '{' || (transformations.length > 0 && /^[ \t]*\{/.test(text.slice(at)))) {
    while (text[at] !== '{') at++;
    const close = matching(text, at, '{', '}');
    if (close < 0) return malformed('The `}` of this transformation is missing.', at, 1);
    const read = readTransformation(text.slice(at + 1, close), at + 1, world, readArgument);
    if ('fault' in read) return { fault: read.fault };
    transformations.push(read.transformation);
    at = close + 1;
  }
  return { transformations, end: at };
}

/** The types of the arguments of a transformation: `n` a number or variable, `s` text or variable, `t` text, `c` one character. */
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
  readArgument: ReadVariable,
): { readonly transformation: TransformationSyntax } | { readonly fault: VariableFault } {
  const dot = inside.indexOf('.');
  const cls = dot < 0 ? inside : inside.slice(0, dot);
  const unknown = (text: string, at: number, length: number) => ({
    fault: { kind: 'unknown-transformation', text, offset: at, length: Math.max(1, length) } as const,
  });
  if (dot <= 0)
    return unknown('A transformation must be written `{class.name}`.', offset - 1, inside.length + 2);
  const known = world.transformations(cls.toLowerCase());
  if (known === undefined)
    return unknown(
      /^\s|\s$/.test(cls)
        ? 'There must be no space before the class of a transformation.'
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
  const fault = argumentsFault(`${cls.toLowerCase()}.${name}`, args, nameOffset, argsOffset, readArgument);
  return fault === undefined ? { transformation } : { fault };
}

function argumentsFault(
  key: string,
  args: string | undefined,
  nameOffset: number,
  argsOffset: number,
  readArgument: ReadVariable,
): VariableFault | undefined {
  const shape = Object.hasOwn(argumentShapes, key) ? argumentShapes[key] : undefined;
  if (shape === undefined) return undefined;
  const refused = (text: string): VariableFault => ({
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
      return refused(`{${key}} needs ${argumentCount(shape)}, separated by commas.`);
    }
    if (kind === 'c') return rest === '' ? refused(`{${key}} needs a separator character.`) : undefined;
    const argument = rest.trimStart();
    if (argument.startsWith('$')) {
      if (kind === 't') return refused(`{${key}} does not accept variables.`);
      const read = readArgument(argument);
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
      if (number === '') return refused(`{${key}} needs a number here, not \`${argument}\`.`);
      if (key === 's.width' && (argument.startsWith('-') || argument.slice(number.length).trim() !== ''))
        return refused('{s.width} needs one positive number.');
      rest = behind(argument.slice(number.length));
      continue;
    }
    const comma = argument.search(/(?<!\\),/);
    if (kind === 't' && (comma === 0 || argument === ''))
      return refused(`{${key}} needs a string to fill with.`);
    rest = comma < 0 ? undefined : argument.slice(comma + 1);
  }
  return undefined;
}

/** The text after the comma that ends an argument. */
function behind(text: string): string | undefined {
  const rest = text.trimStart();
  return rest.startsWith(',') ? rest.slice(1) : undefined;
}

function argumentCount(shape: string): string {
  const count = shape.replace(/\?./, '').length;
  return count === 1 ? 'an argument' : `${count} arguments`;
}
