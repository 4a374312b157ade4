import { appendAll } from '../../../../text/longLists.ts';
import type { Setting } from '../../config/entry.ts';
import { parseAuthLine } from '../../sip-conf/facts/credentialLines.ts';
import { deviceInsecure } from '../../sip-conf/model/deviceState.ts';
import type { Device, SipConf } from '../../sip-conf/model/model.ts';
import type { Wanted } from '../wanted.ts';

/** One `auth` object. */
export interface PlannedAuth {
  readonly name: string;
  readonly wanted: readonly Wanted[];
}

/** The auth objects of a device: those for callers, and those for the server's own calls and registrations. */
export interface DeviceAuth {
  readonly objects: readonly PlannedAuth[];
  /** Names for `auth`; the lines that require it. */
  readonly inbound: readonly string[];
  readonly inboundLines: readonly Setting[];
  readonly outbound: readonly string[];
}

/** Names of the auth objects. */
export type UniqueName = (type: string, wanted: string) => string;

/**
 * Callers are challenged when the device has a secret, unless insecure=invite waives it; a device that registers is always
 * challenged, because an endpoint cannot challenge REGISTER alone.
 */
export function deviceAuth(
  device: Device,
  model: SipConf,
  isDynamic: boolean,
  common: readonly string[],
  unique: UniqueName,
): DeviceAuth {
  const secret = nonEmpty(device.last('secret'));
  const hash = nonEmpty(device.last('md5secret'));
  const remote = nonEmpty(device.last('remotesecret'));
  const insecure = deviceInsecure(device, model);
  const isAsked = (secret ?? hash) !== undefined && !(insecure.invite && !(isDynamic && device.isPeer));
  const objects: PlannedAuth[] = [];
  let inbound: string | undefined;
  if (isAsked) {
    inbound = unique('auth', device.name);
    objects.push({
      name: inbound,
      wanted: [{ name: 'username', value: device.name, from: [] }, ...inboundSecret(secret, hash, model)],
    });
  }
  const outbound = deviceAuthLines(device, objects, unique);
  const calls = device.isPeer && (!isDynamic || remote !== undefined);
  const sent = remote ?? secret ?? hash;
  if (calls && sent !== undefined) {
    const user = nonEmpty(device.last('defaultuser'));
    const isSame = inbound !== undefined && hash === undefined && remote === undefined && user === undefined;
    if (isSame && inbound !== undefined) outbound.push(inbound);
    else {
      const name = unique('auth', inbound === undefined ? device.name : `${device.name}-out`);
      const username = user?.value ?? device.name;
      const isHash = sent === hash || (remote === undefined && hash !== undefined);
      objects.push({
        name,
        wanted: [
          { name: 'username', value: username, from: user === undefined ? [] : [user] },
          ...(isHash && hash !== undefined
            ? hashOptions(hash)
            : [{ name: 'password', value: sent.value, from: [sent] }]),
        ],
      });
      outbound.push(name);
    }
  }
  if (device.isPeer && (outbound.length > 0 || !isDynamic)) appendAll(outbound, common);
  const inboundLines = [secret, hash, insecure.line].filter(line => line !== undefined);
  return { objects, inbound: inbound === undefined ? [] : [inbound], inboundLines, outbound };
}

/** `md5secret` overrides `secret`; the hash is valid for one realm only, so that realm is written. */
function inboundSecret(
  secret: Setting | undefined,
  hash: Setting | undefined,
  model: SipConf,
): readonly Wanted[] {
  if (hash === undefined)
    return secret === undefined ? [] : [{ name: 'password', value: secret.value, from: [secret] }];
  const realm = model.general.last('realm');
  const value = realm === undefined || realm.value === '' ? 'asterisk' : realm.value;
  return [...hashOptions(hash), { name: 'realm', value, from: realm === undefined ? [] : [realm] }];
}

function hashOptions(hash: Setting): readonly Wanted[] {
  return [
    { name: 'auth_type', value: 'md5', from: [hash] },
    isHash(hash.value)
      ? { name: 'md5_cred', value: hash.value, from: [hash] }
      : {
          name: 'md5_cred',
          value: noHash,
          from: [hash],
          note: 'It is not an MD5 hash, so no password matches it, before or after.',
        },
  ];
}

function isHash(value: string): boolean {
  return value.length === noHash.length;
}

/** A hash that no answer matches; without one, chan_pjsip would not load the object. */
const noHash = '0'.repeat(32);

/** The `auth` lines of a device: the credentials that the server uses for certain realms. */
function deviceAuthLines(device: Device, objects: PlannedAuth[], unique: UniqueName): string[] {
  const names: string[] = [];
  for (const line of device.all('auth')) {
    const planned = authOfLine(line, `${device.name}-realm`, unique);
    if (planned === undefined) continue;
    objects.push(planned);
    names.push(planned.name);
  }
  return names;
}

/** The object of one `auth` line; undefined for one that chan_sip does not understand. */
export function authOfLine(line: Setting, name: string, unique: UniqueName): PlannedAuth | undefined {
  const { accepted, user, secret, md5secret, realm } = parseAuthLine(line.value);
  if (!accepted || user === undefined || realm === undefined) return undefined;
  const from = [line];
  const credential: readonly Wanted[] =
    md5secret === undefined
      ? [{ name: 'password', value: secret?.value ?? '', from }]
      : [
          { name: 'auth_type', value: 'md5', from },
          { name: 'md5_cred', value: md5secret.value, from },
        ];
  if (credential.some(({ value }) => value === '')) return undefined;
  return {
    name: unique('auth', name),
    wanted: [
      { name: 'username', value: user.value, from },
      ...credential,
      { name: 'realm', value: realm.value, from },
    ],
  };
}

function nonEmpty(line: Setting | undefined): Setting | undefined {
  return line === undefined || line.value === '' ? undefined : line;
}
