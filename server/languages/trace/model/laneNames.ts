import { lineEndings } from '../../../text/lines.ts';
import { remembered } from '../../../text/remembered.ts';
import { withoutSecrets } from '../../../text/secrets.ts';
import { messageText } from '../reading/compact.ts';
import { endpointOfUri } from './endpoint.ts';
import type { TraceEntry } from './entry.ts';
import type { TraceInParts } from './model.ts';

/**
 * What each lane is, only when messages prove it. The program is that of User-Agent in requests which have passed no proxy, and
 * of Server or User-Agent in responses that their sender made itself: 100, and those with its own address in Contact. A
 * program that two lanes name may have been passed on by one of them, so only a lane that registered with it keeps it.
 */
export function laneNames(
  trace: TraceInParts,
  indexes: readonly number[],
  of: (endpoint: string) => number,
  count: number,
): (string | undefined)[] {
  const found: Found[] = Array.from({ length: count }, () => ({
    programs: new Set(),
    users: new Set(),
    hasRegistered: false,
    isRegistrar: false,
  }));
  for (const index of indexes) {
    const arrow = trace.flow.arrows[index];
    const entry = trace.entries[index];
    if (arrow === undefined || entry === undefined || entry.facts.hops !== 1) continue;
    const lane = found[of(arrow.from)];
    if (lane !== undefined) note(lane, entry, endpoint => of(endpoint) === of(arrow.from) && endpoint !== '');
  }
  const lanesWith = new Map<string, number>();
  for (const { programs } of found)
    for (const program of programs) lanesWith.set(program, (lanesWith.get(program) ?? 0) + 1);
  return found.map(lane => nameOf(lane, program => lane.hasRegistered || lanesWith.get(program) === 1));
}

interface Found {
  readonly programs: Set<string>;
  readonly users: Set<string>;
  hasRegistered: boolean;
  isRegistrar: boolean;
}

function note(lane: Found, entry: TraceEntry, isOwn: (endpoint: string) => boolean): void {
  const { facts, message } = entry;
  const { method, status } = facts;
  if (method === 'REGISTER') lane.hasRegistered = true;
  if (status !== undefined && status >= 200 && status < 300 && facts.cseqMethod === 'REGISTER') {
    lane.isRegistrar = true;
    return;
  }
  const text = messageText(message);
  if (method === undefined && status !== 100) {
    const contact = lineMatch(text, CONTACT);
    const endpoint = endpointOfUri(contact);
    if (endpoint === undefined || !isOwn(endpoint)) return;
    addUser(lane, /^sips?:([^@:;?]+)(?::[^@]*)?@/i.exec(contact ?? '')?.[1]);
  } else if (method !== undefined && facts.toTag === undefined) addUser(lane, facts.fromUser);
  const program = lineMatch(text, PROGRAM);
  if (program !== undefined) lane.programs.add(program.trim());
}

/** A field, by the first letters of its line, which most lines do not have. */
interface LinePattern {
  readonly letters: string;
  /** Sticky, with what is wanted as its group. */
  readonly pattern: RegExp;
}

const CONTACT: LinePattern = { letters: 'CcMm', pattern: /(?:contact|m)[ \t]*:[^<\r\n]*<?(sips?:[^>\s]*)/iy };
const PROGRAM: LinePattern = { letters: 'UuSs', pattern: /(?:user-agent|server)[ \t]*:[ \t]*(\S.*)/iy };

/** The group of the pattern in the first line that it matches: faster than a pattern that is tried everywhere. */
function lineMatch(text: string, { letters, pattern }: LinePattern): string | undefined {
  const cr = text.indexOf('\r');
  const endOf = cr >= 0 && text.charAt(cr + 1) !== '\n' ? lineEndings(text) : endAtLf;
  for (let start = 0; start < text.length; start = endOf(text, start)) {
    if (!letters.includes(text.charAt(start))) continue;
    pattern.lastIndex = start;
    const found = pattern.exec(text);
    if (found !== null) return found[1];
  }
  return undefined;
}

function endAtLf(text: string, start: number): number {
  const lf = text.indexOf('\n', start);
  return lf < 0 ? text.length : lf + 1;
}

function addUser(lane: Found, user: string | undefined): void {
  if (user !== undefined && !/^(?:anonymous|unavailable|unknown|asterisk)$/i.test(user)) lane.users.add(user);
}

function nameOf(lane: Found, isItsOwn: (program: string) => boolean): string | undefined {
  const [program] = lane.programs;
  const [user] = lane.users;
  const product =
    program !== undefined && lane.programs.size === 1 && isItsOwn(program) ? productOf(program) : undefined;
  if (lane.isRegistrar) return product === undefined ? 'registrar' : `${product}, registrar`;
  const isOfUser = user !== undefined && lane.users.size === 1 && !SERVER.test(program ?? '');
  if (product === undefined) return isOfUser && lane.hasRegistered ? withoutSecrets(user) : undefined;
  return withoutSecrets(isOfUser ? `${product} of ${user}` : product);
}

/** `Linphone` of `Linphone/4.4 (belle-sip/5.0)`, `Yealink SIP-T46S` of `Yealink SIP-T46S 66.84.0.15`. */
const productOf = remembered((program: string): string | undefined => {
  const known = PROGRAMS.find(name => program.toLowerCase().startsWith(name.toLowerCase()));
  if (known !== undefined) return known;
  if (/^Z \d/.test(program)) return 'Zoiper';
  if (/^FPBX/i.test(program)) return 'Asterisk';
  const words = program
    .split(/[/(,;]/, 1)[0]
    ?.replace(/(?:[ _-]v?\d+(?:\.\w+)+)+\s*$/i, '')
    .trim();
  return words === undefined || words === '' ? undefined : words.slice(0, 24);
}, 256);

/** Programs whose names are followed by versions, builds or words that say no more. */
const PROGRAMS = [
  'Asterisk',
  'FreeSWITCH',
  'Kamailio',
  'OpenSIPS',
  'Flexisip',
  'Linphone',
  '3CX',
  'SIPp',
  'JsSIP',
  'SIP.js',
];

/** Programs that send requests for many users. */
const SERVER =
  /asterisk|freeswitch|kamailio|opensips|flexisip|3cx|pbx|sbc\b|gateway|server|cucm|avaya|mediant|audiocodes/i;
