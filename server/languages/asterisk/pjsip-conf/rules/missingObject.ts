import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { type Finding, replacing } from '../../config/finding.ts';
import type { PjsipConf } from '../model/model.ts';
import type { Reference } from '../model/object.ts';
import { atWord } from './atWord.ts';
import { atHeader } from './rule.ts';

/** A name in a value for which the server has no object. */
export function missing(reference: Reference, model: PjsipConf, why: string): Finding {
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
