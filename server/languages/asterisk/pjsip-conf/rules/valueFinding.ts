import { message } from '../../../../rules/rule.ts';
import type { Setting } from '../../config/entry.ts';
import { type Finding, type Fix, replacing } from '../../config/finding.ts';
import { valueColumn } from '../../config/line.ts';
import { existsIn, type OptionFacts, optionFacts } from '../facts/facts.ts';
import type { ValueFault } from '../facts/valueFault.ts';
import { valueFault } from '../model/building.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';

/** A line whose value the server does not use as written. */
export interface FaultyLine {
  readonly setting: Setting;
  readonly facts: OptionFacts;
  readonly fault: ValueFault;
}

/** The lines of an object with a fault in their value, among the options that the release knows. */
export function* faultyLines(object: PjsipObject, model: PjsipConf): Generator<FaultyLine> {
  if (!object.isFaulty) return;
  for (const setting of object.settings) {
    const facts = optionFacts(object.type, setting.option.key);
    if (facts === undefined || !existsIn(facts, model.release)) continue;
    const fault = valueFault(facts, setting.value, model);
    if (fault !== undefined) yield { setting, facts, fault };
  }
}

/** The findings about values that the server treats as something else (`quiet`), or skips with a message (`noted`). */
export function* replacedValues(
  object: PjsipObject,
  model: PjsipConf,
  effect: 'quiet' | 'noted',
): Generator<Finding> {
  for (const { setting, fault } of faultyLines(object, model)) {
    if (fault.effect !== effect) continue;
    const text = message(fault.what, fault.instead ?? '', fault.todo);
    yield { ...atFault(setting, fault), message: text, fixes: fixesOf(setting, fault) };
  }
}

/** The range of a fault in the value of a line; the whole line when the value is not the text of the line. */
export function atFault(setting: Setting, fault: ValueFault): Omit<Finding, 'message'> {
  const { option, place, line } = setting;
  if (setting.value !== option.value || fault.end <= fault.start || option.value === '')
    return { place, line, start: option.nameStart, end: Math.max(option.valueEnd, option.nameEnd) };
  return { place, line, start: valueColumn(option, fault.start), end: valueColumn(option, fault.end) };
}

/** A replacement for the faulty part, where one is known. */
export function fixesOf(setting: Setting, fault: ValueFault): readonly Fix[] {
  const { option } = setting;
  if (fault.replacement === undefined || setting.value !== option.value || option.map !== undefined)
    return [];
  const { place, line } = setting;
  const start = option.valueStart + fault.start;
  const at = { place, line, start, end: option.valueStart + fault.end };
  return [replacing(`Change to "${fault.replacement}"`, at, fault.replacement)];
}
