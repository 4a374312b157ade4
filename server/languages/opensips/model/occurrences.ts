import { keywordCommands } from '../facts/reserved.ts';
import { armingFunctions } from '../facts/routeNames.ts';
import { type Fragment, fragmentOf, type ScriptTree } from '../reading/parser.ts';
import { readString, spanInside } from '../syntax/inside.ts';
import { type Block, type Route, type RouteKind, routeKinds, type Statement } from '../syntax/syntax.ts';
import { type Span, stringBody, stringValue, type Token } from '../syntax/token.ts';
import { usesOf } from '../syntax/uses.ts';
import { readFormat, readVariable } from '../syntax/variable.ts';
import type { VariableSyntax, VariableWorld } from '../syntax/variableSyntax.ts';
import type { ScriptModel } from './model.ts';
import { routeNameOf } from './model.ts';
import type { Place } from './placed.ts';
import { moduleNameOf } from './placed.ts';

/** A name in the text, in one of the namespaces of a script. */
export interface Occurrence {
  readonly kind: NameKind;
  /** The name; route names with their kind before them. */
  readonly key: string;
  readonly role: 'definition' | 'write' | 'use';
  /** The name itself, without quotes or brackets. */
  readonly span: Span;
  readonly token: Token;
  readonly variable?: VariableSyntax;
}

export type NameKind =
  | 'route'
  | 'var'
  | 'avp'
  | 'flag'
  | 'branch-flag'
  | 'module'
  | 'parameter'
  | 'function'
  | 'variable'
  | 'transformation'
  | 'global'
  | 'keyword'
  | 'command'
  | 'statistic'
  | 'include';

/** Everything is known in it: for finding names, whether or not they are correct. */
const openWorld: VariableWorld = {
  lookup: () => ({
    takesInner: true,
    takesIndex: true,
    indexWords: 'any',
    indexSuffixes: [],
    writable: true,
  }),
  transformations: () => null,
};

const readOpenly = (text: string) => readVariable(text, openWorld);

const known = new WeakMap<Block, readonly Occurrence[]>();

/** The names of a block, in the positions of the block. */
export function occurrencesOf(block: Block): readonly Occurrence[] {
  let found = known.get(block);
  if (found === undefined) {
    found = collect(block);
    known.set(block, found);
  }
  return found;
}

export interface PlacedOccurrence extends Occurrence {
  readonly place: Place;
}

/** The names of a file with their places. */
export function* occurrencesIn(
  tree: ScriptTree,
  uri: string,
  isFragment: boolean,
): Generator<PlacedOccurrence> {
  if (isFragment) {
    for (const one of occurrencesOf(fragmentOf(tree))) yield { ...one, place: { uri, start: 0 } };
    return;
  }
  for (const [index, block] of tree.blocks.entries()) {
    const start = tree.starts[index] ?? 0;
    for (const one of occurrencesOf(block)) yield { ...one, place: { uri, start } };
  }
}

export function* allOccurrences(model: ScriptModel): Generator<PlacedOccurrence> {
  for (const [uri, tree] of model.project.trees) yield* occurrencesIn(tree, uri, model.fragments.has(uri));
}

function collect(block: Block): Occurrence[] {
  const found: Occurrence[] = [];
  const add = (
    kind: NameKind,
    key: string,
    span: Span,
    token: Token,
    role: Occurrence['role'] = 'use',
    variable?: VariableSyntax,
  ) => {
    found.push({ kind, key, role, span, token, ...(variable === undefined ? {} : { variable }) });
  };
  for (const item of block.items) {
    switch (item.type) {
      case 'global':
        add('global', item.name.text, item.name, item.name);
        if (item.name.text.startsWith('tcp_no_new_conn')) {
          const flag = item.values[0];
          if (flag !== undefined)
            add(item.name.text.endsWith('bflag') ? 'branch-flag' : 'flag', flag.text, flag, flag);
        }
        break;
      case 'loadmodule':
        if (item.path !== undefined)
          add('module', moduleNameOf(stringValue(item.path)), bodySpan(item.path), item.path, 'definition');
        break;
      case 'modparam': {
        if (item.module !== undefined)
          for (const name of stringValue(item.module).split('|'))
            add('module', name, bodySpan(item.module), item.module);
        if (item.module !== undefined && item.name !== undefined)
          add(
            'parameter',
            `${stringValue(item.module)} ${stringValue(item.name)}`,
            bodySpan(item.name),
            item.name,
          );
        const name = item.name === undefined ? '' : stringValue(item.name);
        for (const token of item.value) {
          if (token.kind !== 'string') continue;
          if (/bflag$/.test(name)) add('branch-flag', stringValue(token), bodySpan(token), token);
          else if (/flag$/.test(name)) add('flag', stringValue(token), bodySpan(token), token);
          else if (token.text.includes('$')) collectText(found, token);
          else if (/route/.test(name) && /^\w+$/.test(stringValue(token)))
            add('route', `request ${stringValue(token)}`, bodySpan(token), token);
        }
        break;
      }
      case 'include':
        add('include', item.path.text, item.path, item.path);
        break;
      case 'route':
        collectRoute(found, item);
        break;
      default:
    }
  }
  if (isFragment(block)) collectStatements(found, block.statements);
  return found;
}

function isFragment(block: Block): block is Fragment {
  return 'statements' in block;
}

function collectRoute(found: Occurrence[], route: Route): void {
  const kind = routeKinds[route.keyword.text] ?? 'request';
  found.push({
    kind: 'keyword',
    key: `block ${route.keyword.text}`,
    role: 'use',
    span: route.keyword,
    token: route.keyword,
  });
  const name = route.name ?? route.keyword;
  found.push({
    kind: 'route',
    key: `${kind} ${routeNameOf(route.name)}`,
    role: 'definition',
    span: route.name === undefined ? name : bodySpan(name),
    token: name,
  });
  collectStatements(found, route.body);
}

const flagFunctions: Readonly<Record<string, 'flag' | 'branch-flag'>> = {
  setflag: 'flag',
  resetflag: 'flag',
  isflagset: 'flag',
  setbflag: 'branch-flag',
  resetbflag: 'branch-flag',
  isbflagset: 'branch-flag',
};

function collectStatements(found: Occurrence[], statements: readonly Statement[]): void {
  const uses = usesOf(statements);
  const texts = new Set<Token>();
  for (const { token, role } of uses.variables) {
    const read = readOpenly(token.text);
    if (read.fault === undefined)
      addVariable(found, token, 0, read.syntax, role === 'write' || role === 'iterator', (offset, length) =>
        spanInside(token, offset, length),
      );
  }
  for (const { call } of uses.calls) {
    const name = call.name.text;
    found.push({
      kind: keywordCommands.has(name) ? 'keyword' : 'function',
      key: name,
      role: 'use',
      span: call.name,
      token: call.name,
    });
    const target: RouteKind | undefined =
      name === 'route' ? 'request' : Object.hasOwn(armingFunctions, name) ? armingFunctions[name] : undefined;
    for (const [at, argument] of call.args.entries()) {
      const { token } = argument;
      if (token === undefined || argument.kind === 'variable' || argument.kind === 'null') continue;
      const command =
        name === 'mi' && at === 0 && token.kind === 'string' ? /^[\w:]+/.exec(stringBody(token)) : null;
      if (command !== null)
        found.push({
          kind: 'command',
          key: command[0],
          role: 'use',
          span: spanInside(token, 1, command[0].length),
          token,
        });
      const isRoute =
        (at === 0 && target !== undefined) || (at === 1 && (name === 'async' || name === 'launch'));
      if (isRoute && !token.text.includes('$')) {
        const key = `${target ?? 'request'} ${routeNameOf(token)}`;
        found.push({ kind: 'route', key, role: 'use', span: bodySpan(token), token });
      } else if (at === 0 && Object.hasOwn(flagFunctions, name) && token.kind !== 'variable') {
        const kind = flagFunctions[name] ?? 'flag';
        const key = token.kind === 'string' ? stringValue(token) : token.text;
        found.push({ kind, key, role: 'use', span: bodySpan(token), token });
      } else if (token.kind === 'string' && token.text.includes('$') && !texts.has(token)) {
        texts.add(token);
        collectText(found, token);
        for (const more of argument.folded ?? []) collectText(found, more);
      }
    }
  }
  for (const include of uses.includes)
    found.push({ kind: 'include', key: include.text, role: 'use', span: include, token: include });
}

/** The variables inside a text. */
function collectText(found: Occurrence[], token: Token): void {
  if (token.unclosed === true) return;
  const { value, spanOf } = readString(token);
  for (const { offset, syntax } of readFormat(value, readOpenly).variables)
    addVariable(found, token, offset, syntax, false, spanOf);
}

function addVariable(
  found: Occurrence[],
  token: Token,
  base: number,
  syntax: VariableSyntax,
  isWrite: boolean,
  spanOf: (offset: number, length: number) => Span,
): void {
  if (syntax.isMarker) return;
  const { name, inner } = syntax;
  found.push({
    kind: 'variable',
    key: name,
    role: 'use',
    span: spanOf(base + syntax.nameOffset, name.length),
    token,
    variable: syntax,
  });
  const kind: NameKind | undefined =
    name === 'var' || name === 'avp'
      ? name
      : name === 'stat'
        ? 'statistic'
        : name === 'msg.flag'
          ? 'flag'
          : name === 'branch.flag' || name === 'msg.branch.flag'
            ? 'branch-flag'
            : undefined;
  if (inner !== undefined && kind !== undefined && !inner.text.startsWith('$'))
    found.push({
      kind,
      key: inner.text,
      role: isWrite ? 'write' : 'use',
      span: spanOf(base + inner.offset, inner.text.length),
      token,
      variable: syntax,
    });
  for (const nested of [inner, syntax.index]) {
    if (nested === undefined || !nested.text.startsWith('$')) continue;
    const read = readOpenly(nested.text);
    if (read.fault === undefined) addVariable(found, token, base + nested.offset, read.syntax, false, spanOf);
  }
  for (const transformation of syntax.transformations)
    found.push({
      kind: 'transformation',
      key: `${transformation.cls}.${transformation.name}`.toLowerCase(),
      role: 'use',
      span: spanOf(
        base + transformation.offset,
        Math.max(1, transformation.nameOffset - transformation.offset + transformation.name.length),
      ),
      token,
      variable: syntax,
    });
}

/** The text between the quotes of a string; the whole of any other token. */
export function bodySpan(token: Token): Span {
  return token.kind === 'string' ? spanInside(token, 1, stringBody(token).length) : token;
}
