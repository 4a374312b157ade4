import { escapedUser } from '../../../../sip/uri.ts';
import type { AskedMessage } from '../../../conversion.ts';
import { deviceHost, deviceTransports } from '../../sip-conf/model/deviceState.ts';
import { serverDomains } from '../../sip-conf/model/domains.ts';
import type { Device, SipConf } from '../../sip-conf/model/model.ts';
import { loadedDevices } from '../devices/loadedDevices.ts';

/** Documentation networks (RFC 5737) and a private network. */
const SERVER_ADDRESS = '192.0.2.1';
const INSIDE = '192.168.1.20';
const OUTSIDE = '203.0.113.20';
const STRANGER = '198.51.100.7';

/** How many devices get messages; the rest of a huge file behaves like them. */
const MAX_DEVICES = 500;

/** Messages derived from the devices: each phone from inside and outside, each trunk, and an unknown caller. */
export function madeMessages(model: SipConf): readonly AskedMessage[] {
  const devices = loadedDevices(model).slice(0, MAX_DEVICES);
  // A server that refuses foreign domains is called by the first of its own.
  const server = serverDomains(model).domains[0]?.name ?? SERVER_ADDRESS;
  const planned: readonly PlannedMessage[] = [
    ...devices.flatMap(device => ofDevice(device, model)),
    { title: 'An unknown caller calls', method: 'INVITE', from: 'stranger', ...OUTSIDER },
    { title: 'An unknown phone registers', method: 'REGISTER', from: 'stranger', ...OUTSIDER },
  ];
  return planned.map(each => message(each, server));
}

interface PlannedMessage {
  readonly title: string;
  readonly method: 'INVITE' | 'REGISTER';
  readonly from: string;
  readonly address: string;
  readonly port: number;
  readonly transport: AskedMessage['source']['transport'];
  readonly answers: AskedMessage['answers'];
  /** The extension; 100 without one. */
  readonly called?: string;
  readonly registrations?: AskedMessage['registrations'];
}

const OUTSIDER = { address: STRANGER, port: 5060, transport: 'udp', answers: [] } as const;

function ofDevice(device: Device, model: SipConf): readonly PlannedMessage[] {
  const { name } = device;
  const host = deviceHost(device, model, undefined);
  const secret = device.last('secret')?.value ?? '';
  const wrong = secret === '' ? [] : [{ username: name, password: `${secret}x` }];
  const title = `An unknown caller calls with the name ${name}`;
  const taken: PlannedMessage = { title, method: 'INVITE', from: name, ...OUTSIDER, answers: wrong };
  const answers = secret === '' ? [] : [{ username: name, password: secret }];
  if (!device.isPeer || host.isDynamic) return [...ofPhone(device, model, answers), taken];
  return host.address === undefined
    ? [taken]
    : [...ofTrunk(device, model, { address: host.address, port: host.port }, answers), taken];
}

function ofTrunk(
  device: Device,
  model: SipConf,
  { address, port }: { readonly address: string; readonly port: number },
  answers: AskedMessage['answers'],
): readonly PlannedMessage[] {
  const called = device.last('callbackextension')?.value ?? '';
  const [transport = 'udp'] = deviceTransports(device, model).allowed;
  const call = (where: string, fromPort: number): PlannedMessage => ({
    title: `${device.name} calls from ${where}`,
    method: 'INVITE',
    from: '5551234',
    address,
    port: fromPort,
    transport,
    answers,
    called,
  });
  return [call('its address', port), call('another port', 40_000)];
}

function ofPhone(
  device: Device,
  model: SipConf,
  answers: AskedMessage['answers'],
): readonly PlannedMessage[] {
  const { name } = device;
  const places = [
    ['inside', INSIDE],
    ['outside', OUTSIDE],
  ] as const;
  const [transport = 'udp'] = deviceTransports(device, model).allowed;
  return places.flatMap(([where, address]) => {
    const from = { from: name, address, port: 5060, transport, answers };
    const call: PlannedMessage = { title: `${name} calls from ${where}`, method: 'INVITE', ...from };
    if (!device.isPeer) return [call];
    const login: PlannedMessage = { title: `${name} registers from ${where}`, method: 'REGISTER', ...from };
    return [{ ...call, registrations: [{ name, address, port: 5060 }] }, login];
  });
}

function message(planned: PlannedMessage, server: string): AskedMessage {
  const { title, method, from, address, port, transport, answers, called = '', registrations = [] } = planned;
  const user = escapedUser(from);
  const host = address.includes(':') ? `[${address}]` : address;
  const to = method === 'REGISTER' ? user : escapedUser(called === '' ? '100' : called);
  const uri = method === 'REGISTER' ? `sip:${server}` : `sip:${to}@${server}`;
  const body =
    method === 'REGISTER'
      ? ''
      : `v=0\r\no=- 1 1 IN IP4 ${INSIDE}\r\ns=-\r\nc=IN IP4 ${INSIDE}\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0 8 3\r\n`;
  const text = [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/${transport.toUpperCase()} ${host}:${port};branch=z9hG4bK-compare`,
    'Max-Forwards: 70',
    `From: <sip:${user}@${server}>;tag=compare`,
    `To: <sip:${to}@${server}>`,
    'Call-ID: compare',
    `CSeq: 1 ${method}`,
    `Contact: <sip:${user}@${host}:${port}>`,
    ...(method === 'REGISTER' ? ['Expires: 300'] : ['Content-Type: application/sdp']),
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
  return { title, text, source: { address, port, transport }, answers, registrations };
}
