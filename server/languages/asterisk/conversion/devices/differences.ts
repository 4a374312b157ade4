import type { Setting } from '../../config/entry.ts';
import { deviceHost, deviceInsecure, deviceTransports } from '../../sip-conf/model/deviceState.ts';
import type { Device } from '../../sip-conf/model/model.ts';
import type { Course } from '../course.ts';
import { allOf, generalLine, type OptionView } from '../view.ts';
import { asksInSpiteOfInsecure, isGuarded } from './guard.ts';
import type { Recognition } from './recognition.ts';

/** Writes down what a device does differently afterwards, where no line of it can be kept. */
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
      'Its calls are asked for the password.',
      'insecure=invite lets the calls of a device in without a password while its REGISTER needs one. An endpoint of chan_pjsip asks for both or for neither.',
      'Enter the password at the device for calls too; nearly every phone uses the same one for both.',
      [insecure],
    );
  if (recognition?.hiddenBy !== undefined && !device.isUser)
    ledger.differs(
      device.name,
      'It is not recognized, as before.',
      `[${recognition.hiddenBy.name}] has the same address and takes all its calls, in chan_sip too.`,
      'Give the devices different ports, or remove the one that is not needed.',
      [device.last('host')],
    );
  callbackDifference(device, recognition, course);
  if (course.endpointName(device) !== device.name)
    ledger.differs(
      device.name,
      `It is called ${course.endpointName(device)}.`,
      'chan_pjsip takes callers whom nothing else recognizes for an endpoint called anonymous.',
      'Change the user name of the device to the new name.',
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
      'It has no password. chan_sip finds it by its name when it registers and by that address when it calls; chan_pjsip would have to find it by its name alone, and then anyone who knows the name could call.',
      'Give it a password: add an auth section, auth= in the endpoint, and identify_by=username.',
      [device.last('type'), host.hostLine],
    );
    return;
  }
  const what = device.isUser
    ? 'It is recognized by its name alone, no longer by the address that it registered from.'
    : 'It is recognized by its name, not by the address that it registered from.';
  const why =
    'A registration does not make an endpoint of chan_pjsip known by its address. ' +
    (device.isUser
      ? 'Calls that carry another name in From are refused, or are those of a guest.'
      : isGuarded(device)
        ? 'Calls with its name are asked for its password, wherever they come from; calls with another name in From are refused, or are those of a guest.'
        : 'Calls with its name are let in from anywhere.');
  ledger.differs(
    device.name,
    what,
    why,
    'Have the device write its own name as the user of From, as phones do unless told otherwise.',
    [device.last('type'), host.hostLine],
  );
}

function callbackDifference(device: Device, recognition: Recognition | undefined, { ledger }: Course): void {
  if (recognition === undefined || recognition.uris.length === 0) return;
  ledger.differs(
    device.name,
    'Calls of others to its callback extension are refused.',
    'The extension tells it apart from the other devices of its address. chan_pjsip asks for the extension before it looks at the address, and an access list then keeps all other addresses out.',
    'Do not let other trunks dial this extension, or give each trunk an address of its own.',
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
      `It may register over any transport, not over ${list} alone.`,
      'An endpoint of chan_pjsip takes requests from every transport.',
      'Keep the other transports closed with a firewall, if it matters.',
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
      ? 'chan_sip looks at the Contact of a REGISTER alone, and applies the list of [general] as well; chan_pjsip has one list for each endpoint, and looks at the Contact of calls too.'
      : 'chan_sip looks at the Contact of a REGISTER alone, chan_pjsip at that of calls too.',
    'Check that the list lets in what the device writes into Contact when it calls.',
    [...own, ...common],
  );
}
