import { existsIn, typeIn } from '../facts/facts.ts';
import type { Setting } from '../model/groups.ts';
import { perGroup } from '../model/groups.ts';
import type { FlexisipModel } from '../model/model.ts';
import { isReadAtStart } from '../model/readAtStart.ts';
import { holdsExpression, stopsTheStart } from './expressionSettings.ts';

/**
 * The first setting whose value ends in a carriage return: any setting, or only one that keeps the server from
 * starting.
 */
export function settingWithCarriageReturn(
  model: FlexisipModel,
  which: 'any' | 'refused',
): Setting | undefined {
  return settingsInCrLf(model).find(setting => which === 'any' || isRefused(model, setting));
}

/** For each key, the first line that has a carriage return at its end. */
const settingsInCrLf = perGroup(({ settings }) =>
  [...settings.values()].flatMap(lines => lines.find(({ entry }) => entry.value.endsWith('\r')) ?? []),
);

function isRefused(model: FlexisipModel, { item }: Setting): boolean {
  if (item === undefined || !existsIn(item, model.version)) return false;
  const type = typeIn(item, model.version);
  if (type === 'Boolean') return true;
  if (holdsExpression(item, type)) return stopsTheStart(model, { item });
  return type.startsWith('Duration') && isReadAtStart(model, item.section);
}
