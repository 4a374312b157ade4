import { firstHeader, headersNamed, headerText, type SipMessage } from '../../sip/message.ts';
import { applyAccessLists } from './accessList.ts';
import { leadingInteger, splitHostPort } from './address.ts';
import { devicePart, loadedDevice, registrationOf } from './addressTable.ts';
import {
  type Credentials,
  challengeOf,
  challengeRealm,
  credentialsHeader,
  deviceSecret,
  judge,
  messageCredentials,
} from './credentials.ts';
import { canonicalAddress, deviceAccess, deviceHost, deviceNat, deviceTransports } from './deviceState.ts';
import { domainOf, serverDomains } from './domains.ts';
import { isAtLeast, isTrue } from './facts.ts';
import { deviceNamed, lastTypeLine } from './findDevice.ts';
import { canBeCompared, hidesNames } from './inviteMatching.ts';
import { isPedantic, type LookupName, registerLookupName } from './lookupName.ts';
import type {
  AuthResult,
  ChallengeSent,
  FoundBy,
  MatchingOutcome,
  RegistrationResult,
} from './matchingExplanation.ts';
import type { MatchingInput } from './matchingInput.ts';
import type { Device, SipConf } from './model.ts';
import { viaFacts } from './replyAddress.ts';
import { hostOf, inBrackets, readServerUri } from './serverUri.ts';
import type { Trail } from './trail.ts';

/** What came of one REGISTER, or of one and its repetition with credentials. */
export interface RegisterCourse {
  readonly outcome: MatchingOutcome;
  readonly sentence: string;
  readonly device: Device | undefined;
  readonly by: FoundBy | null;
  readonly lookup: LookupName;
  readonly authResult: AuthResult;
  readonly codes: readonly number[];
  readonly challenge: ChallengeSent | null;
  readonly result: RegistrationResult;
}

/** register_verify, twice when the client answers a challenge. */
export function followRegister(model: SipConf, input: MatchingInput, trail: Trail): RegisterCourse {
  const domains = serverDomains(model);
  const { realm, lines, header } = challengeRealm(input.message, model, domains);
  const lookup = registerLookupName(input.message, model);
  const request: Request = { model, input, trail, lookup, realm, realmLines: lines, realmHeader: header };
  const name = lookup.name;
  if (!lookup.hasScheme) {
    trail.add(
      'Name looked up',
      'failed',
      'To has no sip: or sips: URI: the server logs it and sends no reply at all.',
      {
        header: 'To',
      },
    );
    return silence(request);
  }
  if (name === undefined) {
    trail.add('Name looked up', 'failed', 'To names no host: 404.', { header: 'To' });
    return ended(
      request,
      undefined,
      null,
      'unknown-domain',
      [404],
      'Not found',
      '404: the To header names no host.',
    );
  }
  const detail = lookup.isHost
    ? `"${name}", the host of To, because it has no user part.`
    : `"${name}", the user part of To. From plays no role.${lookup.raw === name ? '' : ` Written as "${lookup.raw}"; escapes are resolved.`}`;
  trail.add('Name looked up', 'passed', detail, { header: 'To' });
  const foreign = checkDomain(request, domains);
  if (foreign !== undefined) return foreign;
  return verify(request, name);
}

interface Request {
  readonly model: SipConf;
  readonly input: MatchingInput;
  readonly trail: Trail;
  readonly lookup: LookupName;
  readonly realm: string;
  readonly realmLines: ReturnType<typeof challengeRealm>['lines'];
  readonly realmHeader: string | undefined;
}

/** In 1.4 and 1.6.2 only when To has a user part, and always 404. */
function checkDomain(
  request: Request,
  domains: ReturnType<typeof serverDomains>,
): RegisterCourse | undefined {
  const { model, lookup, trail } = request;
  if (domains.domains.length === 0) return undefined;
  const isOld = !isAtLeast(model.branch, '1.8');
  if (isOld && lookup.isHost) return undefined;
  const domain = domainOf(lookup.host, domains);
  if (domain !== undefined) {
    trail.add('Domain', 'passed', `"${lookup.host}" in To is a domain of this server.`, {
      lines: [domain.line],
      header: 'To',
    });
    return undefined;
  }
  if (domains.hasUnknown)
    trail.assume(
      'The host name of the server, which autodomain adds to the list, stands in no file: it was taken to differ from the host in To.',
    );
  const isHidden = !isOld && hidesNames(model);
  trail.add(
    'Domain',
    'failed',
    `"${lookup.host}" in To is none of the domains of this server. ${isHidden ? 'The refusal looks like a wrong password.' : '404.'}`,
    { lines: domains.domains.map(({ line }) => line), header: 'To' },
  );
  if (isHidden)
    return fakeChallenge(request, undefined, 'unknown-domain', 'the domain in To is none of this server');
  const reason = 'Not found (unknown domain)';
  return ended(
    request,
    undefined,
    null,
    'unknown-domain',
    [404],
    reason,
    '404: the domain in To is none of this server.',
  );
}

function verify(request: Request, name: string): RegisterCourse {
  const { model, input, trail } = request;
  const header = 'To';
  const named = deviceNamed(name, model);
  const device = devicePart(named, 'peer', model);
  if (device === undefined) {
    const other = loadedDevice(model, name.toLowerCase());
    const detail =
      named !== undefined
        ? `"${name}" has type=user, and users cannot register.`
        : other !== undefined
          ? `Names are compared with case: "${name}" is not "${other.name}".`
          : `No section of this configuration is called "${name}".`;
    const shown = named ?? other;
    trail.add('Device by name', 'failed', detail, {
      entry: shown?.entries.at(-1),
      lines: [named === undefined ? undefined : lastTypeLine(named)],
      header,
    });
    return createsDevices(model)
      ? createDevice(request, named, name)
      : refuse(request, undefined, 'not-found');
  }
  trail.add('Device by name', 'decided', `[${device.name}] has exactly this name and may register.`, {
    entry: device.entries.at(-1),
    lines: [lastTypeLine(device)],
    header,
  });
  const access = deviceAccess(device, input.source.address, model);
  const verdict = access.isAllowed ? (access.hasList ? 'passed' : 'skipped') : 'failed';
  trail.add('Access list', verdict, access.detail, { lines: access.lines, beside: access.beside });
  if (!access.isAllowed)
    return createsDevices(model)
      ? createDevice(request, device, name)
      : refuse(request, device, 'acl-failed');
  const { isDynamic, hostLine } = deviceHost(device, model, input.hosts);
  if (!isDynamic) {
    trail.add('Dynamic?', 'failed', 'Only devices with host=dynamic may register.', {
      entry: hostLine === undefined ? device.entries.at(-1) : undefined,
      lines: [hostLine],
    });
    return refuse(request, device, 'not-dynamic');
  }
  trail.add('Dynamic?', 'passed', 'The device has host=dynamic.', { lines: [hostLine] });
  return authenticate(request, device);
}

function createsDevices(model: SipConf): boolean {
  const value = model.general.last('autocreatepeer')?.value ?? 'no';
  return isTrue(value) || value.toLowerCase() === 'persist';
}

/** temp_peer: a new device with the settings of [general], without any password. */
function createDevice(request: Request, existing: Device | undefined, name: string): RegisterCourse {
  const { model, trail } = request;
  const line = model.general.last('autocreatepeer');
  const more = existing === undefined ? '' : ` That "${name}" exists in the file does not matter.`;
  trail.add(
    'Created on the fly',
    'decided',
    `autocreatepeer=${line?.value ?? ''}: a device called "${name}" is created from the defaults of [general], without a password.${more}`,
    { lines: [line] },
  );
  return storeContact(request, undefined, name, []);
}

/** A refusal that looks like a wrong password, or that says what it is. */
function refuse(
  request: Request,
  device: Device | undefined,
  authResult: 'not-found' | 'acl-failed' | 'not-dynamic' | 'username-mismatch',
): RegisterCourse {
  const why = {
    'not-found': 'no device of that name may register',
    'acl-failed': `the access list refuses ${request.input.source.address}`,
    'not-dynamic': 'the device is not dynamic',
    'username-mismatch': 'the client answered under another name',
  }[authResult];
  if (hidesNames(request.model)) return fakeChallenge(request, device, authResult, why);
  const code = authResult === 'not-dynamic' ? 403 : 404;
  return ended(
    request,
    device,
    device === undefined ? null : 'name',
    authResult,
    [code],
    code === 403 ? 'Forbidden' : 'Not found',
    `${code}: ${why}.`,
  );
}

/** transmit_fake_auth_response: a challenge, and 403 for any answer to it. */
function fakeChallenge(
  request: Request,
  device: Device | undefined,
  authResult: AuthResult,
  why: string,
): RegisterCourse {
  const { model, input, trail, realm } = request;
  const detail =
    'alwaysauthreject hides the reason: the caller is challenged like a known device, but no answer is ever right.';
  trail.add('Refusal hidden', 'decided', detail, { lines: [model.general.last('alwaysauthreject')] });
  const challenge = challengeOf(realm, input.message, model);
  const credentials = messageCredentials(input, model);
  if (credentials.kind === 'message' && credentials.isOurNonce)
    return ended(
      request,
      device,
      'fake',
      authResult,
      [403],
      'Forbidden',
      `403: ${why}; the refusal looks like a wrong password.`,
    );
  if (input.answer === undefined || !isRecognized(request))
    return {
      ...ended(
        request,
        device,
        'fake',
        'challenge-sent',
        input.answer === undefined ? [401] : [401, 401],
        'Unauthorized',
        `401: ${why}; the challenge only hides that.`,
      ),
      outcome: 'challenged',
      challenge,
    };
  trail.add('Answer', 'failed', 'Whatever the answer is: 403.', {
    header: credentialsHeader(input.message, model),
  });
  return {
    ...ended(
      request,
      device,
      'fake',
      authResult,
      [401, 403],
      'Forbidden',
      `403: ${why}; the refusal looks like a wrong password.`,
    ),
    challenge,
  };
}

/** False when the repeated request would not be taken for an answer to the challenge. */
function isRecognized({ model, input, trail }: Request): boolean {
  if (!isPedantic(model) || canBeCompared(input.message)) return true;
  trail.add(
    'Answer',
    'failed',
    'With pedantic=yes the repeated request belongs to the challenge only when its Request-URI begins with sip: or sips:; so every answer gets a new challenge.',
    {
      lines: [model.general.last('pedantic')],
    },
  );
  return false;
}

function authenticate(request: Request, device: Device): RegisterCourse {
  const { model, input, trail, realm } = request;
  const secret = deviceSecret(device);
  if (!secret.isSet) {
    trail.add(
      'Password needed?',
      'decided',
      'The device has neither secret nor md5secret: whoever knows its name may register.',
      {
        entry: device.entries.at(-1),
        lines: [secret.line],
      },
    );
    return storeContact(request, device, device.name, []);
  }
  trail.add(
    'Password needed?',
    'passed',
    `The device has ${secret.isHash ? 'an md5secret' : 'a secret'}; \`insecure\` has no effect on REGISTER.`,
    {
      lines: [secret.line],
    },
  );
  const credentials = messageCredentials(input, model);
  const first = judge(credentials, device, realm, input.message);
  if (first !== 'challenge' && first !== 'stale') return judged(request, device, first, []);
  const challenge = challengeOf(realm, input.message, model, first === 'stale');
  const why =
    credentials.kind === 'message'
      ? first === 'stale'
        ? 'The credentials are right but answer an old nonce, so a new challenge is sent (stale=true).'
        : 'The credentials in the message answer no challenge of this dialog, so they count for nothing.'
      : 'The message holds no credentials yet.';
  trail.add('Challenge', 'decided', `${why} 401 with realm "${realm}", algorithm MD5, no qop.`, {
    lines: request.realmLines,
    header: request.realmHeader,
  });
  const sentence = `401: ${device.name} was found by name; it must answer for realm ${realm}.`;
  const codes = input.answer === undefined ? [401] : [401, 401];
  if (input.answer === undefined || !isRecognized(request))
    return {
      ...ended(request, device, 'name', 'challenge-sent', codes, 'Unauthorized', sentence),
      outcome: 'challenged',
      challenge,
    };
  const answer: Credentials = { kind: 'answer', answer: input.answer };
  return { ...judged(request, device, judge(answer, device, realm, input.message), [401]), challenge };
}

function judged(
  request: Request,
  device: Device,
  judgement: ReturnType<typeof judge>,
  earlier: readonly number[],
): RegisterCourse {
  const { model, input, trail, realm } = request;
  const header = credentialsHeader(input.message, model);
  const { line, isHash } = deviceSecret(device);
  if (judgement === 'username-mismatch') {
    trail.add(
      'Answer',
      'failed',
      `The user name in ${header} must be exactly "${device.name}", the name of the section.`,
      {
        entry: device.entries.at(-1),
        header,
      },
    );
    // The nonce was right, so the hidden refusal comes at once as a 403.
    const code = hidesNames(model) ? 403 : 404;
    const reason = code === 403 ? 'Forbidden' : 'Not found';
    return ended(
      request,
      device,
      'name',
      'username-mismatch',
      [...earlier, code],
      reason,
      `${code}: the client answered the challenge under another name than ${device.name}.`,
    );
  }
  if (judgement !== 'ok') {
    trail.add(
      'Answer',
      'failed',
      `The answer does not fit the ${isHash ? 'md5secret' : 'secret'} of "${device.name}" in the realm "${realm}": 403.`,
      { lines: [line], header },
    );
    return ended(
      request,
      device,
      'name',
      'secret-failed',
      [...earlier, 403],
      'Forbidden',
      `403: ${device.name} was found by name, but the answer to the challenge is wrong.`,
    );
  }
  trail.add(
    'Answer',
    'passed',
    `The answer fits the ${isHash ? 'md5secret' : 'secret'} of "${device.name}".`,
    { lines: [line], header },
  );
  return storeContact(request, device, device.name, earlier);
}

/** parse_register_contact: transport, expiry, address, contact lists. `device` undefined: created on the fly. */
function storeContact(
  request: Request,
  device: Device | undefined,
  name: string,
  earlier: readonly number[],
): RegisterCourse {
  const { model, input, trail } = request;
  const by = device === undefined ? null : 'name';
  const end = (
    code: number,
    reason: string,
    sentence: string,
    authResult: AuthResult = 'ok',
  ): RegisterCourse => ended(request, device, by, authResult, [...earlier, code], reason, sentence);
  if (device !== undefined) {
    const transports = deviceTransports(device, model);
    const isAllowed = transports.allowed.includes(input.source.transport);
    const list = transports.allowed.join(', ').toUpperCase();
    trail.add(
      'Transport',
      isAllowed ? 'passed' : 'failed',
      isAllowed
        ? `The device may use ${input.source.transport.toUpperCase()}.`
        : `The device may use ${list} only: 403, although the password is right.`,
      { lines: [transports.line] },
    );
    if (!isAllowed)
      return end(
        403,
        'Forbidden',
        `403: ${name} may not use ${input.source.transport.toUpperCase()}.`,
        'bad-transport',
      );
  }
  const contacts = headersNamed(input.message, 'Contact').map(field => headerText(field) ?? '');
  const expiry = grantedExpiry(input.message, contacts, model);
  const uris = contacts.map(contact =>
    inBrackets(contact.includes('<') ? contact : (contact.split(';')[0] ?? '')),
  );
  const [uri = ''] = uris;
  const evidence = { lines: expiry.lines, header: 'Expires' };
  if (
    uris.includes('*') &&
    (!expiry.isWritten || expiry.seconds !== 0 || uris.some(other => other !== '*'))
  ) {
    trail.add(
      'Contact',
      'failed',
      'Contact: * takes all registrations away, and needs Expires: 0 and no other Contact: 400.',
      { header: 'Contact' },
    );
    return end(400, 'Bad Request', '400: Contact: * needs Expires: 0.');
  }
  const current = device === undefined ? undefined : registrationOf(device, input);
  if (uri === '' && !expiry.isWritten) {
    trail.add('Contact', 'decided', 'Neither Contact nor Expires: the client only asks what is stored.', {
      header: 'Contact',
    });
    return {
      ...end(200, 'OK', `200: ${name} is told what is registered.`),
      result: resultOf(
        request,
        device,
        'OK',
        String(expiry.seconds),
        // The Contact of a registration is not known, but that of none is empty.
        current === undefined ? `<>;expires=${expiry.seconds}` : null,
        current === undefined ? '(null)' : joinAddress(current.address, current.port),
      ),
    };
  }
  if (uri === '*' || expiry.seconds === 0) {
    trail.add('Expiry', 'decided', 'An expiry of 0 takes the registration away.', evidence);
    return {
      ...end(200, 'OK', `200: the registration of ${name} is taken away.`),
      result: resultOf(request, device, 'OK', '0', null, '(null)'),
    };
  }
  trail.add('Expiry', 'passed', expiry.detail, evidence);
  const stored = storedAddress(request, device, uri);
  if (stored === undefined) {
    trail.add('Address stored', 'failed', 'The host in Contact leads to no address: 400.', {
      header: 'Contact',
    });
    return end(400, 'Bad Request', '400: the host in Contact leads to no address.');
  }
  trail.add('Address stored', 'passed', `${joinAddress(stored.address, stored.port)}: ${stored.reason}.`, {
    lines: stored.lines,
    header: stored.isContact ? 'Contact' : 'Via',
  });
  const refusal = contactRefusal(request, device, stored.address);
  const shownAddress = joinAddress(stored.address, stored.port);
  if (refusal !== undefined) {
    trail.add('Contact access list', 'failed', refusal.detail, {
      lines: refusal.lines,
      beside: refusal.beside,
    });
    const code = device === undefined ? 403 : 603;
    const reason = code === 403 ? 'Forbidden' : 'Denied';
    return {
      ...end(
        code,
        reason,
        `${code}: the address ${stored.address} of ${name} is refused by a contact list.`,
        'ok',
      ),
      outcome: 'passed-auth-then-refused',
      result: resultOf(request, device, reason, null, null, shownAddress),
    };
  }
  const granted = String(expiry.seconds);
  return {
    ...end(200, 'OK', `Registered: calls to ${name} go to ${shownAddress} for ${granted} seconds.`),
    result: {
      finalReason: 'OK',
      expiresGranted: granted,
      contactInResponse: `<${uri}>;expires=${granted}`,
      deviceExistsAfter: true,
      addressAfter: shownAddress,
    },
  };
}

interface Expiry {
  readonly seconds: number;
  /** The message names an expiry at all. */
  readonly isWritten: boolean;
  readonly detail: string;
  readonly lines: readonly ReturnType<SipConf['general']['last']>[];
}

function grantedExpiry(message: SipMessage, contacts: readonly string[], model: SipConf): Expiry {
  const number = (option: string, standard: number): number => {
    const value = leadingInteger(model.general.last(option)?.value ?? '') ?? 0;
    return value < 1 ? standard : value;
  };
  const minimum = number('minexpiry', 60);
  const maximum = number('maxexpiry', 3600);
  const standard = number('defaultexpiry', 120);
  const header = headerText(firstHeader(message, 'Expires')) ?? '';
  const parameter = /;expires=([^;]*)/i.exec(contacts[0] ?? '')?.[1];
  const isWritten = header !== '' || parameter !== undefined;
  const wanted =
    header !== ''
      ? (leadingInteger(header) ?? 0)
      : parameter === undefined
        ? standard
        : (leadingInteger(parameter) ?? standard);
  const { general } = model;
  if (wanted > maximum)
    return {
      seconds: maximum,
      isWritten,
      detail: `${wanted} seconds are lowered to ${maximum} (maxexpiry).`,
      lines: [general.last('maxexpiry')],
    };
  if (wanted < minimum && wanted !== 0)
    return {
      seconds: minimum,
      isWritten,
      detail: `${wanted} seconds are raised to ${minimum} (minexpiry).`,
      lines: [general.last('minexpiry')],
    };
  const detail = isWritten
    ? `${wanted} seconds are granted as asked for.`
    : `No expiry is asked for; ${wanted} seconds are granted (defaultexpiry).`;
  return { seconds: wanted, isWritten, detail, lines: isWritten ? [] : [general.last('defaultexpiry')] };
}

interface StoredAddress {
  readonly address: string;
  readonly port: number;
  readonly isContact: boolean;
  readonly reason: string;
  readonly lines: readonly ReturnType<SipConf['general']['last']>[];
}

function storedAddress(request: Request, device: Device | undefined, uri: string): StoredAddress | undefined {
  const { model, input } = request;
  const { source } = input;
  const via = viaFacts(input);
  const nat = deviceNat(device, model);
  const packet = (reason: string): StoredAddress => ({
    address: canonicalAddress(source.address) ?? source.address,
    port: source.port,
    isContact: false,
    reason: `the address of the packet, because ${reason}`,
    lines: [nat.line],
  });
  const transport = /;transport=([a-z]+)/i.exec(uri)?.[1]?.toLowerCase() ?? source.transport;
  if (transport === 'ws' || transport === 'wss') return packet('that is so with WebSocket');
  if (nat.isForced) return packet('nat=force_rport');
  if (nat.isAutomatic && via.differs) return packet('the Via names another host than the packet came from');
  if (via.hasRport) return packet('the Via asks for it (rport)');
  const parts = readServerUri(uri, ['sip:', 'sips:'], false);
  const { port } = splitHostPort(parts.hostPort);
  const host = hostOf(parts.hostPort);
  const literal =
    canonicalAddress(host) ??
    (host.toLowerCase() === 'localhost' ? '127.0.0.1' : input.hosts?.get(host.toLowerCase()));
  if (literal === undefined) {
    // As with hosts in sip.conf, what only a name server knows counts as unknown.
    if (host !== '')
      request.trail.assume(
        `The host name ${host} in Contact was taken to lead to no address: no name server was asked.`,
      );
    return undefined;
  }
  return {
    address: literal,
    port: leadingInteger(port ?? '') ?? (transport === 'tls' ? 5061 : 5060),
    isContact: true,
    reason: 'the address in Contact; neither the device nor the Via speaks of NAT',
    lines: [nat.line],
  };
}

/** The contact lists of [general], then those of the device. */
function contactRefusal(
  { model, input }: Request,
  device: Device | undefined,
  address: string,
): ReturnType<typeof applyAccessLists> | undefined {
  const general = applyAccessLists(model.general.settings, 'contact', address, model);
  if (!general.isAllowed) return general;
  const excluded = excludedAsStatic(model, input, address);
  if (excluded !== undefined) return excluded;
  if (device === undefined) return undefined;
  const own = applyAccessLists(device.settings, 'contact', address, model);
  return own.isAllowed ? undefined : own;
}

/** `dynamic_exclude_static` adds the address of every static device to the end of the general list. */
function excludedAsStatic(
  model: SipConf,
  input: MatchingInput,
  address: string,
): ReturnType<typeof applyAccessLists> | undefined {
  const line = model.general.last('dynamic_exclude_static');
  if (line === undefined || !isTrue(line.value)) return undefined;
  for (const key of model.deviceKeys()) {
    const other = loadedDevice(model, key);
    const host = other === undefined ? undefined : deviceHost(other, model, input.hosts);
    if (host?.address !== address) continue;
    return {
      isAllowed: false,
      detail: `dynamic_exclude_static=yes: ${address} belongs to the static device "${other?.name ?? ''}", so nobody may register from there.`,
      lines: [line, ...(host.hostLine === undefined ? [] : [host.hostLine])],
      beside: [],
      hasList: true,
    };
  }
  return undefined;
}

function joinAddress(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function ended(
  request: Request,
  device: Device | undefined,
  by: FoundBy | null,
  authResult: AuthResult,
  codes: readonly number[],
  reason: string,
  sentence: string,
): RegisterCourse {
  const code = codes.at(-1) ?? 0;
  const isIn = code === 200;
  return {
    outcome: isIn ? 'accepted-device' : authResult === 'ok' ? 'passed-auth-then-refused' : 'rejected',
    sentence,
    device: by === 'fake' ? undefined : device,
    by,
    lookup: request.lookup,
    authResult,
    codes,
    challenge: null,
    result: resultOf(request, device, reason, null, null, undefined),
  };
}

/** The state of the device of that name afterwards; `address` undefined: as it was before. */
function resultOf(
  request: Request,
  device: Device | undefined,
  reason: string,
  expires: string | null,
  contact: string | null,
  address: string | undefined,
): RegistrationResult {
  const { model, input, lookup } = request;
  const named = deviceNamed(lookup.name ?? '', model);
  const known = device ?? (named?.isPeer === true ? named : undefined);
  const isCreated = device === undefined && address !== undefined;
  const exists = known !== undefined || isCreated;
  return {
    finalReason: reason,
    expiresGranted: expires,
    contactInResponse: contact,
    deviceExistsAfter: exists,
    addressAfter: !exists
      ? null
      : (address ?? (known === undefined ? '(null)' : addressNow(known, model, input))),
  };
}

function addressNow(device: Device, model: SipConf, input: MatchingInput): string {
  const host = deviceHost(device, model, input.hosts);
  const registration = registrationOf(device, input);
  if (host.isDynamic && registration !== undefined)
    return joinAddress(registration.address, registration.port);
  return host.address === undefined ? '(null)' : joinAddress(host.address, host.port);
}

function silence(request: Request): RegisterCourse {
  return {
    ...ended(request, undefined, null, 'dont-know', [], '', 'No reply: the To header holds no sip: URI.'),
    outcome: 'no-reply',
  };
}
