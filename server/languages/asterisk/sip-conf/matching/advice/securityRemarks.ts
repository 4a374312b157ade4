import { isTrue } from '../../../values/truth.ts';
import { deviceAccess, deviceInsecure } from '../../model/deviceState.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { loadedDevice } from '../addressTable.ts';
import { deviceSecret } from '../credentials.ts';
import { deviceNamed } from '../findDevice.ts';
import type { BareExplanation, SecurityRemark } from '../matchingExplanation.ts';
import type { MatchingInput } from '../matchingInput.ts';
import { hidesNames } from '../settings.ts';
import { configurationLines } from '../trail.ts';

/** What this message shows about who else would be accepted. */
export function securityRemarks(
  model: SipConf,
  input: MatchingInput,
  explanation: BareExplanation,
): SecurityRemark[] {
  const { matched, method } = explanation;
  const device = matched === null ? undefined : deviceNamed(matched, model);
  return [
    ...guestRemarks(model, explanation),
    ...(device !== undefined && method === 'INVITE'
      ? openDeviceRemarks(device, model, input, explanation)
      : []),
    ...nameRemarks(model, explanation),
    ...registrationRemarks(model, device, explanation),
    ...falseNameRemarks(model, explanation),
  ].map(({ text, lines }) => ({ text, config: configurationLines(model, lines) }));
}

interface Remark {
  readonly text: string;
  readonly lines: Parameters<typeof configurationLines>[1];
}

function guestRemarks({ general }: SipConf, explanation: BareExplanation): readonly Remark[] {
  const { outcome, method, by, authResult, context } = explanation;
  const isOpen = outcome === 'accepted-guest' || (method === 'INVITE' && by === null && authResult === 'ok');
  if (!isOpen) return [];
  return [
    {
      text: `Anyone who can reach this server gets into context "${context ?? 'default'}" like this message, and can dial everything in that context.`,
      lines: [general.last('allowguest'), general.last('context')],
    },
  ];
}

/** A device that calls without a password, and from which addresses. */
function openDeviceRemarks(
  device: Device,
  model: SipConf,
  input: MatchingInput,
  { by }: BareExplanation,
): readonly Remark[] {
  const insecure = deviceInsecure(device, model);
  const secret = deviceSecret(device);
  const isOpen = insecure.invite || !secret.isSet;
  if (!isOpen || deviceAccess(device, input.source.address, model).hasList) return [];
  const opener = insecure.invite ? insecure.line : secret.line;
  return by === 'name'
    ? [
        {
          text: `Anyone who puts "${device.name}" in the From header can call as this device, from any address and without a password.`,
          lines: [opener, header(device)],
        },
      ]
    : [
        {
          text: 'This caller is accepted only because of its address. Over UDP, an address can be forged; a permit list does not protect against that, but a password does.',
          lines: [opener, device.last('host')],
        },
      ];
}

/** What the reply reveals about the names of devices. */
function nameRemarks(model: SipConf, { authResult, method }: BareExplanation): readonly Remark[] {
  const lines = [model.general.last('alwaysauthreject')];
  const remarks: Remark[] = [];
  if (authResult === 'acl-failed' && method === 'INVITE')
    remarks.push({
      text: 'The immediate 403 reveals that this name exists, although alwaysauthreject hides other names.',
      lines,
    });
  if (!hidesNames(model))
    remarks.push({
      text: 'With alwaysauthreject=no known and unknown names get different replies, so anyone can find out which names exist.',
      lines,
    });
  return remarks;
}

function registrationRemarks(
  { general }: SipConf,
  device: Device | undefined,
  { method }: BareExplanation,
): readonly Remark[] {
  const remarks: Remark[] = [];
  const created = general.last('autocreatepeer');
  if (
    method === 'REGISTER' &&
    created !== undefined &&
    (isTrue(created.value) || created.value.toLowerCase() === 'persist')
  )
    remarks.push({
      text: 'autocreatepeer lets anyone register any name without a password.',
      lines: [created],
    });
  const authName = general.last('match_auth_username');
  if (authName !== undefined && isTrue(authName.value) && method === 'INVITE')
    remarks.push({
      text: 'match_auth_username trusts a name in credentials before they are verified.',
      lines: [authName],
    });
  if (method === 'REGISTER' && device !== undefined && !deviceSecret(device).isSet)
    remarks.push({
      text: `Anyone can register as "${device.name}" and receive its calls.`,
      lines: [header(device)],
    });
  return remarks;
}

/** A guest with the name of a device. */
function falseNameRemarks(model: SipConf, { lookupName, outcome }: BareExplanation): readonly Remark[] {
  if (lookupName === null || outcome !== 'accepted-guest') return [];
  if (loadedDevice(model, lookupName.toLowerCase()) === undefined) return [];
  return [
    {
      text: `The caller claims to be "${lookupName}" but is accepted as a guest, so its caller number must not be trusted.`,
      lines: [],
    },
  ];
}

function header(device: Device): Remark['lines'][number] {
  const entry = device.entries.at(-1);
  return entry === undefined ? undefined : { place: entry.place, line: 0 };
}
