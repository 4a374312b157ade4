import { declaredBody } from '../../../sip/body.ts';
import { canonicalHeaderName } from '../../../sip/headers.ts';
import { firstHeader, parseMessage } from '../../../sip/message.ts';
import { isPrivateAddress } from '../../../sip/sdp.ts';
import { type Trace, traceOf } from '../model/model.ts';
import { positionOf } from '../model/place.ts';
import { messageText } from '../reading/compact.ts';
import { parseTrace, printTrace } from '../reading/parser.ts';
import { byteLength } from '../reading/readMessage.ts';

/**
 * The text of a trace without what tells who talked to whom: numbers, names, hosts, addresses, Call-IDs, nonces, hashes
 * and keys are replaced, the same by the same everywhere in the file, log lines included. Content-Length is put right.
 */
export function redactTrace(trace: Trace): string {
  const substitutes = substitutesOf(trace);
  const text = applied(printTrace(trace.tree), substitutes);
  return withLengths(withoutDevices(text));
}

/** Devices tell who they are by a UUID or a hardware address, in headers of any name and in log lines. */
function withoutDevices(text: string): string {
  const known = new Map<string, string>();
  return text.replace(DEVICE, word => {
    const key = word.toLowerCase();
    const made = known.get(key) ?? deviceSubstitute(word, known.size + 1);
    known.set(key, made);
    return made;
  });
}

const DEVICE =
  /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|(?<![0-9a-f:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![0-9a-f:-])/gi;

/** RFC 7042 section 2.1.2 keeps hardware addresses free for documentation. */
function deviceSubstitute(word: string, count: number): string {
  if (word.length > 17) return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
  const last = (count % 256).toString(16).padStart(2, '0');
  return ['00', '00', '5e', '00', '53', last].join(word.charAt(2));
}

/** What a text stands for decides what it is replaced by. */
type Kind =
  | 'user'
  | 'number'
  | 'name'
  | 'host'
  | 'address'
  | 'private-address'
  | 'address6'
  | 'secret'
  | 'identifier'
  | 'realm';

interface Substitutes {
  /** Replaced wherever they stand as a word of their own. */
  readonly everywhere: ReadonlyMap<string, string>;
  /** Short user names, replaced only where a user name stands. */
  readonly users: ReadonlyMap<string, string>;
}

function substitutesOf(trace: Trace): Substitutes {
  const everywhere = new Map<string, string>();
  const users = new Map<string, string>();
  const counts = new Map<Kind, number>();
  const make = (kind: Kind, original: string): string => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return substitute(kind, count, original);
  };
  const add = (kind: Kind, original: string | undefined): void => {
    if (original === undefined || original === '' || KEPT.test(original)) return;
    if ((kind === 'user' || kind === 'number') && original.length < SHORTEST_WORD) {
      if (!users.has(original)) users.set(original, make(kind, original));
    } else if (!everywhere.has(original)) everywhere.set(original, make(kind, original));
  };
  for (const entry of trace.entries) {
    const text = messageText(entry.message);
    for (const endpoint of [entry.message.context.source, entry.message.context.destination])
      addHost(add, endpoint?.replace(/:\d+$/, ''));
    for (const found of text.matchAll(
      /\b(?:sips?|tel):(?:([^@\s<>;"?:]+)(?::[^@\s<>]*)?@)?(\[[^\]]+\]|[^\s<>;,:"?@]+)/gi,
    )) {
      addUser(add, found[1]);
      if (found[1] === undefined && /^\+?[\d*#]+$/.test(found[2] ?? '')) addUser(add, found[2]);
      else addHost(add, found[2]);
    }
    for (const found of text.matchAll(/^(?:Via|v)[ \t]*:[ \t]*SIP\/2\.0\/\w+[ \t]+(\[[^\]]+\]|[^\s;,:]+)/gim))
      addHost(add, found[1]);
    for (const found of text.matchAll(/[;?]received=(\[?[0-9a-fA-F:.]+\]?)/g)) addHost(add, found[1]);
    for (const found of text.matchAll(/^[oc]=.*\bIN IP[46] ([^\s/]+)/gm)) addHost(add, found[1]);
    for (const found of text.matchAll(/^a=(?:candidate:.*?|rtcp:\d+ IN IP[46] )((?:\d+\.){3}\d+)/gm))
      addHost(add, found[1]);
    for (const found of text.matchAll(
      /(?:^[\w-]+[ \t]*:|,)[ \t]*(?:"((?:[^"\\\r\n]|\\.)+)"|([^\s"<>,:;@][^"<>,:;@\r\n]*?))[ \t]*<(?:sips?|tel):/gim,
    )) {
      const name = (found[1] ?? found[2] ?? '').trim();
      if (/^\+?[\d*#]+$/.test(name)) addUser(add, name);
      else add('name', name);
    }
    for (const found of text.matchAll(/^(?:Proxy-)?Authorization[ \t]*:[ \t]*(?:Basic|Bearer)[ \t]+(\S+)/gim))
      add('secret', found[1]);
    for (const found of text.matchAll(/^e=(?:.*<)?([^@\s<>]+)@([\w.-]+)/gm)) {
      addUser(add, found[1]);
      addHost(add, found[2]);
    }
    for (const found of text.matchAll(
      /\b(realm|nonce|cnonce|opaque|response|username)="((?:[^"\\]|\\.)*)"/gi,
    )) {
      const parameter = found[1]?.toLowerCase();
      if (parameter === 'username') addUser(add, found[2]);
      else if (parameter === 'realm') addHost(add, found[2], 'realm');
      else add('secret', found[2]);
    }
    for (const found of text.matchAll(
      /^a=(?:crypto:\S+ \S+ inline:|ice-pwd:|ice-ufrag:|fingerprint:\S+ )(\S+)/gm,
    ))
      add('secret', found[1]);
    const callId = entry.facts.callId;
    if (callId !== undefined) add('identifier', callId);
    for (const found of text.matchAll(/^Identity[ \t]*:[ \t]*([\w.-]{20,})/gim)) add('secret', found[1]);
  }
  return { everywhere, users };
}

const SHORTEST_WORD = 4;
/** Says nothing about anybody. */
const KEPT =
  /^(?:localhost|anonymous|anonymous\.invalid|unknown|127\.0\.0\.1|0\.0\.0\.0|255\.255\.255\.255|::1?|\*|-|invalid)$/i;

type Add = (kind: Kind, original: string | undefined) => void;

function addUser(add: Add, user: string | undefined): void {
  add(user !== undefined && /^[+\d*#().-]+$/.test(user) ? 'number' : 'user', user);
}

function addHost(add: Add, host: string | undefined, otherwise: Kind = 'host'): void {
  const bare = host?.replace(/^\[|\]$/g, '');
  if (bare === undefined) return;
  if (/^(?:\d{1,3}\.){3}\d{1,3}$/.test(bare))
    add(isPrivateAddress(bare) ? 'private-address' : 'address', bare);
  else if (/^[0-9a-fA-F:]*:[0-9a-fA-F:.]*$/.test(bare)) add('address6', bare);
  else {
    add(otherwise, bare);
    // The domain that a host is in says as much.
    const domain = /^[\w-]+\.((?:[\w-]+\.)+[a-z][\w-]*)$/i.exec(bare)?.[1];
    if (domain !== undefined) add('host', domain);
  }
}

function substitute(kind: Kind, count: number, original: string): string {
  switch (kind) {
    case 'user':
      return `user${count}`;
    case 'number': {
      // As long as before, so that the dial plan can still be followed; +1 555 01xx is kept free for fiction.
      const digits = original.replace(/\D/g, '').length;
      const made = `5550${String(100 + count).padStart(3, '0')}`;
      return `${original.startsWith('+') ? '+1' : ''}${digits <= 6 ? String(10 ** (Math.max(digits, 3) - 1) * 9 + count) : made}`;
    }
    case 'name':
      return `Name ${count}`;
    case 'host':
      return `host${count}.example.com`;
    case 'realm':
      return `realm${count}.example.com`;
    case 'private-address':
      return `10.0.${Math.floor(count / 250)}.${(count % 250) + 1}`;
    case 'address':
      return `${count <= 250 ? '198.51.100' : '203.0.113'}.${(count % 250) + 1}`;
    case 'address6':
      return `2001:db8::${count.toString(16)}`;
    case 'secret':
      return count.toString(16).padStart(Math.min(original.length, 32), '0');
    case 'identifier':
      return `call-${count}@redacted`;
  }
}

/** One pass over the text, the longest originals first. */
function applied(text: string, substitutes: Substitutes): string {
  let done = text;
  const words = [...substitutes.everywhere.keys()].sort((a, b) => b.length - a.length);
  // One expression for a few hundred words each: a single one for tens of thousands could not be compiled.
  const placeholders: string[] = [];
  for (let from = 0; from < words.length; from += 400) {
    const pattern = words
      .slice(from, from + 400)
      .map(escapePattern)
      .join('|');
    done = done.replace(new RegExp(`(?<![A-Za-z0-9])(?:${pattern})(?![A-Za-z0-9])`, 'g'), word => {
      placeholders.push(substitutes.everywhere.get(word) ?? '');
      return `\uE000${placeholders.length - 1}\uE001`;
    });
  }
  done = withoutWrittenNumbers(done, substitutes);
  const short = [...substitutes.users.keys()].sort((a, b) => b.length - a.length);
  if (short.length > 0) {
    const pattern = short.slice(0, 2000).map(escapePattern).join('|');
    done = done.replace(
      new RegExp(`((?:sips?|tel):|username=")(${pattern})(?=[@";>:])`, 'g'),
      (_all, before: string, user: string) => `${before}${substitutes.users.get(user) ?? user}`,
    );
  }
  return done.replace(/\uE000(\d+)\uE001/g, (_all, number: string) => placeholders[Number(number)] ?? '');
}

/** A known number in another form: with spaces or dashes, or without the prefix of its country. */
function withoutWrittenNumbers(text: string, substitutes: Substitutes): string {
  const byEnd = new Map<string, string>();
  for (const [word, made] of substitutes.everywhere) {
    const digits = /^[+\d*#().-]+$/.test(word) ? word.replace(/\D/g, '') : '';
    if (digits.length >= TELLING_DIGITS) byEnd.set(digits.slice(-TELLING_DIGITS), made);
  }
  if (byEnd.size === 0) return text;
  return text.replace(/(?<![\w.:])[+(]?\d(?:[ ()/-]{0,2}\d){6,17}(?![\w:])/g, written => {
    const made = byEnd.get(written.replace(/\D/g, '').slice(-TELLING_DIGITS));
    return made ?? written;
  });
}

/** So many last digits are the same only when it is the same number. */
const TELLING_DIGITS = 7;

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** Sets Content-Length where the body has another length now. Messages inside JSON and syslog lines stay as they are. */
function withLengths(text: string): string {
  const trace = traceOf(parseTrace(text));
  const edits: {
    readonly line: number;
    readonly from: number;
    readonly to: number;
    readonly value: string;
  }[] = [];
  for (const entry of trace.entries) {
    if (entry.message.slices.some(slice => slice.map !== undefined)) continue;
    const message = parseMessage(messageText(entry.message));
    const header = firstHeader(message, canonicalHeaderName('Content-Length'));
    if (header === undefined || message.body.text === '') continue;
    const body = /application\/sdp/i.test(firstHeader(message, 'Content-Type')?.value.text ?? '')
      ? message.body.text
      : declaredBody(message).text;
    const wanted = String(byteLength(body.replace(/\r?\n/g, '\r\n')));
    const start = positionOf(entry, header.value.start);
    if (header.value.text !== wanted)
      edits.push({
        line: start.line,
        from: start.character,
        to: start.character + header.value.text.length,
        value: wanted,
      });
  }
  if (edits.length === 0) return text;
  const lines = text.split('\n');
  for (const edit of edits) {
    const line = lines[edit.line] ?? '';
    lines[edit.line] = line.slice(0, edit.from) + edit.value + line.slice(edit.to);
  }
  return lines.join('\n');
}
