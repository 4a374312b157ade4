import type { Entry } from '../../config/entry.ts';
import { type SipConf, typeSetting } from '../model/model.ts';

/** Why a section with this name is not a device; undefined when there is no such section. */
export function skippedSection(
  name: string,
  model: SipConf,
): { readonly reason: string; readonly entry: Entry } | undefined {
  const entries = model.names.get(name.toLowerCase()) ?? [];
  const entry = entries.findLast(candidate => candidate.header.name === name) ?? entries.at(-1);
  if (entry === undefined) return undefined;
  const shown = `[${entry.header.name}]`;
  if (entry.isTemplate)
    return { reason: `${shown} is a template (!), which is never a device itself.`, entry };
  if (entry.isAppend)
    return { reason: `${shown} occurs only with (+), and there is no section to add to.`, entry };
  const type = typeSetting(model, entry);
  if (type !== undefined)
    return { reason: `The server skips ${shown}: type=${type.value} is not peer, user, or friend.`, entry };
  const { header } = entry;
  const isDetached = header.detachedOptions !== undefined;
  const why = isDetached
    ? ' The parentheses after the space are ignored, so nothing is inherited. Remove the space.'
    : '';
  return { reason: `The server skips ${shown} because it has no type.${why}`, entry };
}
