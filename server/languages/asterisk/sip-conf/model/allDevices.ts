import type { Entry } from '../../config/entry.ts';
import type { Section } from '../../config/parser.ts';
import type { Device, SipConf } from './model.ts';

/** Maximum number of devices for rules that compare every device with the others, because they run after every keystroke. */
export const MOST_DEVICES = 2000;

/** All devices in reading order; undefined when there are too many to compare repeatedly. */
export function allDevices(model: SipConf): readonly Device[] | undefined {
  if (model.names.size + (model.users?.entries.size ?? 0) > MOST_DEVICES) return undefined;
  return model.allDevices;
}

/** The devices of which a `host` line may name an address, among `allDevices`: most devices of most files are dynamic. */
export function devicesWithAddress(model: SipConf): readonly Device[] {
  if (model.users !== undefined || model.names.size > MOST_DEVICES) return allDevices(model) ?? [];
  // An empty name between the parentheses is the first section.
  const mayInherit =
    model.heirs.has('') || [...model.heirs.keys()].some(key => model.names.get(key)?.some(mayNameAddress));
  const found: Device[] = [];
  for (const [key, entries] of model.namesInOrder) {
    const mayHaveOne = entries.some(
      entry => (mayInherit && entry.parents.length > 0) || mayNameAddress(entry),
    );
    const device = mayHaveOne ? model.device(key) : undefined;
    if (device !== undefined) found.push(device);
  }
  return found;
}

function mayNameAddress({ pieces }: Entry): boolean {
  for (const { place } of pieces) if (namesAddress(place.section)) return true;
  return false;
}

function namesAddress(section: Section): boolean {
  let isNaming = naming.get(section);
  if (isNaming === undefined) {
    isNaming = section.lines.some(
      line =>
        line.kind === 'option' &&
        line.key === 'host' &&
        (line.operator === '+=' || line.value.toLowerCase() !== 'dynamic'),
    );
    naming.set(section, isNaming);
  }
  return isNaming;
}

/** Edits keep all sections but one, and this is asked after each. */
const naming = new WeakMap<Section, boolean>();
