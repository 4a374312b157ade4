import { addressTag } from '../../../../../sip/address.ts';
import { firstAddress } from '../../../../../sip/message.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { createsDevices } from '../../model/createdDevice.ts';
import { deviceAccess, deviceHost } from '../../model/deviceState.ts';
import { domainOf, serverDomains } from '../../model/domains.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { devicePart, loadedDevice } from '../addressTable.ts';
import { challengeRealm } from '../credentials.ts';
import { deviceNamed, lastTypeLine } from '../findDevice.ts';
import { isPedantic, registerLookupName } from '../lookupName.ts';
import type { MatchingInput } from '../matchingInput.ts';
import { assumeRealtime } from '../realtime.ts';
import { assumeRest, brokenRequestLine, hasBrokenRequestLine, isMissing } from '../requestShape.ts';
import { hidesNames } from '../settings.ts';
import { skippedSection } from '../skippedSection.ts';
import type { SipTrail } from '../trail.ts';
import { authenticate, fakeChallenge, refuse } from './registerAuthentication.ts';
import { storeContact } from './registerContact.ts';
import { ended, type RegisterCourse, type RegisterRequest, stateOf } from './registerCourse.ts';

/** register_verify, twice when the client answers a challenge. */
export function followRegister(model: SipConf, input: MatchingInput, trail: SipTrail): RegisterCourse {
  const domains = serverDomains(model);
  const { realm, lines, header } = challengeRealm(input.message, model, domains);
  const lookup = registerLookupName(input.message, model);
  const request: RegisterRequest = {
    model,
    input,
    trail,
    lookup,
    realm,
    realmLines: lines,
    realmHeader: header,
  };
  const name = lookup.name;
  const refusal = refusedEarly(request);
  if (refusal !== undefined) return refusal;
  if (!lookup.hasScheme) {
    trail.add(
      'Name looked up',
      'failed',
      'To has no sip: or sips: URI: the server logs it and sends no reply.',
      {
        header: 'To',
      },
    );
    return silence(request, 'No reply: the To header has no sip: URI.');
  }
  if (name === undefined) {
    trail.add('Name looked up', 'failed', 'To has no host: 404.', { header: 'To' });
    return ended(
      request,
      undefined,
      null,
      'unknown-domain',
      [404],
      'Not found',
      '404: the To header has no host.',
    );
  }
  const detail = lookup.isHost
    ? `"${name}", the host of To, because it has no user part.`
    : `"${name}", the user part of To. From does not matter.${lookup.raw === name ? '' : ` Written as "${lookup.raw}"; escapes are decoded.`}`;
  trail.add('Name looked up', 'passed', detail, { header: 'To' });
  const foreign = checkDomain(request, domains);
  if (foreign !== undefined) return foreign;
  return verify(request, name);
}

/** In 1.4 and 1.6.2, only when To has a user part, and always 404. */
function checkDomain(
  request: RegisterRequest,
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
      'autodomain adds the host name of the server to the list, but no file contains that name. It is assumed to differ from the host in To.',
    );
  const isHidden = !isOld && hidesNames(model);
  trail.add(
    'Domain',
    'failed',
    `"${lookup.host}" in To is not a domain of this server. ${isHidden ? 'The refusal looks like a wrong password.' : 'The reply is 404.'}`,
    { lines: domains.domains.map(({ line }) => line), header: 'To' },
  );
  if (isHidden)
    return fakeChallenge(
      request,
      undefined,
      'unknown-domain',
      'the domain in To is not a domain of this server',
    );
  const reason = 'Not found (unknown domain)';
  return ended(
    request,
    undefined,
    null,
    'unknown-domain',
    [404],
    reason,
    '404: the domain in To is not a domain of this server.',
  );
}

function verify(request: RegisterRequest, name: string): RegisterCourse {
  const { model, input, trail } = request;
  const header = 'To';
  const named = deviceNamed(name, model);
  const device = devicePart(named, 'peer', model);
  if (device === undefined) {
    const other = loadedDevice(model, name.toLowerCase());
    const skipped = skippedSection(name, model);
    const detail =
      named !== undefined
        ? `"${name}" has type=user, and users cannot register.`
        : other !== undefined
          ? `Names are case-sensitive: "${name}" is not "${other.name}".`
          : (skipped?.reason ?? `No section in this configuration is named "${name}".`);
    const shown = named ?? other;
    if (shown === undefined) assumeRealtime({ name }, model, trail);
    trail.add('Device by name', 'failed', detail, {
      entry: shown?.entries.at(-1) ?? skipped?.entry,
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

/** temp_peer: a new device with the settings of [general], without a password. */
function createDevice(request: RegisterRequest, existing: Device | undefined, name: string): RegisterCourse {
  const { model, trail } = request;
  const line = model.general.last('autocreatepeer');
  const more = existing === undefined ? '' : ` It does not matter that "${name}" exists in the file.`;
  trail.add(
    'Created on the fly',
    'decided',
    `autocreatepeer=${line?.value ?? ''}: a device named "${name}" is created from the defaults of [general], without a password.${more}`,
    { lines: [line] },
  );
  const course = storeContact(request, undefined, name, []);
  // The device in the file is found before the new one, which exists only as long as its registration.
  if (existing?.isPeer === true)
    return { ...course, result: { ...course.result, ...stateOf(existing, request) } };
  return course.result.expiresGranted === '0'
    ? { ...course, result: { ...course.result, deviceExistsAfter: false, addressAfter: null } }
    : course;
}

function silence(request: RegisterRequest, sentence: string): RegisterCourse {
  return { ...ended(request, undefined, null, 'dont-know', [], '', sentence), outcome: 'no-reply' };
}

/** What find_call and handle_incoming check before register_verify. */
function refusedEarly(request: RegisterRequest): RegisterCourse | undefined {
  const { input, model, trail } = request;
  const { message } = input;
  if (hasBrokenRequestLine(message, trail)) return silence(request, brokenRequestLine(message));
  const header = 'To';
  const end = (code: number, reason: string, sentence: string): RegisterCourse =>
    ended(request, undefined, null, 'dont-know', [code], reason, sentence);
  if (isMissing(message, header)) {
    trail.add('To', 'failed', 'There is no To header: 400 Bad Request.');
    return end(400, 'Bad Request', '400: there is no To header.');
  }
  assumeRest(message, model, trail, ['From', 'Call-ID', 'CSeq', 'Via']);
  const to = firstAddress(message, header);
  if (!isPedantic(model) || to === undefined || addressTag(to) === undefined) return undefined;
  const detail =
    'To has a tag, so the message belongs to an unknown dialog: 481 Call/Transaction Does Not Exist.';
  trail.add('To', 'failed', detail, { header });
  return end(
    481,
    'Call/Transaction Does Not Exist',
    '481: the To header has a tag, but an initial REGISTER has none.',
  );
}
