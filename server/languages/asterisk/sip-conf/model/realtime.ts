import { companionConf } from '../../companions/companionConf.ts';
import { isAtLeast } from '../../config/branch.ts';
import type { Setting } from '../../config/entry.ts';
import type { SipConf } from './model.ts';

/**
 * The line of extconfig.conf that names a database with devices (realtime_peer). Since 1.6.2, `sipusers` is no longer read, and
 * `sipregs` has only the registrations of devices in `sippeers`.
 */
export function realtimeLine(model: SipConf): Setting | undefined {
  const key = isAtLeast(model.branch, '1.6.2') ? /^sippeers$/ : /^sip(peers|users)$/;
  return mappings(model).find(({ option, value }) => key.test(option.key) && value !== '');
}

/** The line of extconfig.conf that makes the server read sip.conf itself from a database, if it has one. */
export function storedElsewhere(model: SipConf): Setting | undefined {
  const name = model.project.root.slice(model.project.root.lastIndexOf('/') + 1);
  return mappings(model).find(({ option }) => option.key === name.toLowerCase());
}

function mappings(model: SipConf): readonly Setting[] {
  return companionConf(model, 'extconfig.conf')?.settingsIn('settings') ?? [];
}
