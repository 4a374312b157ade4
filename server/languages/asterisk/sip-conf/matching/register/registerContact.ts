import { headersNamed, headerText } from '../../../../../sip/message.ts';
import { canonicalAddress } from '../../../../../sip/packetSource.ts';
import { applyAccessLists } from '../../../companions/accessList.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { splitHostPort } from '../../../values/address.ts';
import { isTrue } from '../../../values/truth.ts';
import { deviceHost, deviceNat, deviceTransports } from '../../model/deviceState.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { loadedDevice, registrationOf } from '../addressTable.ts';
import type { AuthResult } from '../matchingExplanation.ts';
import type { MatchingInput } from '../matchingInput.ts';
import { viaFacts } from '../replyAddress.ts';
import { hostOf, inBrackets, readServerUri } from '../serverUri.ts';
import {
  addressOf,
  ended,
  joinAddress,
  type RegisterCourse,
  type RegisterRequest,
  resultOf,
} from './registerCourse.ts';
import { grantedExpiry, withoutExpiry } from './registerExpiry.ts';

/** parse_register_contact: transport, expiry, address, contact lists. `device` undefined: created on the fly. */
export function storeContact(
  request: RegisterRequest,
  device: Device | undefined,
  name: string,
  earlier: readonly number[],
): RegisterCourse {
  const by = device === undefined ? null : 'name';
  const end: End = (code, reason, sentence, authResult = 'ok') =>
    ended(request, device, by, authResult, [...earlier, code], reason, sentence);
  const registering = { request, device, name, end };
  const { input, model } = request;
  const contacts = headersNamed(input.message, 'Contact').map(field => headerText(field) ?? '');
  const expiry = grantedExpiry(input.message, contacts, model);
  const uris = withoutExpiry(contacts, expiry).map(contact =>
    inBrackets(contact.includes('<') ? contact : (contact.split(';')[0] ?? '')),
  );
  return (
    refusedTransport(registering) ??
    refusedWildcard(registering, uris, expiry) ??
    endedWithoutContact(registering, uris[0] ?? '', expiry) ??
    storedAt(registering, uris[0] ?? '', expiry)
  );
}

/** A device that registers: undefined when it is created on the fly. */
interface Registering {
  readonly request: RegisterRequest;
  readonly device: Device | undefined;
  readonly name: string;
  readonly end: End;
}

/** How the registration ends: the code and reason of the last reply, one sentence, and the result of the password check. */
type End = (code: number, reason: string, sentence: string, authResult?: AuthResult) => RegisterCourse;

type Expiry = ReturnType<typeof grantedExpiry>;

/** The device may not use the transport that the request came by. */
function refusedTransport({ request, device, name, end }: Registering): RegisterCourse | undefined {
  if (device === undefined) return undefined;
  const { model, input, trail } = request;
  const transports = deviceTransports(device, model);
  const isAllowed = transports.allowed.includes(input.source.transport);
  const used = input.source.transport.toUpperCase();
  const list = transports.allowed.join(', ').toUpperCase();
  trail.add(
    'Transport',
    isAllowed ? 'passed' : 'failed',
    isAllowed
      ? `The device may use ${used}.`
      : `The device may use only ${list}: 403, although the password is correct.`,
    { lines: [transports.line] },
  );
  return isAllowed ? undefined : end(403, 'Forbidden', `403: ${name} may not use ${used}.`, 'bad-transport');
}

/** `Contact: *` must be the only Contact, with an expiry of 0. */
function refusedWildcard(
  { request, end }: Registering,
  uris: readonly string[],
  expiry: Expiry,
): RegisterCourse | undefined {
  if (!uris.includes('*')) return undefined;
  if (expiry.isWritten && expiry.seconds === 0 && uris.every(uri => uri === '*')) return undefined;
  request.trail.add(
    'Contact',
    'failed',
    'Contact: * removes all registrations, but it requires Expires: 0 and no other Contact: 400.',
    { header: 'Contact' },
  );
  return end(400, 'Bad Request', '400: Contact: * requires Expires: 0.');
}

/** The client queries its registration, or removes it: no address is stored. */
function endedWithoutContact(
  { request, device, name, end }: Registering,
  uri: string,
  expiry: Expiry,
): RegisterCourse | undefined {
  const { trail, input } = request;
  const current = device === undefined ? undefined : registrationOf(device, input);
  if (uri === '' && !expiry.isWritten) {
    trail.add(
      'Contact',
      'decided',
      'Neither Contact nor Expires: the client only queries its registration.',
      {
        header: 'Contact',
      },
    );
    return {
      ...end(200, 'OK', `200: ${name} gets its current registration.`),
      result: resultOf(
        request,
        device,
        'OK',
        String(expiry.seconds),
        // The Contact of a registration is unknown; without a registration, it is empty.
        current === undefined ? `<>;expires=${expiry.seconds}` : null,
        device === undefined ? '(null)' : addressOf(device, request),
      ),
    };
  }
  const evidence = { lines: expiry.lines, header: 'Expires' };
  if (uri === '*' || expiry.seconds === 0) {
    trail.add('Expiry', 'decided', 'An expiry of 0 removes the registration.', evidence);
    return {
      ...end(200, 'OK', `200: the registration of ${name} is removed.`),
      result: resultOf(request, device, 'OK', '0', null, '(null)'),
    };
  }
  trail.add('Expiry', 'passed', expiry.detail, evidence);
  return undefined;
}

/** The address is stored, unless Contact has no address or a contact list refuses it. */
function storedAt({ request, device, name, end }: Registering, uri: string, expiry: Expiry): RegisterCourse {
  const { trail } = request;
  const stored = storedAddress(request, device, uri);
  if (stored === undefined) {
    trail.add('Address stored', 'failed', 'The host in Contact does not resolve to an address: 400.', {
      header: 'Contact',
    });
    return end(400, 'Bad Request', '400: the host in Contact does not resolve to an address.');
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
      ...end(code, reason, `${code}: a contact list refuses the address ${stored.address} of ${name}.`, 'ok'),
      outcome: 'passed-auth-then-refused',
      result: resultOf(request, device, reason, null, null, shownAddress),
    };
  }
  const granted = String(expiry.seconds);
  const lost = lostConnection(request, device, uri);
  return {
    ...end(200, 'OK', `Registered: calls to ${name} go to ${shownAddress} for ${granted} seconds.${lost}`),
    result: {
      finalReason: 'OK',
      expiresGranted: granted,
      contactInResponse: `${uri.includes('<') ? uri : `<${uri}>`};expires=${granted}`,
      deviceExistsAfter: true,
      addressAfter: shownAddress,
    },
  };
}

/**
 * parse_register_contact: a device that may use several transports gets the one in Contact, and then the connection of the
 * request is not kept. Browsers write `ws` whatever they use. Returns the consequence; empty if there is none.
 */
function lostConnection(request: RegisterRequest, device: Device | undefined, uri: string): string {
  const { model, input, trail } = request;
  const written = /;transport=(\w+)/i.exec(uri)?.[1]?.toLowerCase();
  const used = input.source.transport;
  if (device === undefined || written === undefined || written === used || used === 'udp') return '';
  const transports = deviceTransports(device, model);
  if (!transports.allowed.some(allowed => allowed === written)) return '';
  const names = { used: used.toUpperCase(), written: written.toUpperCase() };
  trail.add(
    'Calls to the device',
    'failed',
    `The connection is ${names.used}, but Contact has transport=${written}. The server uses ${names.written} from Contact and drops the ${names.used} connection, so calls to the device find no connection and fail. Set only transport=${used} in the device.`,
    { lines: [transports.line], header: 'Contact' },
  );
  return ` But calls to it will fail: Contact has ${names.written}, but the connection is ${names.used}.`;
}

interface StoredAddress {
  readonly address: string;
  readonly port: number;
  readonly isContact: boolean;
  readonly reason: string;
  readonly lines: readonly ReturnType<SipConf['general']['last']>[];
}

function storedAddress(
  request: RegisterRequest,
  device: Device | undefined,
  uri: string,
): StoredAddress | undefined {
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
  if (transport === 'ws' || transport === 'wss') return packet('WebSocket always uses it');
  if (nat.isForced) return packet('nat=force_rport');
  // NAT is detected only for devices in the file.
  if (device !== undefined && nat.isAutomatic && via.differs)
    return packet('the host in Via is not the source of the packet');
  if (via.hasRport) return packet('the Via requests it (rport)');
  const parts = readServerUri(uri, ['sip:', 'sips:'], false);
  const { port = '' } = splitHostPort(parts.hostPort);
  const host = hostOf(parts.hostPort);
  const literal =
    canonicalAddress(host) ??
    (host.toLowerCase() === 'localhost' ? '127.0.0.1' : input.hosts?.get(host.toLowerCase()));
  const isReadable = /^\d*$/.test(port) && (literal === undefined || canReach(literal, model));
  if (literal === undefined || !isReadable) {
    // As with hosts in sip.conf, anything that only a name server knows counts as unknown.
    if (literal === undefined && host !== '')
      request.trail.assume(
        `The host name ${host} in Contact is assumed not to resolve, because names are not looked up here.`,
      );
    return undefined;
  }
  return {
    address: literal,
    port: Number(port) % 65_536 || (transport === 'tls' ? 5061 : 5060),
    isContact: true,
    reason: 'the address in Contact; neither the device nor the Via indicates NAT',
    lines: [nat.line],
  };
}

/** get_address_family_filter: a server that is bound to one address family resolves only Contacts of that family. */
function canReach(address: string, model: SipConf): boolean {
  const isIpv6 = address.includes(':');
  if (!isAtLeast(model.branch, '1.8')) return !isIpv6;
  const bound = model.general.last('udpbindaddr') ?? model.general.last('bindaddr');
  const local = canonicalAddress(splitHostPort(bound?.value ?? '').host) ?? '0.0.0.0';
  return local === '::' || local.includes(':') === isIpv6;
}

/** The contact lists of [general], then those of the device. */
function contactRefusal(
  { model, input }: RegisterRequest,
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
      detail: `dynamic_exclude_static=yes: ${address} belongs to the static device "${other?.name ?? ''}", so no other device may register from there.`,
      lines: [line, ...(host.addressLine === undefined ? [] : [host.addressLine])],
      beside: [],
      hasList: true,
    };
  }
  return undefined;
}
