import { remembered } from '../../../text/remembered.ts';
import { regexFault } from './posixRegex.ts';
import { isAtLeast, type Version } from './versions.ts';

/** The values that a constant argument may have if OpenSIPS checks it when it starts. */
export type ArgumentValues =
  /** Words separated by commas; some of them with `=value`. */
  | {
      readonly kind: 'words';
      readonly words: readonly string[];
      readonly withValue: readonly string[];
      readonly separator: RegExp;
      /** Older versions took single letters or a number here. */
      readonly wereLetters: boolean;
    }
  /** Single letters in any order and case. */
  | { readonly kind: 'letters'; readonly letters: string }
  | { readonly kind: 'range'; readonly least: number; readonly most: number }
  | { readonly kind: 'one-of'; readonly words: readonly string[] }
  | { readonly kind: 'methods' }
  /** `[proto:]host[:port]`. */
  | { readonly kind: 'destination' }
  /** `host:port`. */
  | { readonly kind: 'host-and-port' }
  /** AVPs separated by commas or spaces. */
  | { readonly kind: 'avps' }
  /** A variable that must be an AVP. */
  | { readonly kind: 'avp-variable' }
  /** `/expression/replacement/flags` with any character as separator. */
  | { readonly kind: 'substitution' }
  | { readonly kind: 'not-empty' };

interface Entry {
  readonly functions: readonly string[];
  /** Counted from 0. */
  readonly argument: number;
  readonly since: string;
  readonly values: ArgumentValues;
}

function words(list: string, withValue = '', separator = /,/): ArgumentValues & { readonly kind: 'words' } {
  return {
    kind: 'words',
    words: list.split(' '),
    withValue: withValue === '' ? [] : withValue.split(' '),
    separator,
    wereLetters: false,
  };
}

function wordsOnceLetters(list: string, withValue = ''): ArgumentValues {
  return { ...words(list, withValue), wereLetters: true };
}

const algorithms = words(
  ['MD5', 'SHA-256', 'SHA-512-256']
    .flatMap(hash => [hash, `AKAv1-${hash}`, `AKAv2-${hash}`])
    .flatMap(name => [name, `${name}-sess`])
    .join(' '),
);

const legs: ArgumentValues = { kind: 'one-of', words: ['caller', 'callee'] };
const avp: ArgumentValues = { kind: 'avp-variable' };

const entries: readonly Entry[] = [
  {
    functions: ['save', 'mid_registrar_save'],
    argument: 1,
    since: '3.4',
    values: wordsOnceLetters(
      'memory-only no-reply socket-header path-strict path-lazy path-off path-received force-registration only-request-contacts',
      'max-contacts min-expires max-expires matching-mode',
    ),
  },
  {
    functions: ['lookup', 'mid_registrar_lookup'],
    argument: 1,
    since: '3.4',
    values: wordsOnceLetters(
      'method-filtering no-branches global sort-by-latency branch to-branches-only case-insensitive extended-regexp',
      'ua-filtering max-ping-latency',
    ),
  },
  {
    functions: ['create_dialog'],
    argument: 0,
    since: '4.0',
    values: wordsOnceLetters(
      'bye-on-timeout options-ping-caller options-ping-callee reinvite-ping-caller reinvite-ping-callee end-on-race-condition auto-prack',
    ),
  },
  {
    functions: ['t_relay'],
    argument: 0,
    since: '3.4',
    values: wordsOnceLetters('no-auto-477 no-dns-failover pass-reason-hdr allow-no-cancel'),
  },
  {
    functions: ['t_replicate'],
    argument: 1,
    since: '3.4',
    values: wordsOnceLetters('no-auto-477 no-dns-failover pass-reason-hdr allow-no-cancel'),
  },
  {
    functions: ['nat_uac_test'],
    argument: 0,
    since: '3.4',
    values: wordsOnceLetters(
      'private-contact diff-ip-src-via private-via private-sdp diff-port-src-via diff-ip-src-contact diff-port-src-contact carrier-grade-nat',
    ),
  },
  {
    functions: ['fix_nated_sdp'],
    argument: 0,
    since: '3.4',
    values: wordsOnceLetters(
      'add-dir-active rewrite-media-ip add-no-rtpproxy rewrite-origin-ip rewrite-null-ips',
    ),
  },
  {
    functions: ['set_via_handling'],
    argument: 0,
    since: '3.5',
    values: words('force-rport add-local-rport reply-to-via force-tcp-alias'),
  },
  {
    functions: ['fix_nated_contact'],
    argument: 1,
    since: '4.0',
    values: words('preserve-uri'),
  },
  {
    functions: ['b2b_init_request'],
    argument: 1,
    since: '3.4',
    values: wordsOnceLetters('transparent-auth preserve-to pass-legs-upstream', 'setup-timeout'),
  },
  {
    functions: ['b2b_bridge'],
    argument: 3,
    since: '3.4',
    values: words('notify rollback-failed hold no-late-sdp propagate-avps', 'max_duration'),
  },
  {
    functions: ['www_challenge', 'proxy_challenge'],
    argument: 1,
    since: '3.2',
    values: words('auth auth-int'),
  },
  { functions: ['www_challenge', 'proxy_challenge'], argument: 2, since: '3.2', values: algorithms },
  { functions: ['uac_auth'], argument: 0, since: '3.2', values: algorithms },
  {
    functions: ['subst', 'subst_uri', 'subst_user', 'subst_body'],
    argument: 0,
    since: '3.0',
    values: { kind: 'substitution' },
  },
  {
    functions: ['setflag', 'resetflag', 'isflagset', 'setbflag', 'resetbflag', 'isbflagset'],
    argument: 0,
    since: '3.1',
    values: { kind: 'not-empty' },
  },
  { functions: ['append_msg_branch'], argument: 2, since: '3.6', values: words('inherite') },
  { functions: ['t_cancel_branch'], argument: 0, since: '3.0', values: { kind: 'letters', letters: 'ao' } },
  {
    functions: ['t_local_replied'],
    argument: 0,
    since: '3.0',
    values: { kind: 'one-of', words: ['all', 'branch', 'last'] },
  },
  {
    functions: ['t_inject_branches'],
    argument: 0,
    since: '3.0',
    values: { kind: 'one-of', words: ['msg', 'message', 'event', 'events'] },
  },
  {
    functions: ['ds_select_dst', 'ds_select_domain'],
    argument: 2,
    since: '3.3',
    values: { kind: 'letters', letters: 'fuda ' },
  },
  {
    functions: ['do_accounting', 'drop_accounting'],
    argument: 0,
    since: '3.0',
    values: words('log aaa db evi', '', /\|/),
  },
  {
    functions: ['do_accounting', 'drop_accounting'],
    argument: 1,
    since: '3.0',
    values: words('cdr missed failed', '', /\|/),
  },
  {
    functions: ['sl_send_reply', 'send_reply', 't_reply', 't_reply_with_body', 't_reply_by_callid'],
    argument: 0,
    since: '3.0',
    values: { kind: 'range', least: 100, most: 699 },
  },
  {
    functions: ['mf_process_maxfwd_header', 'is_maxfwd_lt'],
    argument: 0,
    since: '3.0',
    values: { kind: 'range', least: 1, most: 256 },
  },
  { functions: ['trace'], argument: 1, since: '3.2', values: { kind: 'letters', letters: 'mtdb ' } },
  { functions: ['is_method'], argument: 0, since: '3.0', values: { kind: 'methods' } },
  { functions: ['forward', 'send'], argument: 0, since: '3.0', values: { kind: 'destination' } },
  {
    functions: ['jsonrpc_request', 'jsonrpc_notification'],
    argument: 0,
    since: '3.0',
    values: { kind: 'host-and-port' },
  },
  { functions: ['cache_raw_query'], argument: 2, since: '3.0', values: { kind: 'avps' } },
  {
    functions: ['is_direction'],
    argument: 0,
    since: '3.0',
    values: { kind: 'one-of', words: ['downstream', 'upstream'] },
  },
  {
    functions: ['is_privacy'],
    argument: 0,
    since: '3.0',
    values: { kind: 'one-of', words: ['critical', 'header', 'history', 'id', 'none', 'session', 'user'] },
  },
  {
    functions: ['set_accept_filter', 'set_deny_filter'],
    argument: 1,
    since: '3.6',
    values: words('reset_all reset_default reset_added', '', /$/),
  },
  {
    functions: ['call_blind_transfer', 'call_transfer', 'media_terminate'],
    argument: 0,
    since: '3.6',
    values: legs,
  },
  {
    functions: ['dlg_send_sequential', 'media_exchange_from_uri', 'media_exchange_to_call'],
    argument: 1,
    since: '3.6',
    values: legs,
  },
  { functions: ['get_redirects'], argument: 0, since: '3.6', values: { kind: 'range', least: 0, most: 255 } },
  { functions: ['get_redirects'], argument: 1, since: '3.6', values: { kind: 'range', least: 0, most: 255 } },
  {
    functions: ['set_gflag', 'reset_gflag', 'is_gflag'],
    argument: 0,
    since: '3.6',
    values: { kind: 'range', least: 0, most: 31 },
  },
  { functions: ['alias_db_lookup'], argument: 1, since: '3.0', values: { kind: 'letters', letters: 'rd' } },
  { functions: ['alias_db_find'], argument: 3, since: '3.0', values: { kind: 'letters', letters: 'rd' } },
  {
    functions: ['is_dlg_flag_set', 'set_dlg_flag', 'reset_dlg_flag', 'test_and_set_dlg_flag'],
    argument: 0,
    since: '3.6',
    values: { kind: 'not-empty' },
  },
  { functions: ['b2b_handle_reply'], argument: 0, since: '3.6', values: words('pass-3xx-contact') },
  { functions: ['exec'], argument: 4, since: '3.2', values: avp },
  { functions: ['notify_on_event', 'get_dialog_info'], argument: 1, since: '3.2', values: avp },
  { functions: ['get_dialog_vals'], argument: 0, since: '3.2', values: avp },
  { functions: ['get_dialog_vals'], argument: 1, since: '3.2', values: avp },
  { functions: ['get_dialogs_by_profile', 'get_dialogs_by_val'], argument: 2, since: '3.2', values: avp },
  { functions: ['rtpproxy_all_stats', 'rl_values', 'shuffle_avps'], argument: 0, since: '3.6', values: avp },
];

/** What OpenSIPS requires of a function argument in a version; undefined when it checks only at run time. */
export function valuesOf(name: string, argument: number, version: Version): ArgumentValues | undefined {
  return entriesOf(name).find(entry => entry.argument === argument && isAtLeast(version, entry.since))
    ?.values;
}

/** Whether OpenSIPS requires something of an argument of a function in any version. */
export function requiresValues(name: string): boolean {
  return entriesOf(name).length > 0;
}

const entriesOf = remembered(name => entries.filter(({ functions }) => functions.includes(name)));

/** True for what looks like the flags of older versions: letters that are not words, or a number. */
export function isOldFlags(value: string): boolean {
  return (
    /^(?:0x[0-9a-f]+|\d+|u\/.*|[a-zA-Z]{1,3}|(?:[a-zA-Z]\d*){1,6})$/.test(value) && !/[a-z]{4}/.test(value)
  );
}

const methods = new Set(
  'INVITE CANCEL ACK BYE INFO OPTIONS UPDATE REGISTER MESSAGE SUBSCRIBE NOTIFY PRACK REFER PUBLISH'.split(
    ' ',
  ),
);

export interface ValueFault {
  readonly wrong: string;
  readonly allowed: readonly string[];
}

/** What is wrong with a value, with the allowed values; undefined when it is allowed. */
export function valueFault(values: ArgumentValues, value: string | number): ValueFault | undefined {
  const text = String(value);
  switch (values.kind) {
    case 'range':
      return typeof value !== 'number' || (value >= values.least && value <= values.most)
        ? undefined
        : { wrong: text, allowed: [`${values.least} to ${values.most}`] };
    case 'letters': {
      const wrong = [...text].find(letter => !values.letters.includes(letter.toLowerCase()));
      return wrong === undefined
        ? undefined
        : { wrong, allowed: [...values.letters].filter(one => one !== ' ') };
    }
    case 'one-of':
      return values.words.some(word => text.toLowerCase().startsWith(word))
        ? undefined
        : { wrong: text, allowed: values.words };
    case 'methods': {
      if (text === '') return { wrong: '', allowed: [...methods] };
      const spaced = text.split(/[|,]/).find(method => /\S\s+\S/.test(method.trim()));
      if (spaced !== undefined)
        return { wrong: spaced.trim(), allowed: ['methods separated by `|`, such as INVITE|BYE'] };
      if (!text.includes('|')) return undefined;
      const wrong = text.split(/[|,]/).find(method => !methods.has(method.trim().toUpperCase()));
      return wrong === undefined || wrong.trim() === '' ? undefined : { wrong, allowed: [...methods] };
    }
    case 'destination': {
      const form = ['protocol:host:port without `sip:` or a user, such as udp:192.0.2.1:5060'];
      if (/^sips?:/i.test(text) || text.includes('@')) return { wrong: text, allowed: form };
      return undefined;
    }
    case 'host-and-port':
      return /^[^:]+:\d+$/.test(text)
        ? undefined
        : { wrong: text, allowed: ['a host and a port, such as 127.0.0.1:8080'] };
    case 'avps': {
      const wrong = text.split(/[\s,;]+/).find(one => one !== '' && !/^\$\(?avp\(.*\)$/.test(one));
      return wrong === undefined ? undefined : { wrong, allowed: ['AVPs such as $avp(result)'] };
    }
    case 'avp-variable':
      return /^\$\(?avp\(/.test(text) ? undefined : { wrong: text, allowed: ['an AVP such as $avp(result)'] };
    case 'substitution':
      return typeof value === 'number' ? undefined : substitutionFault(text);
    case 'not-empty':
      return text === '' ? { wrong: '', allowed: ['a name'] } : undefined;
    default: {
      for (const part of text.split(values.separator)) {
        const word = part.trim();
        const [key = '', setting] = splitOnce(word);
        if (values.words.some(one => one.toLowerCase() === word.toLowerCase())) continue;
        if (values.withValue.includes(key) && setting !== undefined && setting !== '') continue;
        return {
          wrong: word,
          allowed: [...values.words, ...values.withValue.map(one => `${one}=...`)],
        };
      }
      return undefined;
    }
  }
}

/** The parts that subst_parser looks for; a separator after a backslash does not count. */
function substitutionFault(text: string): ValueFault | undefined {
  const form: ValueFault = { wrong: text, allowed: ['/expression/replacement/flags'] };
  const separator = text[0];
  if (text.length < 3 || separator === undefined || separator === '\\') return form;
  const end = unescaped(text, separator, 1);
  const last = end < 0 ? -1 : unescaped(text, separator, end + 1);
  if (last < 0) return form;
  const flags = text.slice(last + 1);
  const wrongFlag = /[^igs]/.exec(flags)?.[0];
  if (wrongFlag !== undefined) return { wrong: wrongFlag, allowed: ['the flags i, g and s'] };
  const expression = text.slice(1, end);
  const fault = regexFault(expression);
  return fault === undefined
    ? undefined
    : { wrong: expression, allowed: [`only valid regular expressions, but in this one ${fault}`] };
}

function unescaped(text: string, separator: string, from: number): number {
  for (let at = text.indexOf(separator, from); at >= 0; at = text.indexOf(separator, at + 1))
    if (text[at - 1] !== '\\') return at;
  return -1;
}

function splitOnce(word: string): readonly (string | undefined)[] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

/** The words that replaced the bits of a number, lowest bit first; an empty word is a bit without effect. */
const wordsOfBits: Readonly<
  Record<string, { readonly argument: number; readonly words: readonly string[] }>
> = {
  nat_uac_test: {
    argument: 0,
    words: [
      'private-contact',
      'diff-ip-src-via',
      'private-via',
      'private-sdp',
      'diff-port-src-via',
      'diff-ip-src-contact',
      'diff-port-src-contact',
      'carrier-grade-nat',
    ],
  },
  fix_nated_sdp: {
    argument: 0,
    words: ['add-dir-active', 'rewrite-media-ip', 'add-no-rtpproxy', 'rewrite-origin-ip', 'rewrite-null-ips'],
  },
  t_relay: {
    argument: 0,
    words: ['', 'no-auto-477', 'no-dns-failover', 'pass-reason-hdr', 'allow-no-cancel'],
  },
  t_replicate: {
    argument: 1,
    words: ['', 'no-auto-477', 'no-dns-failover', 'pass-reason-hdr', 'allow-no-cancel'],
  },
};

/** The words for a number that a function took as a bit mask in older versions; undefined when the function took
 * none there, or a bit has no word. A mask without bits results in an empty string.
 */
export function wordsOfMask(name: string, argument: number, mask: number): string | undefined {
  const entry = Object.hasOwn(wordsOfBits, name) ? wordsOfBits[name] : undefined;
  if (entry === undefined || entry.argument !== argument || !Number.isInteger(mask) || mask < 0)
    return undefined;
  if (mask >= 2 ** entry.words.length) return undefined;
  return entry.words.filter((word, bit) => word !== '' && Math.floor(mask / 2 ** bit) % 2 === 1).join(',');
}
