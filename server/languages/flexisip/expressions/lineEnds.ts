import { existsIn, typeIn } from '../facts/facts.ts';
import type { FlexisipModel, Setting } from '../model/model.ts';
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
  for (const group of model.groups.values()) {
    for (const settings of group.settings.values()) {
      const setting = settings.find(candidate => candidate.entry.value.endsWith('\r'));
      if (setting !== undefined && (which === 'any' || isRefused(model, group.name, setting))) return setting;
    }
  }
  return undefined;
}

function isRefused(model: FlexisipModel, section: string, { item }: Setting): boolean {
  if (item === undefined || !existsIn(item, model.version)) return false;
  const type = typeIn(item, model.version);
  if (type === 'Boolean') return true;
  if (holdsExpression(item, type)) return stopsTheStart(model, { item });
  return type.startsWith('Duration') && isReadAtStart(model, section);
}
