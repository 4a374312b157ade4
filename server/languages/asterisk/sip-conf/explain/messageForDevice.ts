import type { PacketSource } from '../../../../sip/packetSource.ts';
import { escapedUser } from '../../../../sip/uri.ts';
import type { Registration } from '../../../explainQuestion.ts';
import { loadedDevice } from '../matching/addressTable.ts';
import { deviceHost, deviceTransports } from '../model/deviceState.ts';
import type { SipConf } from '../model/model.ts';

/** An INVITE for which a device would be found, its source, and the registration that it requires. */
export interface MessageForDevice {
  readonly text: string;
  readonly source: PacketSource;
  readonly registrations: readonly Registration[];
}

/** Addresses of RFC 5737, for devices that may call from anywhere. */
const ANYWHERE = '192.0.2.10';
const SERVER = '192.0.2.1';

/** An example of a call from a device. Undefined when nothing with that name is loaded. */
export function messageForDevice(name: string, model: SipConf): MessageForDevice | undefined {
  const device = loadedDevice(model, name.toLowerCase());
  if (device === undefined) return undefined;
  const host = deviceHost(device, model, undefined);
  const [transport = 'udp'] = deviceTransports(device, model).allowed;
  const address = host.address ?? ANYWHERE;
  const port = host.isDynamic || device.isUser ? 5060 : host.port;
  const from = device.isUser ? escapedUser(device.name) : '5551234';
  const registrations = host.isDynamic && !device.isUser ? [{ name: device.name, address, port }] : [];
  const callback = device.last('callbackextension')?.value ?? '';
  const called = callback === '' ? '100' : escapedUser(callback);
  const text = [
    `INVITE sip:${called}@${SERVER} SIP/2.0`,
    `Via: SIP/2.0/${transport.toUpperCase()} ${address}:${port};branch=z9hG4bK-example`,
    'Max-Forwards: 70',
    `From: <sip:${from}@${SERVER}>;tag=example`,
    `To: <sip:${called}@${SERVER}>`,
    'Call-ID: example',
    'CSeq: 1 INVITE',
    `Contact: <sip:${from}@${address}:${port}>`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
  return { text, source: { address, port, transport }, registrations };
}
