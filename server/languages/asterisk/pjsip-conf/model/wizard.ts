import type { Entry, Setting } from '../../config/entry.ts';
import { isTrue } from '../../values/truth.ts';
import { buildObject } from './building.ts';
import type { Surroundings } from './completeness.ts';
import { lastOf, lastValue, type PjsipObject } from './object.ts';

/** What a section of pjsip_wizard.conf creates, and what it lacks. */
export interface WizardObjects {
  readonly objects: readonly PjsipObject[];
  readonly faults: readonly WizardFault[];
}

/** Something that a wizard needs to create all its objects. */
export interface WizardFault {
  /** The option to add. */
  readonly option: string;
  readonly what: string;
  /** The objects that are not created, by type and name. */
  readonly lost: readonly { readonly type: string; readonly name: string }[];
  /** The line that requests them. */
  readonly setting?: Setting;
}

/** Only sections with exactly `type=wizard` are read from pjsip_wizard.conf. */
export function isWizard(settings: readonly Setting[]): boolean {
  return settings.some(({ option, value }) => option.key === 'type' && value === 'wizard');
}

/** The objects of one wizard section, as res_pjsip_config_wizard creates them. */
export function wizardObjects(
  entry: Entry,
  settings: readonly Setting[],
  surroundings: Surroundings,
): WizardObjects {
  const origin = settings.find(({ option }) => option.key === 'type');
  if (origin === undefined) return { objects: [], faults: [] };
  const work = newWork(entry, settings, origin, surroundings);
  makeAuths(work);
  makeAor(work);
  makeEndpoint(work);
  makeIdentify(work);
  makePhoneprov(work);
  makeRegistrations(work);
  const { objects, faults } = work;
  return { objects, faults };
}

/** The expansion of one wizard section. */
interface Work {
  /** The name of the section, from which the names of its objects are derived. */
  readonly id: string;
  readonly settings: readonly Setting[];
  readonly hosts: readonly Host[];
  readonly objects: PjsipObject[];
  readonly faults: WizardFault[];
  flag(key: string): boolean;
  /** Creates an object from the lines with a prefix and the options that the wizard adds. */
  make(type: string, name: string, prefix: string, added: readonly Added[]): void;
  /** Records a missing option that keeps objects from being created, at the line that requests them. */
  lacks(option: string, flagName: string, what: string, lost: WizardFault['lost']): void;
  /** Options of the wizard that its objects have too. */
  shared(...keys: readonly string[]): readonly Added[];
}

function newWork(
  entry: Entry,
  settings: readonly Setting[],
  origin: Setting,
  surroundings: Surroundings,
): Work {
  const objects: PjsipObject[] = [];
  const faults: WizardFault[] = [];
  return {
    id: entry.header.name,
    settings,
    hosts: hostsOf(settings),
    objects,
    faults,
    flag: key => isTrue(lastValue(settings, key) ?? ''),
    make: (type, name, prefix, added) => {
      const own = settings.flatMap(setting => partOf(setting, prefix));
      const made = [...own, ...added.map(([key, value, from]) => withValue(from ?? origin, key, value))];
      objects.push({ ...buildObject(type, name, entry, made, surroundings), isMade: true });
    },
    lacks: (option, flagName, what, lost) => {
      const setting = lastOf(settings, flagName);
      faults.push({ option, what, lost, ...(setting === undefined ? {} : { setting }) });
    },
    shared: (...keys) =>
      keys.flatMap(key => {
        const setting = lastOf(settings, key);
        return setting === undefined || setting.value === '' ? [] : [[key, setting.value, setting] as const];
      }),
  };
}

function makeAuths({ id, settings, objects, faults, flag, make, lacks }: Work): void {
  if (flag('sends_auth')) {
    const lost = { type: 'auth', name: outboundAuth(id) };
    if (lastOf(settings, 'outbound_auth/username') === undefined)
      lacks('outbound_auth/username', 'sends_auth', 'sends_auth needs outbound_auth/username.', [lost]);
    else make('auth', lost.name, 'outbound_auth/', []);
  }
  // When the first one fails, the server skips both.
  const isStuck = objects.some(({ loss }) => loss !== undefined) || faults.length > 0;
  if (!flag('accepts_auth') || isStuck) return;
  const lost = { type: 'auth', name: inboundAuth(id) };
  if (lastOf(settings, 'inbound_auth/username') === undefined)
    lacks('inbound_auth/username', 'accepts_auth', 'accepts_auth needs inbound_auth/username.', [lost]);
  else make('auth', lost.name, 'inbound_auth/', []);
}

function makeAor({ id, settings, hosts, make, shared }: Work): void {
  const pattern = lastValue(settings, 'contact_pattern') ?? `sip:${REMOTE_HOST}`;
  const hasContact = settings.some(({ option }) => option.name === 'aor/contact');
  const contacts = hasContact || pattern === '' ? [] : hosts;
  make('aor', id, 'aor/', [
    ...shared('outbound_proxy'),
    ...contacts.map(host => ['contact', substituted(pattern, host.text, ''), host.setting] as const),
  ]);
}

function makeEndpoint({ id, settings, flag, make, shared }: Work): void {
  make('endpoint', id, 'endpoint/', [
    ['aors', id],
    ...shared('outbound_proxy', 'transport'),
    ...(flag('sends_auth')
      ? [['outbound_auth', outboundAuth(id), lastOf(settings, 'sends_auth')] as const]
      : []),
    ...(flag('accepts_auth') ? [['auth', inboundAuth(id), lastOf(settings, 'accepts_auth')] as const] : []),
  ]);
}

function makeIdentify({ id, settings, hosts, flag, make, lacks }: Work): void {
  if (flag('accepts_registrations') || flag('sends_line_with_registrations')) return;
  const name = `${id}-identify`;
  if (hosts.length === 0) {
    lacks('remote_hosts', 'type', 'A wizard that does not accept registrations needs remote_hosts.', [
      { type: 'identify', name },
    ]);
    return;
  }
  const hasMatch = settings.some(({ option }) => option.name === 'identify/match');
  make('identify', name, 'identify/', [
    ['endpoint', id],
    ...(hasMatch ? [] : hosts.map(host => ['match', host.text, host.setting] as const)),
  ]);
}

function makePhoneprov({ id, settings, flag, make, lacks }: Work): void {
  if (!flag('has_phoneprov')) return;
  const name = `${id}-phoneprov`;
  if (!settings.some(({ option }) => option.name === 'phoneprov/MAC'))
    lacks('phoneprov/MAC', 'has_phoneprov', 'has_phoneprov needs phoneprov/MAC.', [
      { type: 'phoneprov', name },
    ]);
  else make('phoneprov', name, 'phoneprov/', [['endpoint', id]]);
}

function makeRegistrations({ id, settings, hosts, objects, flag, make, lacks, shared }: Work): void {
  if (!flag('sends_registrations')) return;
  const first = { type: 'registration', name: `${id}-reg-0` };
  const username = lastValue(settings, 'outbound_auth/username');
  if (hosts.length === 0) {
    lacks('remote_hosts', 'sends_registrations', 'sends_registrations needs remote_hosts.', [first]);
    return;
  }
  if (flag('sends_auth') && username === undefined) {
    const what = 'A registration with authentication needs outbound_auth/username.';
    lacks('outbound_auth/username', 'sends_registrations', what, [first]);
    return;
  }
  const server = lastValue(settings, 'server_uri_pattern') ?? `sip:${REMOTE_HOST}`;
  const client = lastValue(settings, 'client_uri_pattern') ?? `sip:${USERNAME}@${REMOTE_HOST}`;
  const user = flag('sends_auth') ? (username ?? id) : id;
  const line: readonly Added[] = flag('sends_line_with_registrations')
    ? [
        ['line', 'yes'],
        ['endpoint', id],
      ]
    : [];
  for (const [index, host] of hosts.entries()) {
    make('registration', `${id}-reg-${index}`, 'registration/', [
      ...shared('outbound_proxy'),
      ['server_uri', substituted(server, host.text, user), host.setting],
      ['client_uri', substituted(client, host.text, user), host.setting],
      ...(flag('sends_auth') ? [['outbound_auth', outboundAuth(id)] as const] : []),
      ...shared('transport'),
      ...line,
    ]);
    // After the first one that it refuses, the server skips those for the remaining hosts.
    if (objects.at(-1)?.loss !== undefined) return;
  }
}

function outboundAuth(id: string): string {
  return `${id}-oauth`;
}

function inboundAuth(id: string): string {
  return `${id}-iauth`;
}

/** An option that the wizard adds, and the line that it comes from. */
type Added = readonly [key: string, value: string, from?: Setting | undefined];

interface Host {
  readonly text: string;
  readonly setting: Setting;
}

function hostsOf(settings: readonly Setting[]): readonly Host[] {
  const setting = lastOf(settings, 'remote_hosts');
  if (setting === undefined || setting.value === '') return [];
  return setting.value.split(',').map(text => ({ text: text.trim(), setting }));
}

/** The line of an option such as `endpoint/allow` as a line of the object itself; the prefix is case-sensitive. */
function partOf(setting: Setting, prefix: string): Setting[] {
  const { option } = setting;
  if (!option.name.startsWith(prefix) || option.name.length === prefix.length) return [];
  const name = option.name.slice(prefix.length);
  return [
    {
      ...setting,
      option: { ...option, name, key: name.toLowerCase(), nameStart: option.nameStart + prefix.length },
    },
  ];
}

function withValue(setting: Setting, key: string, value: string): Setting {
  return { ...setting, value, option: { ...setting.option, name: key, key } };
}

function substituted(pattern: string, host: string, user: string): string {
  return pattern.replaceAll(REMOTE_HOST, host).replaceAll(USERNAME, user);
}

/** Variables of the patterns, as written there. */
const REMOTE_HOST = '$'.concat('{REMOTE_HOST}');
const USERNAME = '$'.concat('{USERNAME}');
