import type { Setting } from '../../config/entry.ts';
import { deviceHost, deviceInsecure, deviceTransports } from '../../sip-conf/model/deviceState.ts';
import type { Device, SipConf } from '../../sip-conf/model/model.ts';
import { isTrue } from '../../values/truth.ts';
import type { Course } from '../course.ts';
import { allOf, generalLine, type OptionView } from '../view.ts';
import { asksInSpiteOfInsecure, isGuarded } from './guard.ts';
import type { Recognition } from './recognition.ts';

/** Records what a device does differently after the conversion, where none of its lines can express it. */
export function deviceDifferences(
  device: Device,
  view: OptionView,
  by: readonly string[],
  recognition: Recognition | undefined,
  course: Course,
): void {
  registeredAddress(device, by, course);
  const { ledger, model } = course;
  const insecure = deviceInsecure(device, model).line;
  if (asksInSpiteOfInsecure(device, course) && device.isPeer)
    ledger.differs(
      device.name,
      'Its calls are challenged for the password.',
      'With insecure=invite, calls from a device need no password, but its REGISTER does. An endpoint in chan_pjsip challenges both or neither.',
      'Make sure that the device sends its password for calls too; nearly every phone uses the same one for both.',
      [insecure],
    );
  if (recognition?.hiddenBy !== undefined && !device.isUser)
    ledger.differs(
      device.name,
      'Its calls are not recognized, as before.',
      `[${recognition.hiddenBy.name}] has the same address and receives all its calls, in chan_sip too.`,
      'Give the devices different ports, or remove the one you do not need.',
      [device.last('host')],
    );
  callbackDifference(device, recognition, course);
  if (course.endpointName(device) !== device.name)
    ledger.differs(
      device.name,
      `Its new name is ${course.endpointName(device)}.`,
      'chan_pjsip uses the endpoint named anonymous for callers that nothing else recognizes.',
      'Change the user name in the device to the new name.',
      [device.last('type')],
    );
  transportDifference(device, view, course);
  contactDifference(device, view, course);
}

/** chan_sip finds a registered device by the address that it registered from. */
function registeredAddress(device: Device, by: readonly string[], { ledger, model }: Course): void {
  const host = deviceHost(device, model, undefined);
  if (!device.isPeer || !host.isDynamic) return;
  if (!device.isUser && !by.includes('username')) {
    ledger.differs(
      device.name,
      'It can neither register nor call.',
      'It has no password. chan_sip finds it by name when it registers and by its registered address when it calls. chan_pjsip would have to find it by name only, and then anyone who knows the name could call.',
      'Give it a password: add an auth section, auth= in the endpoint, and identify_by=username.',
      [device.last('type'), host.hostLine],
    );
    return;
  }
  const what = device.isUser
    ? 'It is recognized only by its name, no longer by the address that it registered from.'
    : 'It is recognized by its name, not by the address that it registered from.';
  const why =
    'In chan_pjsip, a registration does not make an endpoint recognizable by its address. ' +
    (device.isUser
      ? `Calls with another name in From are ${fateOfStrangers(model)}.`
      : isGuarded(device, model.branch)
        ? `Calls with its name are challenged for its password, wherever they come from; calls with another name in From are ${fateOfStrangers(model)}.`
        : 'Calls with its name are accepted from anywhere.');
  ledger.differs(
    device.name,
    what,
    why,
    'Configure the device to send its own name as the user in From, which is the default of most phones.',
    [device.last('type'), host.hostLine],
  );
}

/** chan_sip challenges them at a registered address, even if it accepts guests from elsewhere. */
function fateOfStrangers({ general }: SipConf): string {
  const guests = general.last('allowguest');
  if (guests !== undefined && !isTrue(guests.value)) return 'refused';
  const context = general.last('context')?.value ?? 'default';
  return `guest calls, which are accepted without a password in the context "${context}"`;
}

function callbackDifference(device: Device, recognition: Recognition | undefined, { ledger }: Course): void {
  if (recognition === undefined || recognition.uris.length === 0) return;
  ledger.differs(
    device.name,
    'Calls from other addresses to its callback extension are refused.',
    'The extension distinguishes it from the other devices with its address. chan_pjsip checks the extension before the address, and an access list then refuses all other addresses.',
    'Do not let other trunks dial this extension, or give each trunk its own address.',
    [device.last('callbackextension')],
  );
}

function transportDifference(device: Device, view: OptionView, { ledger, model }: Course): void {
  const { allowed, line } = deviceTransports(device, model);
  const own = allOf(view.own, ['transport'], model).at(-1);
  if (own === undefined || line !== own) return;
  const list = allowed.map(name => name.toUpperCase()).join(', ');
  if (deviceHost(device, model, undefined).isDynamic && device.isPeer)
    ledger.differs(
      device.name,
      `It may register over any transport, not only over ${list}.`,
      'An endpoint in chan_pjsip accepts requests from every transport.',
      'If this matters, block the other transports with a firewall.',
      [own],
    );
}

function contactDifference(device: Device, view: OptionView, { ledger, model }: Course): void {
  const names = ['contactpermit', 'contactdeny', 'contactacl'];
  const own: readonly Setting[] = allOf(view.own, names, model);
  const common = names.flatMap(name => generalLine(model, name) ?? []);
  if (own.length === 0) return;
  ledger.differs(
    device.name,
    'The address in Contact is checked in every request.',
    common.length > 0
      ? 'chan_sip checks the Contact only in REGISTER requests, and also applies the list of [general]; chan_pjsip has one list for each endpoint, and checks the Contact of calls too.'
      : 'chan_sip checks the Contact only in REGISTER requests, chan_pjsip in calls too.',
    'Check that the list allows the address that the device writes into Contact when it calls.',
    [...own, ...common],
  );
}
