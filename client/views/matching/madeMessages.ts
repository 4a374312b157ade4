import type { PacketSource } from '../../../server/sip/packetSource.ts';
import type { ChosenMessage } from './chosenMessage.ts';

/** A message that nobody has to have at hand. */
export interface MadeMessage {
  readonly label: string;
  readonly detail: string;
  readonly subject: ChosenMessage;
}

/** Addresses of RFC 5737, but for the private one. */
const server = '192.0.2.1';
const inside = '192.168.1.10';
const outside = '203.0.113.10';

/** What can be asked about a configuration without a trace: about the device at the cursor, and about anybody. */
export function madeMessages(device: string | undefined): MadeMessage[] {
  // The name would not stand unchanged in a header.
  const user = device === undefined || /[\s<>@"]/.test(device) ? undefined : device;
  return [
    ...(device === undefined
      ? []
      : [
          {
            label: `Make Up a Call from ${device}`,
            detail: 'an INVITE from the address that the configuration expects',
            subject: { kind: 'device', name: device, ...nothingKnown } as const,
          },
        ]),
    ...(user === undefined
      ? []
      : [
          made(`Make Up a Registration of ${user}`, 'REGISTER', user, outside),
          made(`Make Up a Call from ${user}, from Inside`, 'INVITE', user, inside),
          made(`Make Up a Call from ${user}, from Outside`, 'INVITE', user, outside),
        ]),
    made('Make Up a Call from a Stranger', 'INVITE', 'stranger', outside),
    made('Make Up a Registration of a Stranger', 'REGISTER', 'stranger', outside),
  ];
}

function made(label: string, method: 'INVITE' | 'REGISTER', user: string, address: string): MadeMessage {
  const source: PacketSource = { address, port: 5060, transport: 'udp' };
  const target = method === 'REGISTER' ? `sip:${server}` : `sip:100@${server}`;
  const text = [
    `${method} ${target} SIP/2.0`,
    `Via: SIP/2.0/UDP ${address}:5060;branch=z9hG4bK-example`,
    'Max-Forwards: 70',
    `From: <sip:${user}@${server}>;tag=example`,
    `To: <${method === 'REGISTER' ? `sip:${user}@${server}` : target}>`,
    'Call-ID: example',
    `CSeq: 1 ${method}`,
    `Contact: <sip:${user}@${address}:5060>`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
  const subject = { kind: 'message', text, place: undefined, ...nothingKnown, source } as const;
  return { label, detail: `${method} from ${address}`, subject };
}

const nothingKnown = { source: undefined, registrations: [], nonce: undefined } as const;
