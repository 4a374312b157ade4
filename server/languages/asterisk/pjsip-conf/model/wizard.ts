import type { Entry, Setting } from '../../config/entry.ts';
import { isTrue } from '../../values/truth.ts';
import { buildObject } from './building.ts';
import type { Surroundings } from './completeness.ts';
import { lastOf, lastValue, type PjsipObject } from './object.ts';

/** What a section of pjsip_wizard.conf makes, and what it lacks. */
export interface WizardObjects {
  readonly objects: readonly PjsipObject[];
  readonly faults: readonly WizardFault[];
}

/** Something without which a wizard does not make all its objects. */
export interface WizardFault {
  /** The option to add. */
  readonly option: string;
  readonly what: string;
  /** The objects that are not made, by type and name. */
  readonly lost: readonly { readonly type: string; readonly name: string }[];
  /** The line that asks for them. */
  readonly setting?: Setting;
}

/** Only sections with exactly `type=wizard` are read from pjsip_wizard.conf. */
export function isWizard(settings: readonly Setting[]): boolean {
  return settings.some(({ option, value }) => option.key === 'type' && value === 'wizard');
}

/** The objects of one wizard section, as res_pjsip_config_wizard makes them. */
export function wizardObjects(
  entry: Entry,
  settings: readonly Setting[],
  surroundings: Surroundings,
): WizardObjects {
  const { name: id } = entry.header;
  const objects: PjsipObject[] = [];
  const faults: WizardFault[] = [];
  const origin = settings.find(({ option }) => option.key === 'type');
  if (origin === undefined) return { objects, faults };
  const hosts = hostsOf(settings);
  const flag = (key: string): boolean => isTrue(lastValue(settings, key) ?? '');
  const make = (type: string, name: string, prefix: string, added: readonly Added[]): void => {
    const own = settings.flatMap(setting => partOf(setting, prefix));
    const made = [...own, ...added.map(([key, value, from]) => withValue(from ?? origin, key, value))];
    objects.push({ ...buildObject(type, name, entry, made, surroundings), made });
  };
  const lacks = (option: string, flagName: string, what: string, lost: WizardFault['lost']): void => {
    const setting = lastOf(settings, flagName);
    faults.push({ option, what, lost, ...(setting === undefined ? {} : { setting }) });
  };
  const shared = (...keys: readonly string[]): Added[] =>
    keys.flatMap(key => {
      const setting = lastOf(settings, key);
      return setting === undefined || setting.value === '' ? [] : [[key, setting.value, setting] as const];
    });

  const outbound = { type: 'auth', name: `${id}-oauth` };
  const inbound = { type: 'auth', name: `${id}-iauth` };
  const username = lastValue(settings, 'outbound_auth/username');
  if (flag('sends_auth')) {
    if (username === undefined)
      lacks('outbound_auth/username', 'sends_auth', 'sends_auth needs outbound_auth/username.', [outbound]);
    else make('auth', outbound.name, 'outbound_auth/', []);
  }
  // The server gives up on both when it fails at the first.
  const isStuck = objects.some(({ loss }) => loss !== undefined) || faults.length > 0;
  if (flag('accepts_auth') && !isStuck) {
    if (lastOf(settings, 'inbound_auth/username') === undefined)
      lacks('inbound_auth/username', 'accepts_auth', 'accepts_auth needs inbound_auth/username.', [inbound]);
    else make('auth', inbound.name, 'inbound_auth/', []);
  }

  const pattern = lastValue(settings, 'contact_pattern') ?? `sip:${REMOTE_HOST}`;
  const hasContact = settings.some(({ option }) => option.name === 'aor/contact');
  const contacts = hasContact || pattern === '' ? [] : hosts;
  make('aor', id, 'aor/', [
    ...shared('outbound_proxy'),
    ...contacts.map(host => ['contact', substituted(pattern, host.text, ''), host.setting] as const),
  ]);

  make('endpoint', id, 'endpoint/', [
    ['aors', id],
    ...shared('outbound_proxy', 'transport'),
    ...(flag('sends_auth')
      ? [['outbound_auth', outbound.name, lastOf(settings, 'sends_auth')] as const]
      : []),
    ...(flag('accepts_auth') ? [['auth', inbound.name, lastOf(settings, 'accepts_auth')] as const] : []),
  ]);

  const identify = { type: 'identify', name: `${id}-identify` };
  if (!flag('accepts_registrations') && !flag('sends_line_with_registrations')) {
    if (hosts.length === 0)
      lacks('remote_hosts', 'type', 'A wizard that does not accept registrations needs remote_hosts.', [
        identify,
      ]);
    else {
      const hasMatch = settings.some(({ option }) => option.name === 'identify/match');
      make('identify', identify.name, 'identify/', [
        ['endpoint', id],
        ...(hasMatch ? [] : hosts.map(host => ['match', host.text, host.setting] as const)),
      ]);
    }
  }

  if (flag('has_phoneprov')) {
    const name = `${id}-phoneprov`;
    if (!settings.some(({ option }) => option.name === 'phoneprov/MAC'))
      lacks('phoneprov/MAC', 'has_phoneprov', 'has_phoneprov needs phoneprov/MAC.', [
        { type: 'phoneprov', name },
      ]);
    else make('phoneprov', name, 'phoneprov/', [['endpoint', id]]);
  }

  if (flag('sends_registrations')) {
    const first = { type: 'registration', name: `${id}-reg-0` };
    if (hosts.length === 0)
      lacks('remote_hosts', 'sends_registrations', 'sends_registrations needs remote_hosts.', [first]);
    else if (flag('sends_auth') && username === undefined)
      lacks(
        'outbound_auth/username',
        'sends_registrations',
        'A registration with authentication needs outbound_auth/username.',
        [first],
      );
    else {
      const server = lastValue(settings, 'server_uri_pattern') ?? `sip:${REMOTE_HOST}`;
      const client = lastValue(settings, 'client_uri_pattern') ?? `sip:${USERNAME}@${REMOTE_HOST}`;
      const user = flag('sends_auth') ? (username ?? id) : id;
      for (const [index, host] of hosts.entries()) {
        make('registration', `${id}-reg-${index}`, 'registration/', [
          ...shared('outbound_proxy'),
          ['server_uri', substituted(server, host.text, user), host.setting],
          ['client_uri', substituted(client, host.text, user), host.setting],
          ...(flag('sends_auth') ? [['outbound_auth', outbound.name] as const] : []),
          ...shared('transport'),
          ...(flag('sends_line_with_registrations')
            ? ([
                ['line', 'yes'],
                ['endpoint', id],
              ] as const)
            : []),
        ]);
      }
    }
  }
  return { objects, faults };
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

/** The line of an option such as `endpoint/allow` as a line of the object itself; the prefix counts with its case. */
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

/** Variables of the patterns, as they are written there. */
const REMOTE_HOST = '$'.concat('{REMOTE_HOST}');
const USERNAME = '$'.concat('{USERNAME}');
