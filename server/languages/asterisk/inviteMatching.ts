import type { SipMessage } from '../../sip/message.ts';
import {
  type Credentials,
  challengeOf,
  challengeRealm,
  credentialsHeader,
  deviceSecret,
  judge,
  messageCredentials,
} from './credentials.ts';
import { findDestination } from './destination.ts';
import { deviceAccess, deviceInsecure } from './deviceState.ts';
import { type ServerDomains, serverDomains } from './domains.ts';
import { isAtLeast, isTrue } from './facts.ts';
import { type DeviceSearch, findInviteDevice } from './findDevice.ts';
import { declaredNames } from './inviteRequest.ts';
import { inviteLookupName, isPedantic, type LookupName } from './lookupName.ts';
import type { AuthResult, ChallengeSent, FoundBy, MatchingOutcome } from './matchingExplanation.ts';
import type { MatchingInput } from './matchingInput.ts';
import { judgeOffer } from './mediaOffer.ts';
import type { Device, SipConf } from './model.ts';
import { replyStep } from './replyAddress.ts';
import type { Trail } from './trail.ts';

/** What came of one INVITE, or of one and its repetition with credentials. */
export interface InviteCourse {
  readonly outcome: MatchingOutcome;
  readonly sentence: string;
  readonly device: Device | undefined;
  readonly by: FoundBy | null;
  readonly lookup: LookupName;
  readonly first: {
    readonly device: Device | undefined;
    readonly by: FoundBy | null;
    readonly lookup: LookupName;
  };
  readonly authResult: AuthResult;
  readonly codes: readonly number[];
  readonly challenge: ChallengeSent | null;
  readonly context: string | null;
  readonly exten: string | null;
}

/** handle_request_invite for a new call, twice when the client answers a challenge. */
export function followInvite(model: SipConf, input: MatchingInput, trail: Trail): InviteCourse {
  const { message } = input;
  const domains = serverDomains(model);
  const { realm, lines, header } = challengeRealm(message, model, domains);
  const round: Round = { model, input, trail, domains, realm, realmLines: lines, realmHeader: header };
  const unsupported = declaredNames(message, 'Require').filter(name => !SUPPORTED.has(name.toLowerCase()));
  if (unsupported.length > 0) {
    const detail = `The message requires ${unsupported.join(', ')}, which this server does not support: 420 Bad Extension.`;
    trail.add('Required extensions', 'failed', detail, { header: 'Require' });
    const lookup = inviteLookupName(message, model, undefined);
    const nobody = { device: undefined, by: null, lookup };
    return {
      ...nobody,
      lookup: { ...lookup, name: undefined },
      first: nobody,
      outcome: 'rejected',
      sentence: '420: the message requires an extension that Asterisk does not support.',
      authResult: 'dont-know',
      codes: [420],
      challenge: null,
      context: null,
      exten: null,
    };
  }
  const result = followRound(round, messageCredentials(input, model), undefined);
  const first = { device: result.search.device, by: result.search.by, lookup: result.lookup };
  const challenge = result.challenge;
  if (challenge === null || input.answer === undefined) return courseOf(result, first, [], challenge);
  if (isPedantic(model) && !canBeCompared(message)) {
    const detail =
      'With pedantic=yes the repeated request belongs to the challenge only when its Request-URI compares equal, and one that does not begin with sip: or sips: never does. So every answer gets a new challenge.';
    trail.add('Answer', 'failed', detail, { lines: [model.general.last('pedantic')] });
    return courseOf(result, first, result.codes, challenge);
  }
  const answered = followRound(
    round,
    { kind: 'answer', answer: input.answer },
    isSameLookup(model) ? result : undefined,
  );
  return courseOf(answered, first, result.codes, challenge);
}

/** sip_uri_cmp gives up on every other scheme, capital letters included. */
export function canBeCompared(message: SipMessage): boolean {
  return message.startLine.kind === 'request' && /^sips?:./.test(message.startLine.uri.text);
}

/** The second lookup can only differ when credentials take part in it. */
function isSameLookup(model: SipConf): boolean {
  return !isTrue(model.general.last('match_auth_username')?.value ?? 'no');
}

/** Option tags of RFC 3261 and others that chan_sip supports (sip_options of sip/include/sip.h). */
const SUPPORTED: ReadonlySet<string> = new Set(['replaces', 'replace', 'timer']);

interface Round {
  readonly model: SipConf;
  readonly input: MatchingInput;
  readonly trail: Trail;
  readonly domains: ServerDomains;
  readonly realm: string;
  readonly realmLines: ReturnType<typeof challengeRealm>['lines'];
  readonly realmHeader: string | undefined;
}

interface RoundResult {
  readonly search: DeviceSearch;
  readonly lookup: LookupName;
  readonly outcome: MatchingOutcome;
  readonly sentence: string;
  readonly authResult: AuthResult;
  readonly codes: readonly number[];
  readonly challenge: ChallengeSent | null;
  readonly context: string | null;
  readonly exten: string | null;
}

function courseOf(
  result: RoundResult,
  first: InviteCourse['first'],
  earlier: readonly number[],
  challenge: ChallengeSent | null,
): InviteCourse {
  const { search, codes, ...rest } = result;
  return { ...rest, ...search, first, codes: [...earlier, ...codes], challenge };
}

/** One request from its From to a reply. `before`: the same request without credentials, whose lookup stays as it was. */
function followRound(round: Round, credentials: Credentials, before: RoundResult | undefined): RoundResult {
  const { model, input, trail } = round;
  const answered = credentials.kind === 'answer' ? credentials.answer.username : undefined;
  const lookup = before?.lookup ?? inviteLookupName(input.message, model, answered);
  if (before === undefined) explainName(lookup, answered !== undefined, trail, model);
  if (lookup.name === undefined) {
    return {
      search: { device: undefined, by: null },
      lookup,
      outcome: 'rejected',
      sentence: '503: the From header names no host, which the server refuses whatever else is set.',
      authResult: 'dont-know',
      codes: [503],
      challenge: null,
      context: null,
      exten: null,
    };
  }
  const search = before?.search ?? withFake(findInviteDevice(lookup, model, input, trail), round);
  const state: RoundState = { ...round, lookup, search };
  if (search.device === undefined && search.by === null) {
    if (!allowsGuests(model)) return refuseGuest(state);
    if (before === undefined) acceptGuest(state);
    return goOn(state);
  }
  if (before === undefined && search.device !== undefined && checksAccess(search, model)) {
    const access = deviceAccess(search.device, input.source.address, model);
    trail.add(
      'Access list',
      access.isAllowed ? (access.hasList ? 'passed' : 'skipped') : 'failed',
      access.detail,
      {
        lines: access.lines,
        beside: access.beside,
      },
    );
    if (!access.isAllowed) return refuseByAccessList(state, search.device);
  }
  return authenticate(state, credentials, before !== undefined);
}

interface RoundState extends Round {
  readonly lookup: LookupName;
  readonly search: DeviceSearch;
}

function explainName(lookup: LookupName, isRepeated: boolean, trail: Trail, model: SipConf): void {
  const title = isRepeated ? 'Name looked up, with credentials' : 'Name looked up';
  const { header } = lookup;
  if (lookup.name === undefined) {
    const detail = 'The From header has no host behind the @ (or is a tel: URI without a context): 503.';
    trail.add(title, 'failed', detail, { header });
    return;
  }
  if (header !== 'From') {
    const detail = `match_auth_username=yes: the user name of ${header}, "${lookup.name}", takes the place of the name in From, before anything is verified.`;
    trail.add(title, 'passed', detail, { header, lines: [model.general.last('match_auth_username')] });
    return;
  }
  const parts = [
    `"${lookup.name}", ${lookup.isHost ? 'the host of From, because it has no user part' : 'the user part of From'}.`,
  ];
  if (!lookup.hasScheme) parts.push('The scheme is not known; the text is used as it is.');
  if (lookup.raw !== lookup.name && !lookup.isHost)
    parts.push(`Written as "${lookup.raw}"; escapes are resolved.`);
  if (!lookup.isHost) parts.push(`The host "${lookup.host}" and the display name play no role.`);
  trail.add(title, 'passed', parts.join(' '), { header });
}

function allowsGuests(model: SipConf): boolean {
  const line = model.general.last('allowguest');
  return line === undefined || isTrue(line.value);
}

/** True when an unknown name gets the same answers as a known one. */
export function hidesNames(model: SipConf): boolean {
  const line = model.general.last('alwaysauthreject');
  return line === undefined ? isAtLeast(model.branch, '1.8') : isTrue(line.value);
}

function withFake(search: DeviceSearch, { model }: Round): DeviceSearch {
  const isFake = search.device === undefined && !allowsGuests(model) && hidesNames(model);
  return isFake ? { device: undefined, by: 'fake' } : search;
}

/** In 1.4 the lists of devices found by address are for REGISTER only. */
function checksAccess({ by }: DeviceSearch, model: SipConf): boolean {
  return by === 'name' || isAtLeast(model.branch, '1.6.2');
}

function acceptGuest({ model, trail }: RoundState): void {
  const line = model.general.last('allowguest');
  const detail = `No device matches, and guests are welcome (${line === undefined ? 'allowguest=yes is the default' : `allowguest=${line.value}`}): no password is asked for.`;
  trail.add('Guests', 'decided', detail, { lines: [line] });
}

function refuseGuest(state: RoundState): RoundResult {
  const { model, trail } = state;
  const detail =
    'No device matches, guests are refused, and unknown names need not be hidden (alwaysauthreject=no): 403 at once. So names can be told apart from outside.';
  trail.add('Guests', 'failed', detail, {
    lines: [model.general.last('allowguest'), model.general.last('alwaysauthreject')],
  });
  return stopped(state, 'rejected', '403: no device matches, and guests are refused.', 'secret-failed', 403);
}

function refuseByAccessList(state: RoundState, device: Device): RoundResult {
  const sentence = `403: ${describe(state.search, device)}, but its access list refuses ${state.input.source.address}.`;
  return stopped(state, 'rejected', sentence, 'acl-failed', 403);
}

function stopped(
  state: RoundState,
  outcome: MatchingOutcome,
  sentence: string,
  authResult: AuthResult,
  code: number,
): RoundResult {
  return {
    search: state.search,
    lookup: state.lookup,
    outcome,
    sentence,
    authResult,
    codes: [code],
    challenge: null,
    context: null,
    exten: null,
  };
}

function describe({ by }: DeviceSearch, device: Device): string {
  const kind = device.isUser && device.isPeer ? 'friend' : device.isUser ? 'user' : 'peer';
  const how =
    by === 'name'
      ? 'by name'
      : by === 'ip' || by === 'callback-ip'
        ? 'by address alone'
        : 'by address and port';
  return `${kind} ${device.name} was found ${how}`;
}

/** check_auth, and what comes of its result. */
function authenticate(state: RoundState, credentials: Credentials, isRepeated: boolean): RoundResult {
  const { model, input, trail, search, realm } = state;
  const { device } = search;
  if (device === undefined) {
    if (!isRepeated) {
      const detail =
        'No device matches, guests are refused, and names are hidden (alwaysauthreject): the caller is challenged like a known device, but no answer is ever right.';
      trail.add('Guests', 'decided', detail, {
        lines: [model.general.last('allowguest'), model.general.last('alwaysauthreject')],
      });
    }
  } else if (!isRepeated) {
    const free = freeOfAuthentication(state, device);
    if (free) return goOn(state);
  }
  const judgement = judge(credentials, device, realm, input.message);
  const header = credentialsHeader(input.message, model);
  const who = device === undefined ? 'the device that nobody is' : device.name;
  const secretLine = device === undefined ? undefined : deviceSecret(device).line;
  if (judgement === 'challenge' || judgement === 'stale')
    return challengeClient(state, credentials, judgement);
  if (judgement === 'username-mismatch') {
    const detail = `The user name in ${header} must be exactly "${who}", the name of the section; \`defaultuser\` and \`fromuser\` do not help: 403.`;
    trail.add('Answer', 'failed', detail, { entry: device?.entries.at(-1), header });
    const sentence = `403: the client answered the challenge under another name than ${who}.`;
    return stopped(state, 'rejected', sentence, 'username-mismatch', 403);
  }
  if (judgement === 'secret-failed') {
    const why =
      device === undefined
        ? 'There is no such device, so no answer is right'
        : `The answer does not fit the ${deviceSecret(device).isHash ? 'md5secret' : 'secret'} of "${who}" in the realm "${realm}"`;
    trail.add('Answer', 'failed', `${why}: 403. No other device and no guest access is tried then.`, {
      lines: [secretLine],
      header,
    });
    const sentence =
      device === undefined
        ? '403: no device matches; the challenge only hides that.'
        : `403: ${describe(search, device)}, but the answer to the challenge is wrong.`;
    return stopped(state, 'rejected', sentence, 'secret-failed', 403);
  }
  trail.add(
    'Answer',
    'passed',
    `The answer fits the ${device !== undefined && deviceSecret(device).isHash ? 'md5secret' : 'secret'} of "${who}".`,
    {
      lines: [secretLine],
      header,
    },
  );
  return goOn(state);
}

/** True when the device gets in without a password; says why or why not. */
function freeOfAuthentication({ model, trail, search }: RoundState, device: Device): boolean {
  const title = 'Password needed?';
  const insecure = deviceInsecure(device, model);
  const counts = isAtLeast(model.branch, '1.6.2') || search.by !== 'name';
  if (insecure.invite && counts) {
    trail.add(
      title,
      'decided',
      `insecure=${insecure.line?.value ?? ''} lets calls of this device in without a password.`,
      {
        lines: [insecure.line],
      },
    );
    return true;
  }
  const secret = deviceSecret(device);
  if (!secret.isSet) {
    const remote = device.last('remotesecret');
    const detail =
      remote === undefined
        ? 'The device has neither secret nor md5secret, so nothing is asked for.'
        : 'The device has only a remotesecret, which is for outgoing calls; nothing is asked for.';
    trail.add(title, 'decided', detail, { entry: device.entries.at(-1), lines: [secret.line, remote] });
    return true;
  }
  const both =
    secret.isHash && device.last('secret') !== undefined ? ' It beats the secret that is also set.' : '';
  trail.add(
    title,
    'passed',
    `The device has ${secret.isHash ? 'an md5secret' : 'a secret'}, so the caller must prove to know it.${both}`,
    {
      lines: [secret.line],
    },
  );
  return false;
}

function challengeClient(
  state: RoundState,
  credentials: Credentials,
  judgement: 'challenge' | 'stale',
): RoundResult {
  const { model, input, trail, search, realm, realmLines, realmHeader } = state;
  const challenge = challengeOf(realm, input.message, model, judgement === 'stale');
  const code = challenge.header === 'WWW-Authenticate' ? 401 : 407;
  const why =
    credentials.kind === 'message'
      ? judgement === 'stale'
        ? 'The credentials are right but answer an old nonce, so a new challenge is sent (stale=true).'
        : 'The credentials in the message answer no challenge of this dialog, so they count for nothing.'
      : 'The message holds no credentials yet.';
  trail.add('Challenge', 'decided', `${why} ${code} with realm "${realm}", algorithm MD5, no qop.`, {
    lines: realmLines,
    header:
      realmHeader ?? (credentials.kind === 'message' ? credentialsHeader(input.message, model) : undefined),
  });
  const { device } = search;
  const sentence =
    device === undefined
      ? `${code}: no device matches; the caller is challenged for realm ${realm} only to hide that.`
      : `${code}: ${describe(search, device)}; it must answer for realm ${realm}.`;
  return { ...stopped(state, 'challenged', sentence, 'challenge-sent', code), challenge };
}

/** What follows once the caller is in. */
function goOn(state: RoundState): RoundResult {
  const { model, input, trail, search, domains, lookup } = state;
  const { device } = search;
  const who = device === undefined ? 'a guest' : describe(search, device);
  const offer = judgeOffer(input.message, device, model);
  const verdict = offer.kind === 'refused' ? 'failed' : offer.kind === 'none' ? 'skipped' : 'passed';
  trail.add(
    'Codecs',
    verdict,
    offer.kind === 'refused' ? `${offer.detail} 488 Not Acceptable Here.` : offer.detail,
    {
      lines: offer.lines,
      header: 'Content-Type',
    },
  );
  if (offer.kind === 'refused')
    return stopped(
      state,
      'passed-auth-then-refused',
      `488: ${who}, but the offered media do not fit.`,
      'ok',
      488,
    );
  const { code, context, exten } = findDestination(
    input.message,
    device,
    callerNumber(lookup),
    domains,
    model,
    trail,
  );
  if (code !== 100) {
    const reasons = {
      403: 'calls to foreign domains are refused',
      404: `there is no extension ${exten ?? ''} in context ${context ?? ''}`,
      416: 'the server does not read the scheme of a URI',
      484: 'the extension needs more digits',
    };
    const result = stopped(
      state,
      'passed-auth-then-refused',
      `${code}: ${who}, but ${reasons[code]}.`,
      'ok',
      code,
    );
    return { ...result, context, exten };
  }
  replyStep(device, model, input, trail);
  const outcome = device === undefined ? 'accepted-guest' : 'accepted-device';
  const sentence =
    device === undefined
      ? `Accepted as a guest: the call goes to ${exten ?? ''} in context ${context ?? ''} without any password.`
      : `Accepted: ${who}; the call goes to ${exten ?? ''} in context ${context ?? ''}.`;
  return {
    search,
    lookup,
    outcome,
    sentence,
    authResult: 'ok',
    codes: [100, 200],
    challenge: null,
    context,
    exten,
  };
}

/** Caller number as far as an extension may ask for it. */
function callerNumber(lookup: LookupName): string {
  return lookup.isHost ? '' : ((lookup.name ?? '').split(';')[0] ?? '');
}
