import type { TextEdit } from 'vscode-languageserver-types';
import type { UpgradeVerdict } from '../../upgrade.ts';
import type { Version } from '../facts/versions.ts';
import type { bodiesOf } from '../model/bodies.ts';
import type { ScriptModel } from '../model/model.ts';
import type { Place } from '../model/placed.ts';
import { rangeOf } from '../reading/parser.ts';
import type { ModuleParameter } from '../syntax/syntax.ts';
import { type Span, stringValue, type Token } from '../syntax/token.ts';

/** One change of an upgrade, or one that the user has to make. */
export interface UpgradeItem {
  readonly place: Place;
  /** Where it happens. */
  readonly span: Span;
  readonly edits: readonly { readonly uri: string; readonly edit: TextEdit }[];
  readonly verdict: UpgradeVerdict;
  /** What is changed, or what to write. */
  readonly what: string;
  readonly why: string;
}

/** A script on its way to another version, read as that version reads it. */
export interface UpgradeContext {
  readonly model: ScriptModel;
  /** The version the script was written for. */
  readonly from: Version;
  readonly to: Version;
  readonly bodies: ReturnType<typeof bodiesOf>;
}

/** Finds the edits of one kind of change; called again after every round until it finds nothing. */
export type UpgradeStep = (context: UpgradeContext) => Iterable<UpgradeItem>;

/** The `modparam` lines of a script that name a module and a parameter. */
export function* parametersOf(model: ScriptModel): Generator<PlacedParameter> {
  for (const [position, { item, place }] of model.items.entries()) {
    if (item.type !== 'modparam' || item.module === undefined || item.name === undefined) continue;
    const { module: moduleToken, name: nameToken } = item;
    const [module, name] = [stringValue(moduleToken), stringValue(nameToken)];
    yield { item, place, position, module, name, moduleToken, nameToken };
  }
}

interface PlacedParameter {
  readonly item: ModuleParameter;
  readonly place: Place;
  /** Its index among the items of the script. */
  readonly position: number;
  readonly module: string;
  readonly name: string;
  readonly moduleToken: Token;
  readonly nameToken: Token;
}

/** An edit that replaces a range of a block. */
export function replace(
  place: Place,
  span: Span,
  newText: string,
): { readonly uri: string; readonly edit: TextEdit } {
  return { uri: place.uri, edit: { range: rangeOf(span, place.start), newText } };
}

/** An edit that removes whole lines, from the first to the last line of a span. */
export function removeLines(place: Place, span: Span): { readonly uri: string; readonly edit: TextEdit } {
  return {
    uri: place.uri,
    edit: {
      range: {
        start: { line: place.start + span.line, character: 0 },
        end: { line: place.start + span.endLine + 1, character: 0 },
      },
      newText: '',
    },
  };
}

/** The beginning of the line below a span. */
export function lineBelow({ endLine }: Span): Span {
  return { line: endLine + 1, start: 0, endLine: endLine + 1, end: 0 };
}

/** An edit that inserts whole lines before the line of a span. */
export function insertBefore(
  place: Place,
  span: Span,
  text: string,
): { readonly uri: string; readonly edit: TextEdit } {
  const at = { line: place.start + span.line, character: 0 };
  return { uri: place.uri, edit: { range: { start: at, end: at }, newText: text } };
}
