import { displayName, type NameAddress } from '../../../../../sip/address.ts';
import { credentialsUsername, messageCredentials } from '../../../../../sip/authentication.ts';
import { addressesNamed, headersNamed, headerText, type SipMessage } from '../../../../../sip/message.ts';
import { decodedUser } from '../../../../../sip/uri.ts';
import type { IdentityUse } from '../../../../explanation.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { isTrue } from '../../../values/truth.ts';
import { type Device, effective, type SipConf } from '../../model/model.ts';
import { deviceNamed } from '../findDevice.ts';
import type { BareExplanation } from '../matchingExplanation.ts';
import type { MatchingInput } from '../matchingInput.ts';

/** The identities in the headers of the message, and what chan_sip uses each of them for. */
export function identityUses(
  model: SipConf,
  input: MatchingInput,
  explanation: BareExplanation,
): IdentityUse[] {
  const { message } = input;
  return explanation.method === 'REGISTER'
    ? [...ofRegister(message), ...ofCredentials(model, message, explanation)]
    : [...ofInvite(model, input, explanation), ...ofCredentials(model, message, explanation)];
}

function ofInvite(model: SipConf, { message }: MatchingInput, explanation: BareExplanation): IdentityUse[] {
  const { matched } = explanation;
  const device = matched === null ? undefined : deviceNamed(matched, model);
  return [
    ...ofDestination(message, explanation),
    ...ofCaller(message, explanation, device),
    ...ofTrustedCaller(message, model, device),
    ...ofOtherHeaders(message),
  ];
}

/** The Request-URI and To: where the call goes. */
function ofDestination(message: SipMessage, { extenLookedUp, context }: BareExplanation): IdentityUse[] {
  const uses: IdentityUse[] = [];
  if (message.startLine.kind === 'request') {
    const where =
      extenLookedUp === null
        ? 'becomes the called extension'
        : `becomes extension ${extenLookedUp} in context ${context ?? ''}`;
    uses.push({ header: 'Request-URI', identity: 'DID', value: message.startLine.uri.text, use: where });
  }
  for (const address of addressesNamed(message, 'To')) {
    uses.push({
      header: 'To',
      identity: 'DID',
      value: address.uri.source.text,
      use: 'not used for the destination; only its host may select the realm (domainsasrealm)',
    });
  }
  return uses;
}

/** From: it finds the device, and identifies the caller unless the device sets a caller ID. */
function ofCaller(message: SipMessage, { by }: BareExplanation, device: Device | undefined): IdentityUse[] {
  const own = device?.last('callerid')?.value ?? '';
  const shownAs = (what: string): string =>
    own === '' ? `becomes the caller ${what} in the dialplan` : 'is replaced by the callerid of the device';
  return addressesNamed(message, 'From').flatMap(address => {
    const value = userOf(address);
    const use = `was looked up as a device name${howFound(by)}`;
    const uses: IdentityUse[] = [
      { header: 'From', identity: 'SIP User ID', value, use },
      { header: 'From', identity: 'Caller ID', value, use: shownAs('number') },
    ];
    const name = displayName(address);
    if (name !== undefined) {
      const nameUse = `${shownAs('name')}; never used for matching`;
      uses.push({ header: 'From', identity: 'Caller name', value: name, use: nameUse });
    }
    return uses;
  });
}

function howFound(by: BareExplanation['by']): string {
  if (by === 'name') return ' and found the device';
  return by === null || by === 'fake' ? ' and found no device' : '; the device was found by address';
}

/** The headers in which a trusted peer identifies the caller. */
function ofTrustedCaller(message: SipMessage, model: SipConf, device: Device | undefined): IdentityUse[] {
  const trust =
    device === undefined ? model.general.last('trustrpid') : effective(device, model.general, 'trustrpid');
  const use =
    trust !== undefined && isTrue(trust.value)
      ? 'replaces the caller number, because trustrpid=yes'
      : 'ignored, because trustrpid is not set';
  const headers = isAtLeast(model.branch, '1.6.2')
    ? ['P-Asserted-Identity', 'Remote-Party-ID']
    : ['Remote-Party-ID'];
  return headers.flatMap(header =>
    addressesNamed(message, header).map(
      (address): IdentityUse => ({ header, identity: 'Caller ID', value: userOf(address), use }),
    ),
  );
}

function ofOtherHeaders(message: SipMessage): IdentityUse[] {
  const uses: IdentityUse[] = [];
  for (const field of headersNamed(message, 'P-Preferred-Identity'))
    uses.push({
      header: 'P-Preferred-Identity',
      identity: 'Caller ID',
      value: headerText(field) ?? '',
      use: 'not used',
    });
  for (const address of addressesNamed(message, 'Diversion'))
    uses.push({
      header: 'Diversion',
      identity: 'DID',
      value: userOf(address),
      use: 'becomes the redirecting number in the dialplan',
    });
  for (const address of addressesNamed(message, 'Contact'))
    uses.push({
      header: 'Contact',
      identity: 'Contact',
      value: address.uri.source.text,
      use: 'receives later requests of the call; not used for matching',
    });
  return uses;
}

function ofRegister(message: SipMessage): IdentityUse[] {
  const uses: IdentityUse[] = [];
  for (const address of addressesNamed(message, 'To'))
    uses.push({
      header: 'To',
      identity: 'SIP User ID',
      value: userOf(address),
      use: 'is the device that registers',
    });
  for (const address of addressesNamed(message, 'From'))
    uses.push({
      header: 'From',
      identity: 'SIP User ID',
      value: userOf(address),
      use: 'not used, even if it differs from To',
    });
  for (const address of addressesNamed(message, 'Contact'))
    uses.push({
      header: 'Contact',
      identity: 'Contact',
      value: address.uri.source.text,
      use: 'is where calls to the device go, unless NAT settings use the address of the packet',
    });
  return uses;
}

function ofCredentials(model: SipConf, message: SipMessage, { method }: BareExplanation): IdentityUse[] {
  const byCredentials = model.general.last('match_auth_username');
  const isLookedUp = method === 'INVITE' && byCredentials !== undefined && isTrue(byCredentials.value);
  return messageCredentials(message).map(found => ({
    header: found.header.canonical,
    identity: 'Auth-ID',
    value: credentialsUsername(found) ?? '',
    use:
      found.header.canonical === 'Proxy-Authorization' && isAtLeast(model.branch, '1.6.2')
        ? isLookedUp
          ? 'looked up as a device name (match_auth_username), but its response is never verified'
          : 'not used'
        : isLookedUp
          ? 'is looked up as a device name (match_auth_username) and must equal the name of the device that is found'
          : 'must equal the name of the device that is found',
  }));
}

function userOf({ uri }: NameAddress): string {
  return decodedUser(uri) ?? uri.host?.text ?? uri.source.text;
}
