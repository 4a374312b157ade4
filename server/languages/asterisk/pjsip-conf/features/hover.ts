import { type Hover, MarkupKind, type Position, type Range } from 'vscode-languageserver-types';
import { isWithin, lineRange } from '../../config/columns.ts';
import { describeInForce } from '../describe/describeInForce.ts';
import { describeObject } from '../describe/describeObject.ts';
import { describeOption } from '../describe/describeOption.ts';
import { describeWizard, listOfMade } from '../describe/describeWizard.ts';
import { optionFacts, typeFacts } from '../facts/facts.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';
import { modelOfBoth } from './bothFiles.ts';
import { cursorAt, optionIn } from './cursor.ts';
import { namedAt } from './occurrences.ts';
import type { PjsipView } from './view.ts';

/** What an option, a value, a section header or the name of an object means. */
export function hoverAt(view: PjsipView, position: Position): Hover | undefined {
  const cursor = cursorAt(view, position);
  if (cursor === undefined) return undefined;
  const { model } = view;
  const named = namedAt(view, position);
  if (named !== undefined) {
    const { start, end } = named.at;
    const range = lineRange(position.line, start, end);
    if (named.named.kind === 'wizard' && named.at.isDeclaration)
      return shown(describeWizard(named.named.name, model), range);
    if (named.object !== undefined) return shown(describeObject(modelOfBoth(view), named.object), range);
  }
  const { text, type } = cursor;
  if (text.kind !== 'option' || type === undefined) return undefined;
  const isName = isWithin(position.character, text.nameStart, text.nameEnd);
  const isValue = isWithin(position.character, text.valueStart, text.valueEnd);
  if (text.key === 'type' && (isName || isValue)) {
    const about = typeFacts(text.value)?.description;
    return about === undefined ? undefined : shown(about, lineRange(position.line, text.start, text.end));
  }
  const { type: owner, key } = optionIn(type, text.name);
  const facts = optionFacts(owner, key);
  if (facts === undefined || (!isName && !isValue)) return undefined;
  const range = isName
    ? lineRange(position.line, text.nameStart, text.nameEnd)
    : lineRange(position.line, text.valueStart, text.valueEnd);
  const made =
    type === 'wizard' && cursor.object !== undefined ? madeFor(text.key, cursor.object, model) : '';
  const { entry, object, place, line } = cursor;
  const here =
    entry === undefined ? '' : describeInForce(model, facts, { entry, object, place, line, name: text.name });
  return shown(`${describeOption(facts, model.release, here)}${made}`, range);
}

/** What the wizard creates because of one of its options. */
function madeFor(key: string, { entry }: PjsipObject, model: PjsipConf): string {
  const list = listOfMade(model.madeBy(entry.header.name), model, key);
  return list === '' ? '' : `\n\nThis wizard creates because of it:\n\n${list}`;
}

function shown(value: string, range: Range): Hover {
  return { contents: { kind: MarkupKind.Markdown, value }, range };
}
