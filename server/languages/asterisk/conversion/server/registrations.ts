import { isAtLeast } from '../../config/branch.ts';
import type { Setting } from '../../config/entry.ts';
import { parseRegister, type RegisterLine } from '../../sip-conf/facts/registerLine.ts';
import type { Device, SipConf } from '../../sip-conf/model/model.ts';
import { callbackRegisterLine } from '../../sip-conf/model/registrations.ts';
import { atoi } from '../../values/integers.ts';
import { isTrue } from '../../values/truth.ts';
import type { PlannedAuth, UniqueName } from '../devices/authentication.ts';
import { proxyUri } from '../options/endpoint.ts';
import type { Wanted } from '../wanted.ts';

/** A registration of this server with another one, and its credentials. */
export interface PlannedRegistration {
  readonly name: string;
  readonly auth: PlannedAuth | undefined;
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly wanted: readonly Wanted[];
}

/** One object for each `register` line that chan_sip understands, and for each section of users.conf with registersip. */
export function plannedRegistrations(
  model: SipConf,
  common: readonly string[],
  unique: UniqueName,
): readonly PlannedRegistration[] {
  const lines = model.general.all('register').map(line => ({ text: line.value, from: [line] }));
  return [...lines, ...(model.users?.registerLines ?? [])].flatMap(({ text, from }) =>
    registrationOf(parseRegister(text, model.branch), from, model, common, unique),
  );
}

/** The registration that `callbackextension` creates from a device with an address and a user name (build_peer). */
export function callbackRegistration(
  device: Device,
  model: SipConf,
  common: readonly string[],
  unique: UniqueName,
): readonly PlannedRegistration[] {
  const line = callbackRegisterLine(device, model.branch);
  if (line === undefined || !isAtLeast(model.branch, '1.6.2') || !device.isPeer) return [];
  const secret = (device.last('remotesecret')?.value ?? '') === '' ? 'secret' : 'remotesecret';
  const from = ['callbackextension', 'defaultuser', 'fromuser', 'host', secret].flatMap(
    name => device.last(name) ?? [],
  );
  return registrationOf(parseRegister(line, model.branch), from, model, common, unique);
}

function registrationOf(
  line: RegisterLine,
  from: readonly Setting[],
  model: SipConf,
  common: readonly string[],
  unique: UniqueName,
): readonly PlannedRegistration[] {
  const user = line.user?.value ?? '';
  const host = line.host?.value ?? '';
  if (!line.accepted || user === '' || host === '') return [];
  const label = `register-${user}-${host}`.replace(/[^\w.-]/g, '-').slice(0, 70);
  const name = unique('registration', label);
  const secret = line.secret?.value ?? '';
  const auth: PlannedAuth | undefined =
    secret === ''
      ? undefined
      : {
          name: unique('auth', name),
          wanted: [
            { name: 'username', value: line.authuser?.value || user, from },
            { name: 'password', value: secret, from },
          ],
        };
  const auths = [...(auth === undefined ? [] : [auth.name]), ...common];
  const wanted: Wanted[] = [
    ...addresses(line, user, host, from, model),
    { name: 'contact_user', value: escapedUser(line.extension), from },
    ...(auths.length === 0 ? [] : [{ name: 'outbound_auth', value: auths.join(','), from }]),
    ...(line.transport === 'udp' ? [] : [{ name: 'transport', value: `transport-${line.transport}`, from }]),
    ...retries(line, from, model),
  ];
  return [{ name, auth, transport: line.transport, wanted }];
}

/** chan_sip puts the user's domain into the Request-URI and sends the request to the host. */
function addresses(
  line: RegisterLine,
  user: string,
  host: string,
  from: readonly Setting[],
  model: SipConf,
): readonly Wanted[] {
  const transport = line.transport === 'udp' ? '' : `;transport=${line.transport}`;
  const standard = line.transport === 'tls' ? 5061 : 5060;
  const port = line.port === standard ? '' : `:${line.port}`;
  const domain = line.domain?.value ?? '';
  const domainPort = line.domainPort === undefined ? '' : `:${line.domainPort}`;
  const proxyLine = model.general.last('outboundproxy');
  const proxy = proxyLine === undefined ? undefined : proxyUri(proxyLine.value);
  const isElsewhere = domain !== '' && domain.toLowerCase() !== host.toLowerCase();
  const server = isElsewhere ? `sip:${domain}${domainPort}${transport}` : `sip:${host}${port}${transport}`;
  const next = proxy ?? (isElsewhere ? `sip:${host}${port}${transport};lr` : undefined);
  return [
    { name: 'server_uri', value: server, from },
    { name: 'client_uri', value: `sip:${accountOf(user, domain === '' ? host : domain)}${domainPort}`, from },
    ...(next === undefined
      ? []
      : [
          {
            name: 'outbound_proxy',
            value: next,
            from: proxyLine === undefined || proxy === undefined ? from : [...from, proxyLine],
          },
        ]),
  ];
}

/** User and domain; of several at signs, as chan_sip accepts them, only the last one separates the two. */
function accountOf(user: string, domain: string): string {
  const at = domain.lastIndexOf('@');
  const name = at < 0 ? user : `${user}@${domain.slice(0, at)}`;
  return `${escapedUser(name)}@${domain.slice(at + 1)}`;
}

/** chan_sip writes a user name as it is; chan_pjsip drops a registration with a character that cannot be in a URI. */
function escapedUser(user: string): string {
  return user.replace(/[^\w\-.!~*'()&=+$,;?/#%]/gu, character =>
    [...new TextEncoder().encode(character)]
      .map(byte => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`)
      .join(''),
  );
}

/** Unless configured otherwise, chan_sip retries forever, even after a refused password. */
function retries(line: RegisterLine, from: readonly Setting[], { general }: SipConf): readonly Wanted[] {
  const expiry = general.last('defaultexpiry');
  const timeout = general.last('registertimeout');
  const attempts = general.last('registerattempts');
  const forbidden = general.last('register_retry_403');
  const seconds = positive(timeout) ?? 20;
  const own = line.expiry !== undefined && line.expiry > 0 ? line.expiry : undefined;
  return [
    {
      name: 'expiration',
      value: String(own ?? positive(expiry) ?? 120),
      from: own === undefined && expiry !== undefined ? [expiry] : from,
    },
    { name: 'retry_interval', value: String(seconds), from: timeout === undefined ? [] : [timeout] },
    {
      name: 'max_retries',
      value: String(positive(attempts) ?? 10_000),
      from: attempts === undefined ? [] : [attempts],
    },
    { name: 'auth_rejection_permanent', value: 'no', from: [] },
    ...(forbidden !== undefined && isTrue(forbidden.value)
      ? [{ name: 'forbidden_retry_interval', value: String(seconds), from: [forbidden] }]
      : []),
  ];
}

function positive(line: Setting | undefined): number | undefined {
  const value = line === undefined ? 0 : atoi(line.value);
  return value > 0 ? value : undefined;
}
