import type { Branch } from '../../config/branch.ts';
import { isAtLeast } from '../../config/branch.ts';
import { isAddressWithPort, splitHostPort } from '../../values/address.ts';
import { codecNames, codecWords } from '../../values/codecs.ts';
import { atoi, leadingInteger, parsePort } from '../../values/integers.ts';
import { meantCodecs } from '../../values/meantCodecs.ts';
import { isFalse, isTrue } from '../../values/truth.ts';
import type { OptionFacts } from './facts.ts';
import {
  amaFlags,
  boolean,
  callerPresentation,
  directMedia,
  enabledUnlessFalse,
  faxDetect,
  insecure,
  methodList,
  nat,
  refusedWord,
  silentWord,
  strictBoolean,
  t38,
  toneZone,
  transport,
} from './keywordChecks.ts';
import {
  callbackTimer,
  cos,
  deviceTimer,
  encryptionTag,
  groups,
  keepAlive,
  number,
  port,
  qualify,
  rtAutoClear,
  silentNumber,
  tos,
  wholeNumber,
} from './numberChecks.ts';
import { type Check, fallback, type ValueProblem, whole } from './valueCheck.ts';

/** What chan_sip would object to in a value; its position matters for a few options. */
export function valueProblems(
  facts: OptionFacts,
  value: string,
  scope: 'general' | 'device',
  branch: Branch,
): readonly ValueProblem[] {
  return checkOf(facts)?.(value, { facts, scope, branch }) ?? [];
}

/** False for an option that accepts any value. */
export function mayHaveProblems(facts: OptionFacts): boolean {
  return checkOf(facts) !== undefined;
}

function checkOf(facts: OptionFacts): Check | undefined {
  return checks[facts.name] ?? checksByType[facts.valueType];
}

const address: Check = value =>
  isAddressWithPort(value)
    ? []
    : whole(value, 'refused', 'is not an IP address', 'logs a warning and keeps the previous value');

/** proxy_from_config and sip_parse_host: `[transport://][user@]host[:port][,force]`. */
const outboundProxy: Check = value => {
  const name = value.split(',')[0]?.trimEnd() ?? '';
  if (sipScheme.test(name)) return withoutScheme(name, 'uses the scheme as the host');
  const scheme = name.indexOf('://');
  const address = scheme < 0 ? name : name.slice(scheme + 3);
  const { host, port } = splitHostPort(address.slice(address.lastIndexOf('@') + 1));
  if (host === '') return whole(value, 'refused', 'has no host', 'logs a warning and ignores the line');
  const problems: ValueProblem[] = [];
  if (scheme >= 0 && !['udp', 'tcp', 'tls'].includes(name.slice(0, 3).toLowerCase())) {
    const effect = 'logs a notice and uses udp';
    problems.push({
      reaction: 'refused',
      start: 0,
      end: scheme,
      what: 'has an unknown transport',
      effect,
      expected: ['udp', 'tcp', 'tls'],
    });
  }
  if (port !== undefined && port !== '' && leadingInteger(port, 5) === undefined) {
    const effect = 'logs a notice and uses the default port';
    const start = name.length - port.length;
    problems.push({ reaction: 'refused', start, end: name.length, what: 'has an invalid port', effect });
  }
  return problems;
};

const sipScheme = /^sips?:/i;

/** A SIP URI where the server only expects a host. */
function withoutScheme(value: string, effect: string): readonly ValueProblem[] {
  const host = value.replace(/^sips?:(?:[^@]*@)?/i, '');
  return whole(value, 'refused', 'is a SIP address', effect, host === '' ? undefined : [host]);
}

const fromDomain: Check = value => {
  if (sipScheme.test(value)) return withoutScheme(value, 'puts the scheme as the domain into From');
  const colon = value.indexOf(':');
  if (colon < 0 || parsePort(value.slice(colon + 1)) !== undefined) return [];
  const effect = 'logs a notice and puts no port in From';
  return [{ reaction: 'refused', start: colon + 1, end: value.length, what: 'has an invalid port', effect }];
};

const codecs: Check = (value, at) => {
  if (value === '' && at.facts.name === 'disallow' && isAtLeast(at.branch, '11')) return [];
  const known = codecNames(at.branch);
  return codecWords(value, at.branch).flatMap((word): ValueProblem[] => {
    const { name, packet, start, end } = word;
    if (packet !== undefined && !isPacketLength(packet, at.branch)) {
      const what = `has a packet length for ${name} that is not a number of milliseconds`;
      const effect = isAtLeast(at.branch, '13')
        ? 'logs a warning and ignores it; the others count'
        : 'logs a warning and uses the default length';
      return [{ reaction: 'refused', start, end, what, effect }];
    }
    if (known.includes(name.toLowerCase())) return [];
    const isSpaced = known.includes(name.trim().toLowerCase());
    const what = isSpaced
      ? `has a space next to "${name.trim()}", which the server treats as part of the name`
      : name === ''
        ? 'has an empty codec name'
        : `has the unknown codec "${name}"`;
    const effect = 'logs a warning and ignores it; the others count';
    // Anyone who misspells a codec does not mean "no codec".
    const others = known.filter(codec => codec !== 'none');
    const meant = isSpaced ? [name.trim()] : meantCodecs(name, others);
    const expected = meant.length > 0 ? meant : others;
    return [{ reaction: 'refused', start, end, what, effect, expected }];
  });
};

/** Since 13, the server requires a number, but treats an empty value as 0; before, it only objects to values below 0. */
function isPacketLength(packet: string, branch: Branch): boolean {
  if (!isAtLeast(branch, '1.6.2')) return true;
  if (!isAtLeast(branch, '13')) return atoi(packet) >= 0;
  return packet === '' || (leadingInteger(packet) ?? -1) >= 0;
}

const sdpOwner: Check = (value, at) =>
  value.includes(' ')
    ? whole(value, 'refused', 'must not contain spaces', `logs a warning and ${fallback(at)}`)
    : [];

const domain: Check = value =>
  (value.split(',')[0] ?? '') === ''
    ? whole(value, 'refused', 'has no domain', 'logs a warning and ignores the line')
    : [];

const assignment: Check = value =>
  value.includes('=')
    ? []
    : whole(value, 'silent', 'has no `=` between name and value', 'silently ignores the line');

const never: Check = value =>
  whole(value, 'refused', 'is not supported by chan_sip', 'logs a warning and ignores the line');

const wordOrNo = silentWord('silently treats it as "no"');

const checksByType: Readonly<Record<string, Check>> = {
  boolean,
  enum: silentWord(),
  port,
  'ip-port': address,
  'codec-list': codecs,
  'group-list': groups,
  tos,
  assignment,
  'method-list': methodList,
  proxy: outboundProxy,
  domain,
};

const checks: Readonly<Record<string, Check>> = {
  // Whole sections depend on `type`, `host` and the access lists, so these have their own rules.
  type: () => [],
  amaflags: amaFlags,
  tcpenable: enabledUnlessFalse,
  shrinkcallerid: strictBoolean,
  subscribe_network_change_event: strictBoolean,
  tlsverifyclient: never,
  dtmfmode: refusedWord,
  'session-timers': refusedWord,
  'session-refresher': refusedWord,
  trust_id_outbound: (value, at) => (isTrue(value) || isFalse(value) ? [] : refusedWord(value, at)),
  cc_agent_policy: refusedWord,
  cc_monitor_policy: refusedWord,
  cc_offer_timer: callbackTimer,
  cc_recall_timer: callbackTimer,
  ccbs_available_timer: callbackTimer,
  ccnr_available_timer: callbackTimer,
  cc_max_agents: silentNumber(0),
  cc_max_monitors: silentNumber(0),
  callingpres: callerPresentation,
  encryption_taglen: encryptionTag,
  directmedia: directMedia,
  insecure,
  faxdetect: faxDetect,
  t38pt_udptl: t38,
  nat,
  qualify,
  keepalive: keepAlive,
  transport,
  fromdomain: fromDomain,
  sdpowner: sdpOwner,
  tonezone: toneZone,
  cos_sip: cos,
  cos_audio: cos,
  cos_video: cos,
  cos_text: cos,
  maxforwards: number(1, 255),
  rtptimeout: number(0),
  rtpholdtimeout: number(0),
  rtpkeepalive: number(0),
  timert1: deviceTimer,
  timerb: deviceTimer,
  t1min: silentNumber(0),
  qualifyfreq: number(Number.NEGATIVE_INFINITY),
  qualifygap: number(0),
  qualifypeers: number(Number.NEGATIVE_INFINITY),
  'session-expires': number(Number.NEGATIVE_INFINITY),
  'session-minse': number(90),
  externrefresh: number(Number.NEGATIVE_INFINITY),
  websocket_write_timeout: number(0),
  tcpauthtimeout: wholeNumber(1),
  tcpauthlimit: wholeNumber(1),
  mwi: value =>
    value.includes('@')
      ? []
      : whole(value, 'silent', 'has no host after an "@"', 'silently ignores the line'),
  bindport: number(Number.NEGATIVE_INFINITY),
  media_address: address,
  rtpbindaddr: address,
  maxexpiry: silentNumber(1),
  minexpiry: silentNumber(1),
  defaultexpiry: silentNumber(1),
  submaxexpiry: silentNumber(1),
  subminexpiry: silentNumber(1),
  mwiexpiry: silentNumber(1),
  registertimeout: silentNumber(1),
  registerattempts: silentNumber(0),
  'call-limit': silentNumber(0),
  busylevel: silentNumber(0),
  maxcallbitrate: silentNumber(0),
  jbmaxsize: silentNumber(1),
  jbresyncthreshold: silentNumber(1),
  jbtargetextra: silentNumber(Number.NEGATIVE_INFINITY),
  dtlsrekey: silentNumber(0),
  rtautoclear: rtAutoClear,
  // The jitter buffer is looked up by name when a call starts.
  jbimpl: silentWord('keeps it, and finds nothing with that name when a call starts'),
  allowoverlap: wordOrNo,
  autocreatepeer: wordOrNo,
  notifycid: wordOrNo,
  notifyringing: wordOrNo,
  progressinband: wordOrNo,
  sendrpid: wordOrNo,
  videosupport: wordOrNo,
};
