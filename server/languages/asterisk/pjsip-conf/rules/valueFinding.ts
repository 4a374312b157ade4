import type { Setting } from '../../config/entry.ts';
import { type Finding, type Fix, replacing } from '../../config/finding.ts';
import { valueColumn } from '../../config/line.ts';
import type { ValueFault } from '../facts/valueFault.ts';

/** Where a fault in the value of a line stands; the whole line when the value is not the text of the line. */
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
