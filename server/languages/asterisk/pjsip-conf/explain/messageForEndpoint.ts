import type { PacketSource } from '../../../../sip/packetSource.ts';
import { matchEntry } from '../facts/addresses.ts';
import { identifiesOf, isFoundByName } from '../model/access.ts';
import type { PjsipConf } from '../model/model.ts';

/** An INVITE that the endpoint would match: from an address of its identify, or with its name in the From header. */
export function messageForEndpoint(
  name: string,
  model: PjsipConf,
): { readonly text: string; readonly source: PacketSource } | undefined {
  const endpoint = model.object('endpoint', name);
  if (endpoint === undefined) return undefined;
  const address = addressOf(name, model) ?? '192.0.2.10';
  const isByName = isFoundByName(endpoint.settings) && !/[\s<>@"]/.test(name);
  const user = isByName ? name : 'caller';
  const body = `v=0\r\no=- 1 1 IN IP4 ${address}\r\ns=-\r\nc=IN IP4 ${address}\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0 8\r\n`;
  const text = [
    'INVITE sip:100@192.0.2.1 SIP/2.0',
    `Via: SIP/2.0/UDP ${address}:5060;branch=z9hG4bK-1`,
    'Max-Forwards: 70',
    `From: <sip:${user}@192.0.2.1>;tag=1`,
    'To: <sip:100@192.0.2.1>',
    'Call-ID: 1',
    'CSeq: 1 INVITE',
    `Contact: <sip:${user}@${address}:5060>`,
    'Content-Type: application/sdp',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
  return { text, source: { address, port: 5060, transport: 'udp' } };
}

function addressOf(name: string, model: PjsipConf): string | undefined {
  for (const identify of identifiesOf(model, name))
    for (const { option, value } of identify.settings) {
      if (option.key !== 'match') continue;
      const entry = matchEntry(value.split(',')[0]?.trim() ?? '');
      if (entry.kind === 'network' && !entry.isNegated && entry.network.kind() === 'ipv4')
        return entry.network.toString();
    }
  return undefined;
}
