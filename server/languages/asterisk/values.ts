import { isAddressWithPort, leadingInteger, parsePort } from './address.ts';
import { codecNames } from './codecs.ts';
import { type Branch, isFalse, isTrue, type OptionFacts } from './facts.ts';
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
} from './numberChecks.ts';
import { type Check, fallback, type ValueProblem, whole } from './valueCheck.ts';
import { splitWords } from './words.ts';

/** What chan_sip would object to in a value; where it stands matters for a few options. */
export function valueProblems(
  facts: OptionFacts,
  value: string,
  scope: 'general' | 'device',
  branch: Branch,
): readonly ValueProblem[] {
  const check = checks[facts.name] ?? checksByType[facts.valueType];
  return check === undefined ? [] : check(value, { facts, scope, branch });
}

const address: Check = value =>
  isAddressWithPort(value)
    ? []
    : whole(value, 'refused', 'is no IP address', 'logs a warning and keeps what was set before');

const outboundProxy: Check = value => {
  const name = value.split(',')[0]?.trim() ?? '';
  const host = name.includes('://') ? name.slice(name.indexOf('://') + 3) : name;
  if (host === '') return whole(value, 'refused', 'names no host', 'logs a warning and ignores the line');
  const transport = name.includes('://') ? name.slice(0, 3).toLowerCase() : 'udp';
  if (['udp', 'tcp', 'tls'].includes(transport)) return [];
  const effect = 'logs a notice and uses udp';
  return [
    {
      reaction: 'refused',
      start: 0,
      end: name.indexOf('://'),
      what: 'has an unknown transport',
      effect,
      expected: ['udp', 'tcp', 'tls'],
    },
  ];
};

const fromDomain: Check = value => {
  const colon = value.indexOf(':');
  if (colon < 0 || parsePort(value.slice(colon + 1)) !== undefined) return [];
  const effect = 'logs a notice and puts no port into From';
  return [{ reaction: 'refused', start: colon + 1, end: value.length, what: 'has a bad port', effect }];
};

const codecs: Check = (value, at) => {
  if (value === '' && at.facts.name === 'disallow') return [];
  const known = codecNames(at.branch);
  return splitWords(value.replaceAll('|', ',')).flatMap((word): ValueProblem[] => {
    const start = word.start + (word.text.length - word.text.trimStart().length);
    const text = word.text.trim().replace(/^!/, '');
    const [name = '', packet] = text.split(/:(?=[^:]*$)/);
    const range = { start, end: start + word.text.trim().length };
    const effect = 'logs a warning and leaves it out; the others count';
    if (packet !== undefined && !((leadingInteger(packet) ?? -1) >= 0)) {
      return [
        {
          reaction: 'refused',
          ...range,
          what: `has a packet length for ${name} that is no number of milliseconds`,
          effect,
        },
      ];
    }
    if (known.includes(name.toLowerCase())) return [];
    const what = name === '' ? 'has an empty codec name' : `has the unknown codec "${name}"`;
    // Nobody who misspells a codec means to have none.
    const expected = known.filter(codec => codec !== 'none');
    return [{ reaction: 'refused', ...range, what, effect, expected }];
  });
};

const sdpOwner: Check = (value, at) =>
  value.includes(' ')
    ? whole(value, 'refused', 'must not hold blanks', `logs a warning and ${fallback(at)}`)
    : [];

const domain: Check = value =>
  (value.split(',')[0] ?? '') === ''
    ? whole(value, 'refused', 'names no domain', 'logs a warning and ignores the line')
    : [];

const assignment: Check = value =>
  value.includes('=')
    ? []
    : whole(value, 'silent', 'has no `=` between name and value', 'silently ignores the line');

const never: Check = value =>
  whole(value, 'refused', 'is not supported by chan_sip', 'logs a warning and ignores the line');

const checksByType: Readonly<Record<string, Check>> = {
  boolean,
  enum: silentWord,
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
  // Whole sections depend on `type`, `host` and the access lists: they have rules of their own.
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
  tcpauthtimeout: number(1),
  tcpauthlimit: number(1),
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
  jbimpl: silentWord,
};
