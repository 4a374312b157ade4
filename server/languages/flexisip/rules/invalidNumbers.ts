import { typeIn } from '../facts/facts.ts';
import { readValue, withoutCarriageReturn } from '../facts/values.ts';
import { perSetting } from '../model/groups.ts';

/** Settings whose value is not what their type demands, with the reason; Booleans have a rule of their own. */
export const invalidNumbers = perSetting((setting, version) => {
  const type = typeIn(setting.item, version);
  if (type === 'Boolean') return undefined;
  const value = withoutCarriageReturn(setting.entry.value);
  const read = readValue(type, value, version);
  return read.ok ? undefined : { setting, value, problem: read.problem };
});
