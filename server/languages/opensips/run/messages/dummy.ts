import { readDatagram } from './datagram.ts';
import { Message } from './message.ts';
import type { Socket } from './reception.ts';

/** The message that blocks without one see (get_dummy_sip_msg). */
export function dummyMessage(socket: Socket): Message {
  const text = [
    'DUMMY sip:user@dummy.com SIP/2.0',
    'Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKdummy',
    'To: <sip:to@dummy.com>',
    'From: <sip:from@dummy.com>;tag=1',
    'Call-ID: dummy-1',
    'CSeq: 1 DUMMY',
    '\r\n',
  ].join('\r\n');
  const parsing = readDatagram(text, 'udp');
  const parts = parsing.kind === 'message' ? parsing.parts : emptyParts;
  return new Message(text, parts, { source: socket, socket, transport: socket.transport }, 0);
}

const emptyParts = {
  isRequest: true,
  method: 'DUMMY',
  uri: '',
  code: 0,
  reason: '',
  version: 'SIP/2.0',
  headers: [],
  bodyStart: 0,
};
