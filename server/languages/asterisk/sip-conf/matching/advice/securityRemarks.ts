import { isTrue } from '../../../values/truth.ts';
import { deviceAccess, deviceInsecure } from '../../model/deviceState.ts';
import type { SipConf } from '../../model/model.ts';
import { loadedDevice } from '../addressTable.ts';
import { deviceSecret } from '../credentials.ts';
import { deviceNamed } from '../findDevice.ts';
import type { BareExplanation, SecurityRemark } from '../matchingExplanation.ts';
import type { MatchingInput } from '../matchingInput.ts';
import { hidesNames } from '../settings.ts';
import { configurationLines } from '../trail.ts';

/** What this message shows about who else could get in. */
export function securityRemarks(
  model: SipConf,
  input: MatchingInput,
  explanation: BareExplanation,
): SecurityRemark[] {
  const remarks: SecurityRemark[] = [];
  const { general } = model;
  const { by, matched, outcome, method, lookupName } = explanation;
  const add = (text: string, ...lines: Parameters<typeof configurationLines>[1]): void => {
    remarks.push({ text, config: configurationLines(model, lines) });
  };
  const device = matched === null ? undefined : deviceNamed(matched, model);
  if (outcome === 'accepted-guest' || (method === 'INVITE' && by === null && explanation.authResult === 'ok'))
    add(
      `Anyone on the Internet who reaches this server gets into context "${explanation.context ?? 'default'}" like this message. Whatever that context can dial is free for all.`,
      general.last('allowguest'),
      general.last('context'),
    );
  if (device !== undefined && method === 'INVITE') {
    const insecure = deviceInsecure(device, model);
    const secret = deviceSecret(device);
    const isOpen = insecure.invite || !secret.isSet;
    const hasList = deviceAccess(device, input.source.address, model).hasList;
    if (isOpen && by === 'name' && !hasList)
      add(
        `Anyone who writes "${device.name}" into From calls as this device, from any address and without a password.`,
        insecure.invite ? insecure.line : secret.line,
        header(device),
      );
    else if (isOpen && by !== 'name' && !hasList)
      add(
        `Only the address lets this caller in. Over UDP an address can be forged; a permit list does not help against that, a password does.`,
        insecure.invite ? insecure.line : secret.line,
        device.last('host'),
      );
  }
  if (explanation.authResult === 'acl-failed' && method === 'INVITE')
    add(
      'The direct 403 tells a stranger that this name exists, although alwaysauthreject hides other names.',
      general.last('alwaysauthreject'),
    );
  if (!hidesNames(model))
    add(
      'With alwaysauthreject=no known and unknown names get different replies, so names can be tried out.',
      general.last('alwaysauthreject'),
    );
  const created = general.last('autocreatepeer');
  if (
    method === 'REGISTER' &&
    created !== undefined &&
    (isTrue(created.value) || created.value.toLowerCase() === 'persist')
  )
    add('autocreatepeer lets anyone register any name without a password.', created);
  const authName = general.last('match_auth_username');
  if (authName !== undefined && isTrue(authName.value) && explanation.method === 'INVITE')
    add('match_auth_username trusts a name in credentials before they are verified.', authName);
  if (method === 'REGISTER' && device !== undefined && !deviceSecret(device).isSet)
    add(`Anyone may register as "${device.name}" and receive its calls.`, header(device));
  if (
    lookupName !== null &&
    outcome === 'accepted-guest' &&
    loadedDevice(model, lookupName.toLowerCase()) !== undefined
  )
    add(
      `The caller says to be "${lookupName}" and is let in as a guest all the same: its caller number must not be trusted.`,
    );
  return remarks;
}

function header(
  device: NonNullable<ReturnType<typeof deviceNamed>>,
): Parameters<typeof configurationLines>[1][number] {
  const entry = device.entries.at(-1);
  return entry === undefined ? undefined : { place: entry.place, line: 0 };
}
