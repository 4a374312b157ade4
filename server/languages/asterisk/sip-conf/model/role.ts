import type { Entry } from '../../config/entry.ts';
import type { SipConf } from './model.ts';
import { isSpecial } from './model.ts';

/** The kind of section that an entry is for the server. */
export function roleOf(model: SipConf, entry: Entry): Role {
  const target = entry.isAppend ? model.appendTarget(entry) : entry;
  if (target === undefined || target.isTemplate) return 'template';
  if (!isSpecial(entry.key)) return 'device';
  const first = model.names.get(entry.key)?.find(candidate => !candidate.isTemplate && !candidate.isAppend);
  if (first !== target) return 'ignored';
  return entry.key === 'general' ? 'general' : 'authentication';
}

/** The kind of section that contains a line. `ignored`: a second [general] or [authentication]. */
export type Role = 'general' | 'authentication' | 'device' | 'template' | 'ignored';
