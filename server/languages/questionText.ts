import { canonicalAddress, SIP_TRANSPORTS, type SipTransport } from '../sip/packetSource.ts';
import type {
  Assumption,
  ClientAnswer,
  HopReply,
  PacketPlace,
  Registration,
  StoredContact,
} from './explainQuestion.ts';

/**
 * A part of a question in the form in which users write it, on the command line and in test files. `form` completes the
 * sentence "Write ...".
 */
export interface QuestionText<Part> {
  readonly form: string;
  /** Undefined for a text of another form. */
  read(text: string): Part | undefined;
}

export const placeText: QuestionText<PacketPlace> = {
  form: 'IP:PORT, such as 192.0.2.1:5060 or [2001:db8::1]:5060',
  read: text => {
    const match = /^(?:\[([^\]]+)\]|([^[\]]+)):(\d{1,5})$/.exec(text);
    const address = canonicalAddress(match?.[1] ?? match?.[2] ?? '');
    const port = Number(match?.[3] ?? 0);
    return address === undefined || port < 1 || port > 65_535 ? undefined : { address, port };
  },
};

export const transportText: QuestionText<SipTransport> = {
  form: `one of ${SIP_TRANSPORTS.join(', ')}`,
  read: text => SIP_TRANSPORTS.find(known => known === text),
};

export const registrationText: QuestionText<Registration> = {
  form: 'NAME=IP:PORT, such as alice=192.0.2.1:5060, with or without /udp after it',
  read: text => {
    const [, name, written = '', transport] = /^(.+)=(.+?)(?:\/(\w+))?$/.exec(text) ?? [];
    const place = placeText.read(written);
    const isKnown = transport === undefined || transportText.read(transport) !== undefined;
    return name === undefined || place === undefined || !isKnown ? undefined : { name, ...place };
  },
};

export const contactText: QuestionText<StoredContact> = {
  form: 'AOR=URI, such as alice@example.com=sip:alice@192.0.2.1',
  read: text => {
    const [, addressOfRecord, uri] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    return addressOfRecord === undefined || uri === undefined ? undefined : { addressOfRecord, uri };
  },
};

/** A name in lower case, and its address. */
export const hostText: QuestionText<readonly [string, string]> = {
  form: 'NAME=IP, such as trunk.example.com=192.0.2.1',
  read: text => {
    const [name = '', written = ''] = text.split('=');
    const address = canonicalAddress(written);
    return name === '' || address === undefined ? undefined : [name.toLowerCase(), address];
  },
};

/** Lines count from 1. */
export const assumptionText: QuestionText<Assumption> = {
  form: 'LINE=yes, LINE=no or LINE=VALUE, with FILE: before the line of an included file',
  read: text => {
    const [, file, line, value] = /^(?:([^=]+):)?(\d+)=(.*)$/s.exec(text) ?? [];
    if (value === undefined || Number(line) === 0) return undefined;
    return { line: Number(line), value, ...(file === undefined ? {} : { file }) };
  },
};

/** `none` for a next hop that does not respond, `timeout` when the server gives up on it. */
export const replyText: QuestionText<HopReply> = {
  form: 'IP:PORT=CODE, such as 192.0.2.1:5060=180,486; none or timeout for a next hop that does not respond',
  read: text => {
    const [, written, answers = ''] = /^(.+)=(none|timeout|\d{3}(?:,\d{3})*(?:,timeout)?)$/.exec(text) ?? [];
    const place = placeText.read(written ?? '');
    const words = answers.split(',');
    const codes = words.filter(word => /^\d/.test(word)).map(Number);
    if (place === undefined || codes.some(code => code < 100 || code > 699)) return undefined;
    return { ...place, codes, ...(words.includes('timeout') ? { timesOut: true } : {}) };
  },
};

export const answerText: QuestionText<ClientAnswer> = {
  form: 'USER:PASSWORD',
  read: text => {
    const colon = text.indexOf(':');
    return colon < 0 ? undefined : { username: text.slice(0, colon), password: text.slice(colon + 1) };
  },
};
