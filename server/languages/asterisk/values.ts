import { isAddressWithPort, leadingInteger, parsePort } from './address.ts';
import { codecNames } from './codecs.ts';
import { type Branch, isAtLeast, isFalse, isTrue, type OptionFacts } from './facts.ts';
import { splitWords, type Word } from './words.ts';

/** Something wrong with a value, as chan_sip reacts to it. */
export interface ValueProblem {
  /** `refused`: the server logs it and takes something else. `silent`: it takes something else without a word. */
  readonly reaction: 'refused' | 'silent';
  /** Offsets in the value. */
  readonly start: number;
  readonly end: number;
  /** What is wrong, as the end of a sentence that begins with the option: "is no number". */
  readonly what: string;
  /** What the server does. */
  readonly effect: string;
  /** Words that could be meant here. */
  readonly expected?: readonly string[];
}

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

interface Circumstances {
  readonly facts: OptionFacts;
  readonly scope: 'general' | 'device';
  readonly branch: Branch;
}

type Check = (value: string, at: Circumstances) => readonly ValueProblem[];

/** The whole value is at fault. */
function whole(
  value: string,
  reaction: ValueProblem['reaction'],
  what: string,
  effect: string,
  expected?: readonly string[],
): readonly ValueProblem[] {
  return [
    { reaction, start: 0, end: value.length, what, effect, ...(expected === undefined ? {} : { expected }) },
  ];
}

function fallback({ facts }: Circumstances): string {
  return facts.default === undefined ? 'ignores the line' : `takes the default (${facts.default})`;
}

const boolean: Check = value =>
  isTrue(value) || isFalse(value)
    ? []
    : whole(value, 'silent', 'is neither yes nor no', 'takes every other word for no, without a message', [
        'yes',
        'no',
      ]);

const enabledUnlessFalse: Check = value =>
  isTrue(value) || isFalse(value)
    ? []
    : whole(value, 'silent', 'is neither yes nor no', 'switches it on for every word that does not mean no', [
        'yes',
        'no',
      ]);

const strictBoolean: Check = (value, at) =>
  isTrue(value) || isFalse(value)
    ? []
    : whole(value, 'refused', 'is neither yes nor no', `logs a warning and ${fallback(at)}`, ['yes', 'no']);

/** A number that the server insists on. */
function number(minimum: number, maximum = Number.POSITIVE_INFINITY): Check {
  return (value, at) => {
    const parsed = leadingInteger(value);
    if (parsed === undefined)
      return whole(value, 'refused', 'is no number', `logs a warning and ${fallback(at)}`);
    if (parsed >= minimum && parsed <= maximum) return [];
    const range =
      maximum === Number.POSITIVE_INFINITY ? `at least ${minimum}` : `from ${minimum} to ${maximum}`;
    return whole(value, 'refused', `must be ${range}`, `logs a warning and ${fallback(at)}`);
  };
}

/** A number read by atoi, which takes 0 for what is no number. */
function silentNumber(minimum: number): Check {
  return (value, at) => {
    const parsed = leadingInteger(value);
    if (parsed !== undefined && parsed >= minimum) return [];
    const what = parsed === undefined ? 'is no number' : `must be at least ${minimum}`;
    return whole(value, 'silent', what, `silently ${fallback(at)}`);
  };
}

const port: Check = (value, at) =>
  parsePort(value) !== undefined
    ? []
    : whole(value, 'refused', 'is no port from 1 to 65535', `logs a warning and ${fallback(at)}`);

const address: Check = value =>
  isAddressWithPort(value)
    ? []
    : whole(value, 'refused', 'is no IP address', 'logs a warning and keeps what was set before');

/** One word out of a list that the server insists on. */
const refusedWord: Check = (value, at) => {
  const words = keywords(at);
  return words.includes(value.toLowerCase())
    ? []
    : whole(
        value,
        'refused',
        'is not a word that this option knows',
        `logs a warning and ${fallback(at)}`,
        words,
      );
};

/** One word out of a list; for another word the server silently does something else. */
const silentWord: Check = (value, at) => {
  const words = keywords(at);
  if (words.includes(value.toLowerCase())) return [];
  if (words.includes('yes') && (isTrue(value) || isFalse(value))) return [];
  const effect = at.facts.onInvalid ?? 'ignores the line';
  return whole(value, 'silent', 'is not a word that this option knows', describe(effect), words);
};

/** A word list in which a blank belongs to the word, so that `a, b` holds an unknown word. */
function wordList(
  words: (at: Circumstances) => readonly string[],
  reaction: ValueProblem['reaction'],
  effect: string,
): Check {
  return (value, at) => {
    const known = words(at);
    return splitWords(value).flatMap(word => {
      if (known.includes(word.text.toLowerCase())) return [];
      return [unknownWord(word, known, reaction, effect)];
    });
  };
}

function unknownWord(
  word: Word,
  known: readonly string[],
  reaction: ValueProblem['reaction'],
  effect: string,
): ValueProblem {
  const isSpaced = known.includes(word.text.trim().toLowerCase());
  const what = isSpaced
    ? `has a blank beside "${word.text.trim()}", which the server takes as part of the word`
    : word.text.trim() === ''
      ? 'has an empty word'
      : `has the unknown word "${word.text.trim()}"`;
  return {
    reaction,
    start: word.start,
    end: word.end,
    what,
    effect,
    expected: isSpaced ? [word.text.trim()] : known,
  };
}

const directMedia: Check = (value, at) => {
  if (isTrue(value) || isFalse(value)) return [];
  const words = keywords(at).filter(word => word !== 'yes' && word !== 'no');
  return wordList(() => words, 'refused', 'logs a warning and leaves that word out')(value, at);
};

const insecure: Check = (value, at) => {
  if (value === '' || isFalse(value)) return [];
  const { branch } = at;
  if (!isAtLeast(branch, '1.6.2') && (value.toLowerCase() === 'very' || isTrue(value))) {
    return whole(value, 'refused', 'is an old spelling', 'logs that it is deprecated', [
      'port,invite',
      'port',
    ]);
  }
  return wordList(
    () => ['port', 'invite'],
    'refused',
    'logs a warning, and that word has no effect',
  )(value, at);
};

const faxDetect: Check = (value, at) =>
  isTrue(value) || isFalse(value)
    ? []
    : wordList(() => ['cng', 't38'], 'refused', 'logs a warning and leaves that word out')(value, at);

const t38: Check = (value, at) =>
  splitWords(value).flatMap(word => {
    const text = word.text.toLowerCase();
    if (isTrue(text) || isFalse(text) || ['fec', 'redundancy', 'none'].includes(text)) return [];
    if (!isAtLeast(at.branch, '1.6.2')) return [unknownWord(word, ['yes', 'no'], 'silent', 'ignores it')];
    if (text.startsWith('maxdatagram=')) {
      if (leadingInteger(text.slice('maxdatagram='.length)) !== undefined) return [];
      const effect = 'logs a warning and takes the general value';
      return [
        {
          reaction: 'refused' as const,
          start: word.start,
          end: word.end,
          what: 'needs a number after maxdatagram=',
          effect,
        },
      ];
    }
    return [
      unknownWord(
        word,
        ['no', 'yes', 'fec', 'redundancy', 'none', 'maxdatagram='],
        'silent',
        'ignores the word',
      ),
    ];
  });

const nat: Check = (value, at) => {
  const words = natWords(at.branch);
  return splitWords(value).flatMap(word => {
    const text = word.text.toLowerCase();
    if (words.includes(text) || isFalse(text) || text === 'yes') return [];
    return [unknownWord(word, words, 'silent', 'ignores it; with no known word the value acts as no')];
  });
};

function natWords(branch: Branch): readonly string[] {
  if (!isAtLeast(branch, '1.8')) return ['no', 'yes', 'never', 'route'];
  if (!isAtLeast(branch, '11')) return ['no', 'yes', 'force_rport', 'comedia'];
  return ['no', 'force_rport', 'comedia', 'auto_force_rport', 'auto_comedia'];
}

const qualify: Check = value =>
  ['yes', 'no'].includes(value.toLowerCase()) || leadingInteger(value) !== undefined
    ? []
    : whole(
        value,
        'refused',
        'is neither yes, no nor a number of milliseconds',
        'logs a warning and takes no',
        ['yes', 'no'],
      );

const keepAlive: Check = value =>
  ['yes', 'no'].includes(value.toLowerCase()) || leadingInteger(value) !== undefined
    ? []
    : whole(value, 'refused', 'is neither yes, no nor a number of seconds', 'logs a warning and takes no', [
        'yes',
        'no',
      ]);

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

const transport: Check = (value, at) => {
  const words = keywords(at);
  return splitWords(value).flatMap(word => {
    const text = word.text.trimStart().toLowerCase();
    if (words.some(known => text.startsWith(known))) return [];
    return [
      unknownWord(
        { ...word, text: word.text.trim() },
        words,
        'refused',
        'logs a notice and leaves that word out',
      ),
    ];
  });
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
    return [{ reaction: 'refused', ...range, what, effect, expected: known }];
  });
};

const groups: Check = value =>
  splitWords(value).flatMap((word): ValueProblem[] => {
    const text = word.text.trim();
    if (text === '') return [];
    const range = /^([+-]?\d+)(?:-(\d+))?/.exec(text);
    const effect = 'logs it and leaves that group out';
    if (range === null)
      return [
        {
          reaction: 'refused',
          start: word.start,
          end: word.end,
          what: `has "${text}", which is no group number`,
          effect,
        },
      ];
    const numbers = [range[1], range[2]].filter(part => part !== undefined).map(Number);
    if (numbers.every(group => group >= 0 && group <= 63)) return [];
    return [
      { reaction: 'refused', start: word.start, end: word.end, what: 'has a group outside 0 to 63', effect },
    ];
  });

const cos: Check = (value, at) => {
  const parsed = leadingInteger(value);
  return parsed !== undefined && parsed < 8
    ? []
    : whole(value, 'refused', 'is no number from 0 to 7', `logs a warning and ${fallback(at)}`);
};

/** dscp_pool1 of main/acl.c. */
export const dscpNames = [
  'cs0',
  'cs1',
  'cs2',
  'cs3',
  'cs4',
  'cs5',
  'cs6',
  'cs7',
  'af11',
  'af12',
  'af13',
  'af21',
  'af22',
  'af23',
  'af31',
  'af32',
  'af33',
  'af41',
  'af42',
  'af43',
  'ef',
];

const tos: Check = (value, at) =>
  dscpNames.includes(value.toLowerCase()) || /^\s*[+-]?\d/.test(value)
    ? []
    : whole(
        value,
        'refused',
        'is neither a DSCP name nor a number',
        `logs a warning and ${fallback(at)}`,
        dscpNames,
      );

const sdpOwner: Check = (value, at) =>
  value.includes(' ')
    ? whole(value, 'refused', 'must not hold blanks', `logs a warning and ${fallback(at)}`)
    : [];

const domain: Check = value =>
  (value.split(',')[0] ?? '') === ''
    ? whole(value, 'refused', 'names no domain', 'logs a warning and ignores the line')
    : [];

/** Countries of the sample indications.conf; a server may define others. */
export const toneZones =
  'at au bg br be ch cl cn cz de dk ee es fi fr gr hu id il in it lt jp mx my nl no nz ph pl pt ru se sg th uk us tw ve za'.split(
    ' ',
  );

const toneZone: Check = value =>
  toneZones.includes(value.toLowerCase())
    ? []
    : whole(
        value,
        'silent',
        'is no country of the usual indications.conf',
        'logs an error and ignores the line unless indications.conf defines it',
        toneZones,
      );

const assignment: Check = value =>
  value.includes('=')
    ? []
    : whole(value, 'silent', 'has no `=` between name and value', 'silently ignores the line');

export const methods = [
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'REGISTER',
  'OPTIONS',
  'SUBSCRIBE',
  'NOTIFY',
  'REFER',
  'MESSAGE',
  'INFO',
  'PRACK',
  'UPDATE',
  'PUBLISH',
  'PING',
];

const methodList: Check = value =>
  splitWords(value).flatMap(word => {
    const isKnown = methods.includes(word.text.trim().toUpperCase());
    return isKnown ? [] : [unknownWord(word, methods, 'silent', 'silently ignores that word')];
  });

const callerPresentation: Check = (value, at) =>
  leadingInteger(value) !== undefined ||
  keywords(at).includes(value.toLowerCase()) ||
  value.toLowerCase() === 'unavailable'
    ? []
    : whole(
        value,
        'silent',
        'is no presentation word and no number',
        'silently takes 0 (allowed)',
        keywords(at),
      );

const callbackTimer: Check = value => {
  const parsed = leadingInteger(value);
  if (parsed === undefined)
    return whole(value, 'silent', 'is no number of seconds', 'silently ignores the line');
  return parsed === 0
    ? whole(value, 'refused', 'must not be 0', 'logs a warning and keeps what was set before')
    : [];
};

const never: Check = value =>
  whole(value, 'refused', 'is not supported by chan_sip', 'logs a warning and ignores the line');

const deviceTimer: Check = (value, at) =>
  at.scope === 'general'
    ? at.facts.name === 'timerb'
      ? number(500)(value, at)
      : silentNumber(0)(value, at)
    : number(200)(value, at);

const encryptionTag: Check = value =>
  value === '32' || value === '80'
    ? []
    : whole(value, 'silent', 'is neither 80 nor 32', 'takes 80', ['80', '32']);

const rtAutoClear: Check = value =>
  isTrue(value) || isFalse(value) || leadingInteger(value) !== undefined
    ? []
    : whole(value, 'silent', 'is neither yes, no nor a number of seconds', 'takes no', ['yes', 'no']);

/** The keywords of an option that a branch knows. */
export function keywords({ facts, branch }: Pick<Circumstances, 'facts' | 'branch'>): readonly string[] {
  const words = facts.keywordsByBranch?.[branch];
  const listed = facts.values ?? [];
  if (words === undefined) return listed;
  const plain = words.filter(word => !word.startsWith('<'));
  const booleans = [
    ...(words.includes('<true words>') ? ['yes'] : []),
    ...(words.includes('<true words>') || words.includes('<false words>') ? ['no'] : []),
  ];
  const known = new Set([...plain, ...booleans]);
  // Words that only some branches know are named by branch; the rest of the list holds for all.
  const byBranch = new Set(Object.values(facts.keywordsByBranch ?? {}).flat());
  return listed
    .filter(word => known.has(word) || !byBranch.has(word))
    .concat([...known].filter(word => !listed.includes(word)));
}

function describe(effect: string): string {
  return `does this: ${effect}`;
}

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
