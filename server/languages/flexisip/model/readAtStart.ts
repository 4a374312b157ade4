import { type FlexisipModel, flag, isModuleOn, list } from './model.ts';

/**
 * Are the numbers of a section read when the server starts? Those of a module are read only if it is enabled, those of a
 * server only if it is one of the servers that start.
 */
export function isReadAtStart(model: FlexisipModel, section: string): boolean {
  const name = section.toLowerCase();
  if (name.startsWith('module::')) return isModuleOn(model, section);
  const server = serverOf[name];
  if (server !== undefined)
    return list(model, 'global', 'default-servers').some(word => word.text === server);
  if (hasSwitch.has(name)) return flag(model, section, 'enabled');
  return alwaysRead.has(name);
}

/** The word of `default-servers` that starts the server of a section. */
const serverOf: Readonly<Record<string, string>> = {
  'presence-server': 'presence',
  'conference-server': 'conference',
  'regevent-server': 'regevent',
  'b2bua-server': 'b2bua',
  'b2bua-server::sip-bridge': 'b2bua',
  'b2bua-server::trenscrypter': 'b2bua',
  'voicemail-server': 'voicemail',
};

const hasSwitch: ReadonlySet<string> = new Set([
  'event-logs',
  'stun-server',
  'mdns-register',
  'cluster',
  'monitor',
]);

const alwaysRead: ReadonlySet<string> = new Set(['global', 'global::flexiapi', 'inter-domain-connections']);
