import { appendAll } from '../../../../text/longLists.ts';
import { percentEncoded } from '../../../../text/surrogates.ts';
import { deviceHost, deviceInsecure, deviceTransports } from '../../sip-conf/model/deviceState.ts';
import type { Device } from '../../sip-conf/model/model.ts';
import type { Course } from '../course.ts';
import { accessOptions, contactAccessOptions, tiedAccessOptions } from '../options/access.ts';
import { commonOptions, registeringOptions, unaskedMailboxes } from '../options/aor.ts';
import { endpointOptions } from '../options/endpoint.ts';
import { type Block, type Covered, type Template, writeObject } from '../output/objects.ts';
import { matchesAuthName } from '../server/globals.ts';
import { callbackRegistration } from '../server/registrations.ts';
import type { OptionView } from '../view.ts';
import type { Wanted } from '../wanted.ts';
import { deviceAuth } from './authentication.ts';
import { deviceDifferences } from './differences.ts';
import { isGuarded } from './guard.ts';
import type { Recognition } from './recognition.ts';

/** The templates that a device inherits from, by type of object; those of [general] first. */
export interface Parents {
  readonly defaults: readonly Template[];
  readonly templates: readonly Template[];
}

/** The objects that replace a device: endpoint, auth, AOR, identify, and the registration of its callback extension. */
export function deviceBlocks(device: Device, parents: Parents, course: Course): readonly Block[] {
  const { model, release, unique, commonAuths } = course;
  const host = deviceHost(device, model, undefined);
  const view: OptionView = {
    model,
    release,
    kind: 'device',
    name: device.name,
    own: device.settings,
    isDynamic: host.isDynamic || !device.isPeer,
    device,
  };
  const recognition = course.recognitions.get(device.key);
  const auth = deviceAuth(device, model, host.isDynamic, commonAuths, unique);
  const name = course.endpointName(device);
  const by = identifyBy(device, recognition, host.isDynamic, course);
  const isRegistering = device.isPeer && host.isDynamic;
  const aor = isRegistering ? registeringOptions(view) : staticAor(device, view, course);
  const write = (type: string, objectName: string, wanted: readonly Wanted[]): Block =>
    writeObject({ type, name: objectName, wanted, parents: listsOf(type, parents), release });
  const isTied = recognition !== undefined && recognition.headers.length + recognition.uris.length > 0;
  const address = recognition?.address;
  const access =
    isTied && address !== undefined && !device.isUser
      ? tiedAccessOptions(view, address)
      : accessOptions(view);
  const endpoint = write('endpoint', name, [
    ...endpointOptions(view),
    { name: 'identify_by', value: by.join(','), from: typeLines(device) },
    ...reference('auth', auth.inbound, auth.inboundLines),
    ...reference('outbound_auth', auth.outbound, []),
    ...(aor.length > 0 ? reference('aors', [name], []) : []),
    ...access,
    ...(host.isDynamic ? contactAccessOptions(view) : []),
    ...unaskedMailboxes(view),
  ]);
  const blocks: Block[] = [
    {
      ...endpoint,
      covered: [...endpoint.covered, ...unaskedCalls(device, host.isDynamic, endpoint, course)],
    },
    ...auth.objects.map(object => write('auth', object.name, object.wanted)),
  ];
  if (aor.length > 0) blocks.push(write('aor', name, aor));
  if (recognition !== undefined) appendAll(blocks, identifyBlocks(device, name, recognition, course, write));
  for (const registration of callbackRegistration(device, model, commonAuths, unique)) {
    if (registration.auth !== undefined)
      blocks.push(write('auth', registration.auth.name, registration.auth.wanted));
    blocks.push(write('registration', registration.name, registration.wanted));
  }
  deviceDifferences(device, view, by, recognition, course);
  return blocks;
}

/** insecure=invite of a device with its own address becomes the absence of the auth option. */
function unaskedCalls(
  device: Device,
  isDynamic: boolean,
  { lines }: Block,
  { model }: Course,
): readonly Covered[] {
  const { invite, line } = deviceInsecure(device, model);
  if (!invite || line === undefined || (isDynamic && device.isPeer)) return [];
  const note = 'The endpoint has no auth, so its calls need no password.';
  return [{ from: [line], verdict: 'converted', note, to: lines.slice(0, 1) }];
}

/** First with all templates, then with the defaults only, then with none. */
function listsOf(type: string, { defaults, templates }: Parents): readonly (readonly Template[])[] {
  const ofType = (list: readonly Template[]): readonly Template[] =>
    list.filter(template => template.type === type);
  const common = ofType(defaults);
  return [[...common, ...ofType(templates)], ofType(templates), common];
}

/** A peer is never found by its name, so nobody can impersonate it by writing the name into From. */
function identifyBy(
  device: Device,
  recognition: Recognition | undefined,
  isDynamic: boolean,
  { model }: Course,
): readonly string[] {
  const byName = [...(matchesAuthName(model) === undefined ? [] : ['auth_username']), 'username'];
  const byAddress = [
    ...(recognition !== undefined && recognition.uris.length > 0 ? ['request_uri'] : []),
    ...(recognition !== undefined && recognition.headers.length > 0 ? ['header'] : []),
    'ip',
  ];
  if (device.isUser) {
    const isAddressed = recognition !== undefined && recognition.hiddenBy === undefined;
    return isAddressed ? [...byName, ...byAddress] : byName;
  }
  // It must be found when it registers; without a password, anyone who knows the name could call.
  return isDynamic && isGuarded(device, model.branch) ? ['username'] : byAddress;
}

function typeLines(device: Device): Wanted['from'] {
  return device.settings.filter(({ option }) => option.key === 'type');
}

function reference(name: string, names: readonly string[], from: Wanted['from']): readonly Wanted[] {
  return names.length === 0 ? [] : [{ name, value: names.join(','), from }];
}

function staticAor(device: Device, view: OptionView, { model }: Course): readonly Wanted[] {
  const host = deviceHost(device, model, undefined);
  const where = host.address ?? host.unknownName;
  const user = device.last('defaultuser');
  const { allowed, line } = deviceTransports(device, model);
  const [transport = 'udp'] = allowed;
  const hostPart = host.address?.includes(':') === true ? `[${host.address}]` : where;
  const port = host.portLine === undefined && host.port === 5060 ? '' : `:${host.port}`;
  const name = user === undefined || user.value === '' ? '' : `${percentEncoded(user.value)}@`;
  const suffix = transport === 'udp' ? '' : `;transport=${transport}`;
  const from = [host.addressLine ?? host.hostLine, host.portLine, user, line].filter(
    setting => setting !== undefined,
  );
  const contact: readonly Wanted[] =
    hostPart === undefined
      ? []
      : [{ name: 'contact', value: `sip:${name}${hostPart}${port}${suffix}`, from }];
  // Without an address it cannot be called, and a REGISTER is refused anyway.
  return contact.length === 0 || !device.isPeer ? [] : [...contact, ...commonOptions(view)];
}

function identifyBlocks(
  device: Device,
  endpoint: string,
  { matches, headers, uris }: Recognition,
  { ledger }: Course,
  write: (type: string, name: string, wanted: readonly Wanted[]) => Block,
): readonly Block[] {
  if (matches.length + headers.length + uris.length === 0) return [];
  const lines = ['host', 'port'].flatMap(name => device.last(name) ?? []);
  const insecure = device.last('insecure');
  const callback = device.last('callbackextension');
  const transport = device.last('transport');
  const from = insecure === undefined ? lines : [...lines, insecure];
  const identify = write('identify', endpoint, [
    { name: 'endpoint', value: endpoint, from: [] },
    ...matches.map((value): Wanted => ({ name: 'match', value, from })),
    ...headers.map(
      (value): Wanted => ({
        name: 'match_header',
        value,
        from: transport === undefined ? lines : [...lines, transport],
      }),
    ),
    ...uris.map(
      (value): Wanted => ({
        name: 'match_request_uri',
        value,
        from: callback === undefined ? [] : [callback],
      }),
    ),
  ]);
  if (identify.lines.some(({ text }) => text.startsWith('match'))) return [identify];
  ledger.differs(
    device.name,
    'Its calls are not recognized.',
    'chan_pjsip looks up the host name in an identify once, when it loads, and drops the identify if that fails. No name server knows this name.',
    'Add an identify with the addresses of the device.',
    lines,
  );
  return [{ lines: [], covered: identify.covered }];
}
