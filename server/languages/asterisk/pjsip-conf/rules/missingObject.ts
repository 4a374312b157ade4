import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { type Finding, replacing } from '../../config/finding.ts';
import { valueColumn } from '../../config/line.ts';
import type { PjsipConf } from '../model/model.ts';
import type { Reference } from '../model/object.ts';
import { atHeader } from './rule.ts';

/** Maximum number of names searched for a similar one. */
const MAX_SUGGESTIONS = 2000;

/** A name in a value for which the server has no object. */
export function missing(reference: Reference, model: PjsipConf, why: string): Finding {
  const { type, name, start, setting } = reference;
  const { option, place, line } = setting;
  const isWritten = setting.value === option.value;
  const at = {
    place,
    line,
    start: isWritten ? valueColumn(option, start) : option.nameStart,
    end: isWritten ? valueColumn(option, start + name.length) : Math.max(option.valueEnd, option.nameEnd),
  };
  const [lost] = model.ofType(type).get(name) ?? [];
  if (lost !== undefined) {
    const related = [{ ...atHeader(lost.entry), message: 'This section is not loaded.' }];
    const what = `Asterisk does not load the ${type} "${name}".`;
    return { ...at, message: message(what, why, 'Fix the problem that keeps it from loading.'), related };
  }
  const names = model.ofType(type);
  const near = names.size > MAX_SUGGESTIONS ? undefined : nearest(name, names.keys());
  const what = `There is no ${type} "${name}".`;
  if (near === undefined)
    return { ...at, message: message(what, why, `Add the ${type}, or correct the name.`) };
  const fixes = isWritten && option.map === undefined ? [replacing(`Change to "${near}"`, at, near)] : [];
  return { ...at, message: message(what, why, `Did you mean "${near}"?`), fixes };
}
