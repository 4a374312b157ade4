import { compileRegexp } from '../../../text/cppRegexp.ts';
import { isSince, typeIn } from '../facts/facts.ts';
import { readInteger, readValue, withoutCarriageReturn, words } from '../facts/values.ts';
import { effective, type FlexisipModel, flag, isKnown, isModuleOn, list } from './model.ts';
import { isReadAtStart } from './readAtStart.ts';
import type { Refusal } from './refusal.ts';
import { serverRefusals } from './serverRefusals.ts';

/** Why the server does not start with the value of an item; undefined if it does. */
export function refusalOf(model: FlexisipModel, refusal: Refusal): string | undefined {
  const { section, key, since, applies, problem, withDefault } = refusal;
  if (!isSince(model.version, since) || !isKnown(model, section, key)) return undefined;
  const { value, setting } = effective(model, section, key);
  if (setting === undefined && withDefault !== true) return undefined;
  if (!isReadAtStart(model, section) || applies?.(model) === false) return undefined;
  return problem(withoutCarriageReturn(value), model);
}

/** Does the server refuse the value of this item? */
export function isRefused(model: FlexisipModel, section: string, key: string): boolean {
  const name = `${section}/${key}`.toLowerCase();
  return refusals.some(
    refusal =>
      `${refusal.section}/${refusal.key}`.toLowerCase() === name && refusalOf(model, refusal) !== undefined,
  );
}

const logLevels = oneOf(['debug', 'message', 'warning', 'error']);

export const refusals: readonly Refusal[] = [
  { section: 'global', key: 'log-level', since: '2.5.0', problem: logLevels },
  { section: 'global', key: 'syslog-level', since: '2.5.0', problem: logLevels },
  { section: 'global', key: 'contextual-log-level', since: '2.5.0', problem: logLevels },
  {
    section: 'global',
    key: 'unique-id',
    since: '1.0.13',
    problem: value => (/^([0-9a-f]{16})?$/i.test(value) ? undefined : 'must have 16 hexadecimal digits'),
  },
  {
    section: 'global',
    key: 'rtp-bind-address',
    since: '2.1.2',
    problem: (value, model) =>
      words(value, model.version).length === 2
        ? undefined
        : 'must contain two addresses, the IPv4 address first',
  },
  {
    section: 'global',
    key: 'show-body-for',
    since: '2.2.0',
    problem: value => (value === '' ? 'must not be empty: write `true` or `false`' : undefined),
  },
  { section: 'global', key: 'tcp-max-read-size', since: '2.3.5', problem: atLeast(1) },
  certificateAndKey('tls-certificates-file', 'tls-certificates-private-key'),
  certificateAndKey('tls-certificates-private-key', 'tls-certificates-file'),
  {
    section: 'global',
    key: 'sofia-level',
    since: '2.4.0',
    applies: model => effective(model, 'global', 'log-level').value === 'debug',
    problem: between(1, 9),
  },
  {
    section: 'global',
    key: 'default-servers',
    since: '2.5.0',
    problem: (value, model) =>
      words(value, model.version).some(({ text }) => servers.has(text))
        ? undefined
        : 'must contain one of `proxy`, `presence`, `regevent`, `b2bua`',
  },
  { section: 'global::flexiapi', key: 'url', since: '2.6.0-beta', problem: isHttps },
  {
    section: 'event-logs',
    key: 'logger',
    since: '2.6.0-beta',
    problem: oneOf(['filesystem', 'database', 'flexiapi']),
  },
  {
    section: 'event-logs',
    key: 'filesystem-directory',
    since: '2.5.0',
    applies: model => effective(model, 'event-logs', 'logger').value === 'filesystem',
    problem: value => (value.startsWith('/') ? undefined : 'must be an absolute path'),
  },
  {
    section: 'inter-domain-connections',
    key: 'ping-pong-timeout-delay',
    since: '2.2.0',
    problem: (value, model) => {
      const keepalive = amount(model, 'inter-domain-connections', 'keepalive-interval');
      const delay = amountOf(value, model, 'inter-domain-connections', 'ping-pong-timeout-delay');
      if (keepalive === undefined || delay === undefined || delay < keepalive) return undefined;
      return 'must be less than `keepalive-interval`';
    },
  },
  {
    section: 'inter-domain-connections',
    key: 'relay-reg-to-domains-regex',
    since: '2.5.0',
    problem: value => {
      const compiled = compileRegexp(value);
      if (typeof compiled !== 'string' || compiled.startsWith('a reference')) return undefined;
      return `is a regular expression with ${compiled}`;
    },
  },
  {
    section: 'b2bua-server',
    key: 'application',
    since: '2.5.0',
    problem: oneOf(['trenscrypter', 'sip-bridge']),
  },
  { section: 'b2bua-server', key: 'max-calls', since: '2.5.0', problem: atLeast(1) },
  {
    section: 'b2bua-server',
    key: 'nat-addresses',
    since: '2.6.0-beta',
    problem: (value, model) =>
      words(value, model.version).length > 0 && !flag(model, 'b2bua-server', 'enable-ice')
        ? 'needs `enable-ice=true`'
        : undefined,
  },
  {
    section: 'b2bua-server',
    key: 'user-agent',
    since: '2.5.0',
    problem: value =>
      /^[\w\-.!%*+`'~]+(\/([\w\-.!%*+`'~]+|\{version\}))?$/.test(value)
        ? undefined
        : 'must have the form `name` or `name/version`',
  },
  { section: 'b2bua-server', key: 'no-rtp-timeout', since: '2.5.0', problem: positive },
  { section: 'voicemail-server', key: 'max-calls', since: '2.6.0-beta', problem: atLeast(1) },
  {
    section: 'presence-server',
    key: 'transports',
    since: '2.0.0',
    problem: value => (/sips|transport=tls/.test(value) ? 'cannot use TLS' : undefined),
  },
  {
    section: 'module::Presence',
    key: 'presence-server',
    since: '2.3.5',
    problem: value => (value === '' ? 'must not be empty' : isSipUri(value)),
  },
  { section: 'module::RegEvent', key: 'regevent-server', since: '2.5.0', problem: isSipUri },
  { section: 'module::Router', key: 'fallback-route', since: '2.5.0', problem: isSipUri },
  { section: 'module::Router', key: 'voicemail-server', since: '2.6.0-beta', problem: isSipUri },
  {
    section: 'module::NatHelper',
    key: 'fix-record-routes-policy',
    since: '2.5.0',
    problem: oneOf(['safe', 'always']),
  },
  {
    section: 'module::NatHelper',
    key: 'nat-traversal-strategy',
    since: '2.4.0-beta',
    problem: oneOf(['contact-correction', 'flow-token']),
  },
  {
    section: 'module::Registrar',
    key: 'register-expire-randomizer-max',
    since: '2.5.0',
    problem: between(0, 100),
  },
  { section: 'module::Registrar', key: 'max-contacts-per-registration', since: '2.5.0', problem: atLeast(1) },
  {
    section: 'module::Registrar',
    key: 'redis-connection',
    since: '2.6.0-beta',
    applies: usesRedis,
    problem: (value, model) => {
      const missing = redisFiles(value).filter(
        key => effective(model, 'module::Registrar', key).value === '',
      );
      if (missing.length > 0) return `needs ${missing.map(key => `\`${key}\``).join(', ')}`;
      return oneOf(['tcp', 'tls-server-auth', 'tls-mutual'])(value);
    },
  },
  {
    section: 'module::Registrar',
    key: 'redis-subscription-keep-alive-check-period',
    since: '2.5.0',
    applies: usesRedis,
    problem: positive,
  },
  {
    section: 'module::Router',
    key: 'enable-call-diversions',
    since: '2.6.0-beta',
    problem: (value, model) =>
      /^(true|1)$/.test(value) && effective(model, 'global', 'advanced-account-data').value === ''
        ? 'needs `advanced-account-data` in [global]'
        : undefined,
  },
  {
    section: 'module::Router',
    key: 'forwarding-status-codes',
    since: '2.6.0-beta',
    applies: model => effective(model, 'module::Router', 'voicemail-server').value !== '',
    problem: (value, model) => {
      const wrong = words(value, model.version).find(({ text }) => !['408', '486', '603'].includes(text));
      return wrong === undefined ? undefined : 'can contain only 408, 486 and 603';
    },
  },
  {
    section: 'module::AuthOpenIDConnect',
    key: 'enabled',
    since: '2.5.0',
    problem: (value, model) => needsAuthorization(value, model),
  },
  {
    section: 'module::AuthTrustedHosts',
    key: 'enabled',
    since: '2.5.0',
    problem: (value, model) => needsAuthorization(value, model),
  },
  ...['authorization-server', 'realm', 'audience', 'sip-id-claim'].map(key => ({
    section: 'module::AuthOpenIDConnect',
    key,
    since: '2.5.0',
    withDefault: true,
    problem: (value: string) =>
      value === '' ? 'must be set' : key === 'authorization-server' ? isHttps(value) : undefined,
  })),
  {
    section: 'module::AuthOpenIDConnect',
    key: 'public-key-type',
    since: '2.5.0',
    problem: oneOf(['well-known', 'file']),
  },
  {
    section: 'module::Authorization',
    key: 'auth-domains-mode',
    since: '2.6.0-beta',
    problem: oneOf(['flexiapi', 'static', 'legacy']),
  },
  { section: 'module::PushNotification', key: 'retransmission-count', since: '2.5.0', problem: atLeast(0) },
  { section: 'module::PushNotification', key: 'retransmission-interval', since: '2.5.0', problem: positive },
  {
    section: 'module::PushNotification',
    key: 'call-remote-push-interval',
    since: '2.5.0',
    problem: (value, model) => {
      const interval = amountOf(value, model, 'module::PushNotification', 'call-remote-push-interval');
      return interval !== undefined && interval > 30_000 ? 'must be at most 30 seconds' : undefined;
    },
  },
  {
    section: 'module::PushNotification',
    key: 'external-push-flexiapi',
    since: '2.6.0-beta',
    problem: (value, model) => {
      if (!/^(true|1)$/.test(value)) return undefined;
      const missing = ['url', 'api-key'].filter(
        key => effective(model, 'global::flexiapi', key).value === '',
      );
      return missing.length === 0
        ? undefined
        : `needs ${missing.map(key => `\`${key}\``).join(' and ')} in [global::flexiapi]`;
    },
  },
  {
    section: 'module::StatisticsCollector',
    key: 'collector-address',
    since: '2.5.0',
    problem: value => (value === '' || /^sips?:/i.test(value) ? undefined : 'must be a SIP URI'),
  },
  {
    section: 'module::MediaRelay',
    key: 'sdp-port-range',
    since: '2.5.0',
    problem: value => {
      const [low, high] = value.split('-').map(part => readInteger(part));
      if (low?.ok !== true || low.number === undefined) return undefined;
      const last = high?.ok === true && high.number !== undefined ? high.number : low.number;
      // RTP uses an even port, and RTCP the odd one after it.
      const first = low.number + (low.number % 2);
      return last - (last % 2 === 0 ? 1 : 0) > first
        ? undefined
        : 'does not contain a pair of ports for RTP and RTCP';
    },
  },
  {
    section: 'module::Transcoder',
    key: 'audio-codecs',
    since: '2.5.0',
    problem: (value, model) =>
      words(value, model.version).every(({ text }) => /^[^/]+\/\d+/.test(text))
        ? undefined
        : 'must contain codecs of the form `name/rate`',
  },
  ...serverRefusals,
];

/** Words of `default-servers` that start a server. */
const servers: ReadonlySet<string> = new Set([
  'proxy',
  'presence',
  'regevent',
  'b2bua',
  'voicemail',
  'conference',
]);

/** Certificate and key of the proxy: both or none (`Agent::getTlsConfigInfo`). */
function certificateAndKey(key: string, other: string): Refusal {
  return {
    section: 'global',
    key,
    since: '2.2.0',
    applies: model => list(model, 'global', 'default-servers').some(({ text }) => text === 'proxy'),
    problem: (value, model) => {
      const pair = effective(model, 'global', other);
      // If both are written, only one is reported.
      if ((value === '') === (pair.value === '') || (value === '' && pair.setting !== undefined))
        return undefined;
      return value === ''
        ? `is empty, and \`${other}\` is not: set both or neither`
        : `needs \`${other}\` as well`;
    },
  };
}

function oneOf(known: readonly string[]): (value: string) => string | undefined {
  return value =>
    known.includes(value) ? undefined : `must be one of ${known.map(word => `\`${word}\``).join(', ')}`;
}

function between(least: number, most: number): (value: string) => string | undefined {
  return value => {
    const read = readInteger(value);
    if (!read.ok || read.number === undefined || (read.number >= least && read.number <= most))
      return undefined;
    return `must be from ${least} to ${most}`;
  };
}

function atLeast(least: number): (value: string) => string | undefined {
  return value => {
    const read = readInteger(value);
    if (!read.ok || read.number === undefined || read.number >= least) return undefined;
    return `must be ${least} or more`;
  };
}

function positive(value: string): string | undefined {
  return /^0+(ms|s|min|h|d|m|y)?$/.test(value) ? 'must be more than zero' : undefined;
}

function isHttps(value: string): string | undefined {
  return value === '' || /^https:/i.test(value) ? undefined : 'must be an `https` URL';
}

/** Scheme, host and port of a URI without brackets (`SipUri` over `url_make`); empty means none. */
function isSipUri(value: string): string | undefined {
  const form = /^sips?:([^@]*@)?(\[[^\]]+\]|[^:;?/]+)(:(\d*|\*))?([;?/].*)?$/i;
  return value === '' || form.test(value) ? undefined : 'must be a SIP URI such as `sip:127.0.0.1:5060`';
}

function usesRedis(model: FlexisipModel): boolean {
  return effective(model, 'module::Registrar', 'db-implementation').value.startsWith('redis');
}

function redisFiles(connection: string): string[] {
  if (connection === 'tls-server-auth') return ['redis-tls-cafile'];
  return connection === 'tls-mutual' ? ['redis-tls-certificate', 'redis-tls-key', 'redis-tls-cafile'] : [];
}

function needsAuthorization(value: string, model: FlexisipModel): string | undefined {
  if (!/^(true|1)$/.test(value) || isModuleOn(model, 'module::Authorization')) return undefined;
  return flag(model, 'module::Authorization', 'enabled')
    ? undefined
    : 'needs `enabled=true` in [module::Authorization]';
}

/** Milliseconds of a duration; undefined when it cannot be read. */
function amount(model: FlexisipModel, section: string, key: string): number | undefined {
  return amountOf(effective(model, section, key).value, model, section, key);
}

function amountOf(value: string, model: FlexisipModel, section: string, key: string): number | undefined {
  const { item } = effective(model, section, key);
  if (item === undefined) return undefined;
  const type = typeIn(item, model.version);
  const read = readValue(type, withoutCarriageReturn(value), model.version);
  if (!read.ok || read.number === undefined) return undefined;
  return type === 'Integer' ? read.number * 1000 : read.number;
}
