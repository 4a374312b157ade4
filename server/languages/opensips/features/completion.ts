import {
  type CompletionItem,
  type CompletionList,
  MarkupKind,
  type Position,
} from 'vscode-languageserver-types';
import { suggestedFor } from '../../../text/typedWord.ts';
import { newestVersion, versionOf } from '../facts/versions.ts';
import { blockAt, holds, positionIn, routeAt, type ScriptView } from '../model/view.ts';
import { tokensOf } from '../reading/parser.ts';
import { functions } from './completion/functions.ts';
import { before } from './completion/item.ts';
import { events, innerNames, routeNames, transformations, variables } from './completion/names.ts';
import { statements, topLevel } from './completion/snippets.ts';
import { insideString } from './completion/strings.ts';
import { globalValues, parameterValues } from './completion/values.ts';
import { describeCompletion, entryOf } from './entry.ts';

export function completionsAt(view: ScriptView, position: Position): CompletionList {
  return { isIncomplete: false, items: [...itemsAt(view, position)] };
}

export function resolveCompletionItem(item: CompletionItem): CompletionItem {
  const known = entryOf(item.data, item.label);
  if (known === undefined) return item;
  const text = describeCompletion(known.entry, versionOf(known.version) ?? newestVersion);
  return text === undefined ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value: text } };
}

function* itemsAt(view: ScriptView, position: Position): Generator<CompletionItem> {
  const line = (view.tree.lines[position.line] ?? '').slice(0, position.character);
  const at = blockAt(view, position.line);
  const inside = at === undefined ? undefined : positionIn(at.place, position);
  if (at !== undefined && inside !== undefined) {
    const comment = at.block.comments.find(one => holds(one, inside));
    if (comment !== undefined && inside.column > comment.start) return;
  }
  const transformation = /\{([\w.]*)$/.exec(line);
  if (transformation !== null && /\$\([^;]*$/.test(line)) {
    yield* transformations(view, before(position, transformation[1] ?? ''));
    return;
  }
  const innerName = /\$\(?([\w.]+)\(([^$()]*)$/.exec(line);
  if (innerName !== null) {
    yield* innerNames(view, innerName[1] ?? '', before(position, innerName[2] ?? ''));
    return;
  }
  const variable = /\$\(?([\w.]*)$/.exec(line);
  if (variable !== null) {
    const name = variable[1] ?? '';
    yield* variables(view, position, before(position, name), suggestedFor(name));
    return;
  }
  const tokens = at === undefined ? [] : tokensOf(view.tree, at.block, at.place.start);
  const string = tokens.find(
    token =>
      token.kind === 'string' &&
      inside !== undefined &&
      holds(token, inside) &&
      (inside.line > token.line || inside.column > token.start) &&
      (token.unclosed === true || inside.line < token.endLine || inside.column < token.end),
  );
  if (string !== undefined) {
    yield* insideString(view, position, line);
    return;
  }
  const routeName = /\broute\(\s*([\w]*)$/.exec(line) ?? /\b(?:async|launch)\(.*\),\s*(\w*)$/.exec(line);
  if (routeName !== null) {
    yield* routeNames(view, 'request', before(position, routeName[1] ?? ''));
    return;
  }
  const event = /\bevent_route\[\s*(\w*)$/.exec(line);
  if (event !== null) {
    yield* events(view, before(position, event[1] ?? ''));
    return;
  }
  const value = /^\s*(\w+)\s*=\s*([\w-]*)$/.exec(line);
  if (value !== null && routeAt(view, position) === undefined) {
    yield* globalValues(view, value[1] ?? '', before(position, value[2] ?? ''));
    return;
  }
  if (/^\s*modparam\b/.test(line)) {
    yield* parameterValues(view, line, position);
    return;
  }
  const word = /[\w]*$/.exec(line)?.[0] ?? '';
  const range = before(position, word);
  const isInsideRoute = routeAt(view, position) !== undefined || view.model.fragments.has(view.uri);
  const isInsideBraces = isInsideRoute && !/^\s*(?:\w+_)?route\b[^{]*$/.test(line);
  const fits = suggestedFor(word);
  if (isInsideBraces) {
    yield* statements(view, range, fits);
    yield* functions(view, position, range, fits);
  } else if (/^\s*\w*$/.test(line)) yield* topLevel(view, range, fits);
}
