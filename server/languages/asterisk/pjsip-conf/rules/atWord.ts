import type { Setting } from '../../config/entry.ts';
import type { Finding } from '../../config/finding.ts';
import { valueColumn } from '../../config/line.ts';

/** The range of a word at an offset in the value of a line; the whole line when the value is not the text of the line. */
export function atWord({
  setting,
  start,
  name,
}: {
  readonly setting: Setting;
  readonly start: number;
  readonly name: string;
}): Omit<Finding, 'message'> {
  const { option, place, line } = setting;
  if (setting.value !== option.value)
    return { place, line, start: option.nameStart, end: Math.max(option.valueEnd, option.nameEnd) };
  return {
    place,
    line,
    start: valueColumn(option, start),
    end: valueColumn(option, start + name.length),
  };
}
