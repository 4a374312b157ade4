import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { type Finding, replacing } from '../../config/finding.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject, Reference } from '../model/object.ts';
import { atWord } from './atWord.ts';
import { atHeader } from './rule.ts';

/** The names in the lines of an object for which the server has no object of a type; `why` is the consequence. */
export function missingAmong(
  { references }: PjsipObject,
  type: string,
  model: PjsipConf,
  why: (reference: Reference) => string,
): readonly Finding[] | undefined {
  if (!model.isWhole) return undefined;
  let found: Finding[] | undefined;
  for (const reference of references) {
    if (reference.type !== type || model.object(type, reference.name) !== undefined) continue;
    found ??= [];
    found.push(missing(reference, model, why(reference)));
  }
  return found;
}

/** A name in a value for which the server has no object. */
function missing(reference: Reference, model: PjsipConf, why: string): Finding {
  const { type, name, setting } = reference;
  const { option } = setting;
  const at = atWord(reference);
  const [lost] = model.ofType(type).get(name) ?? [];
  if (lost !== undefined) {
    const related = [{ ...atHeader(lost.entry), message: 'This section is not loaded.' }];
    const what = `Asterisk does not load the ${type} "${name}".`;
    return { ...at, message: message(what, why, 'Fix the problem that keeps it from loading.'), related };
  }
  const near = model.hasTooMany(type) ? undefined : nearest(name, [...model.ofType(type).keys()].sort());
  const what = `There is no ${type} "${name}".`;
  if (near === undefined)
    return { ...at, message: message(what, why, `Add the ${type}, or correct the name.`) };
  const isWritten = setting.value === option.value && option.map === undefined;
  const fixes = isWritten ? [replacing(`Change to "${near}"`, at, near)] : [];
  return { ...at, message: message(what, why, `Did you mean "${near}"?`), fixes };
}
