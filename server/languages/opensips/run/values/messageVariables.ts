import { parseAuthentications } from '../../../../sip/authentication.ts';
import { wholePiece } from '../../../../sip/piece.ts';
import type { VariableSyntax } from '../../syntax/variableSyntax.ts';
import { isType, receivedParts } from '../messages/body.ts';
import { headerType } from '../messages/message.ts';
import type { Socket } from '../messages/reception.ts';
import { parseServerUri } from '../messages/uri.ts';
import type { Execution, VariableModel, VariableTable } from '../server.ts';
import { socketText } from '../sockets.ts';
import {
  integerValue,
  isNull,
  nullValue,
  optionalText,
  textValue,
  textWithNumber,
  type Value,
} from './value.ts';
import { indexOf, innerName, pick, valueOfAnswer } from './variables.ts';

const receivedTransport: VariableModel = {
  get: x => textValue(x.message.reception.transport.toUpperCase()),
};

/** What the message contains in addition to its URIs and addresses, and where it came from. */
export const messageVariables: VariableTable = {
  rm: { get: x => textValue(x.message.isRequest ? x.message.methodText : (x.message.cseq?.method ?? '')) },
  rs: { get: x => (x.message.isRequest ? nullValue : integerValue(x.message.code)) },
  rr: { get: x => (x.message.isRequest ? nullValue : textValue(x.message.reason)) },
  ci: { get: x => optionalText(x.message.callId) },
  cs: { get: x => optionalText(x.message.cseq?.number) },
  cl: {
    get: x => {
      const value = x.message.value('content-length');
      return value === undefined ? nullValue : integerValue(Number(value) || 0);
    },
  },
  cT: { get: x => optionalText(x.message.value('content-type')) },
  ua: { get: x => optionalText(x.message.value('user-agent')) },
  ml: { get: x => integerValue(x.message.raw.length) },
  mb: { get: x => textValue(x.message.raw) },
  mi: { get: x => integerValue(x.message.number) },
  rb: {
    get: (x, variable) => {
      const { message } = x;
      const type = innerName(x, variable)?.toLowerCase();
      const index = indexOf(x, variable);
      if (index?.kind === 'at' || type !== undefined) {
        const parts = (message.parts ?? receivedParts(message) ?? []).filter(
          part =>
            part.place !== undefined &&
            part.isRemoved !== true &&
            (type === undefined || isType(part.type, type)),
        );
        return optionalText(parts.at(index?.kind === 'at' ? index.at : 0)?.text);
      }
      // A Content-Length of 0 says that there is none.
      const isEmpty = message.body === '' || message.value('content-length') === '0';
      return isEmpty ? nullValue : textValue(message.body);
    },
  },
  path: { get: x => optionalText(x.message.path) },
  'msg.is_request': { get: x => textValue(x.message.isRequest ? 'true' : 'false') },
  'msg.type': { get: x => textValue(x.message.isRequest ? 'request' : 'reply') },
  si: { get: x => textValue(x.message.reception.source.address) },
  src_ip: { get: x => textValue(x.message.reception.source.address) },
  sp: { get: x => integerValue(x.message.reception.source.port) },
  Ri: { get: x => textValue(x.message.reception.socket.address) },
  Rp: { get: x => integerValue(x.message.reception.socket.port) },
  pr: receivedTransport,
  proto: receivedTransport,
  socket_in: { get: (x, variable) => socketField(x.message.reception.socket, variable) },
  socket_out: {
    get: (x, variable) => {
      const socket = x.message.sendSocket;
      if (variable.inner?.text.toLowerCase() === 'forced') return optionalText(socket?.name);
      return socketField(socket ?? x.message.reception.socket, variable);
    },
    set: setSocketOut,
  },
  fs: { get: x => optionalText(x.message.sendSocket?.name), set: setSocketOut },
  mf: { get: x => textValue(flagList(x, x.message.flags)) },
  bf: { get: x => textValue(flagList(x, x.message.branchFlags)) },
  'msg.flag': {
    get: (x, variable) => textValue(x.message.flags.has(variable.inner?.text ?? '') ? 'true' : 'false'),
    set: (x, variable, value) => setFlag(x.message.flags, variable, value),
  },
  hdr: { get: (x, variable) => pick(x, variable, headerValues(x, variable)) },
  hdr_name: {
    get: (x, variable) =>
      pick(
        x,
        variable,
        x.message.headers.map(({ name }) => textValue(name)),
      ),
  },
  hdrcnt: { get: (x, variable) => integerValue(headerValues(x, variable).length) },
  Ts: { get: x => timeOf(x, seconds => integerValue(seconds)) },
  TS: { get: x => timeOf(x, seconds => integerValue(seconds)) },
  Tsm: {
    get: x => valueOfAnswer(x.server.questions.ask('How many microseconds does $Tsm give?', '0', ['0'])),
  },
  Tf: { get: x => timeOf(x, seconds => textWithNumber(clockTime(seconds), seconds)) },
  time: { get: (x, variable) => formattedTime(x, variable) },
  au: credential(user => user),
  aU: credential((user, domain) => (domain === undefined ? user : `${user}@${domain}`)),
  ad: credential((_, domain) => domain),
  ar: digestField('realm'),
  adu: digestField('uri'),
  an: digestField('nonce'),
  'auth.nonce': digestField('nonce'),
  'auth.resp': digestField('response'),
  'auth.cnonce': digestField('cnonce'),
  'auth.opaque': digestField('opaque'),
  'auth.alg': digestField('algorithm'),
  'auth.qop': digestField('qop'),
  'auth.nc': digestField('nc'),
  Au: {
    get: x => {
      const { message } = x;
      const header = (['authorization', 'proxy-authorization'] as const)
        .map(type =>
          message.all(type).find(one => message.notes.get(`authorized ${type}`) === String(one.start)),
        )
        .find(one => one !== undefined);
      const user = header === undefined ? undefined : credentialsParameter(header.value, 'username');
      if (header !== undefined && user !== undefined) {
        const realm = credentialsParameter(header.value, 'realm');
        return textValue(realm === undefined ? user : `${user}@${realm}`);
      }
      const uri = parseServerUri(message.from?.uri ?? '');
      return uri === undefined ? nullValue : textValue(`${uri.user ?? ''}@${uri.host}`);
    },
  },
};

/** Flags in the server's output: the flags that the script names last come first. */
export function flagList(x: Execution, flags: ReadonlySet<string>): string {
  return [...flags].sort((a, b) => x.server.flagPlace(b) - x.server.flagPlace(a)).join(' ');
}

function headerValues(x: Execution, variable: VariableSyntax): readonly Value[] {
  const name = innerName(x, variable);
  if (name === undefined) return [];
  return x.message.all(headerType(name.replace(/:\s*$/, ''))).map(({ value }) => textValue(value));
}

function socketField(socket: Socket, variable: VariableSyntax): Value {
  switch (variable.inner?.text.toLowerCase()) {
    case undefined:
      return textValue(socketText(socket));
    case 'ip':
      return textValue(socket.address);
    case 'port':
      return integerValue(socket.port);
    case 'proto':
      return textValue(socket.transport);
    case 'advertised_ip':
      return optionalText(socket.advertisedHost);
    case 'advertised_port':
      return socket.advertisedPort === undefined ? nullValue : integerValue(socket.advertisedPort);
    case 'tag':
      return optionalText(socket.tag);
    case 'af':
      return textValue(socket.address.includes(':') ? 'INET6' : 'INET');
    case 'anycast':
      return integerValue(0);
    default:
      return nullValue;
  }
}

function setSocketOut(x: Execution, _: VariableSyntax, value: Value): boolean {
  if (isNull(value)) {
    x.message.sendSocket = undefined;
    return true;
  }
  const socket = x.server.sockets.find(one => one.name === value.text || one.tag === value.text);
  // The server logs a socket that does not exist, and changes nothing.
  if (socket !== undefined) x.message.sendSocket = socket;
  return true;
}

function setFlag(flags: Set<string>, variable: VariableSyntax, value: Value): boolean {
  const name = variable.inner?.text ?? '';
  if (!value.isInteger || value.number === undefined) return false;
  if (value.number !== 0) flags.add(name);
  else flags.delete(name);
  return true;
}

/** The current time; a question when the scenario has no time. */
export function timeOf(x: Execution, read: (seconds: number) => Value): Value {
  const { time } = x.server.scenario;
  if (time !== undefined) return read(Math.floor(time + x.server.clock.now));
  const answer = x.server.questions.ask('What time is it, in seconds since 1970?', '1700000000', [
    '1700000000',
  ]);
  const value = valueOfAnswer(answer);
  return read(value.number ?? 0);
}

/** The time as ctime() prints it. */
function clockTime(seconds: number): string {
  const [day = '', date = '', month = '', year = '', time = ''] = new Date(seconds * 1000)
    .toUTCString()
    .split(/,? /);
  return `${day} ${month} ${String(Number(date)).padStart(2)} ${time} ${year}`;
}

function formattedTime(x: Execution, variable: VariableSyntax): Value {
  const format = variable.inner?.text ?? '';
  return timeOf(x, seconds => {
    const date = new Date(seconds * 1000);
    const two = (number: number): string => String(number).padStart(2, '0');
    const parts: Readonly<Record<string, string>> = {
      Y: String(date.getUTCFullYear()),
      y: two(date.getUTCFullYear() % 100),
      m: two(date.getUTCMonth() + 1),
      d: two(date.getUTCDate()),
      H: two(date.getUTCHours()),
      M: two(date.getUTCMinutes()),
      S: two(date.getUTCSeconds()),
      s: String(seconds),
      w: String(date.getUTCDay()),
      u: String(date.getUTCDay() || 7),
      T: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`,
      F: `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`,
      '%': '%',
    };
    return textValue(format.replace(/%(.)/g, (whole, letter: string) => parts[letter] ?? whole));
  });
}

/** A parameter of the credentials in the message: Proxy-Authorization first, like the server. */
export function digestValue(x: Execution, name: string): string | undefined {
  if (/^(ACK|CANCEL)$/.test(x.message.method)) return undefined;
  const header = x.message.first('proxy-authorization') ?? x.message.first('authorization');
  return header === undefined ? undefined : credentialsParameter(header.value, name);
}

/** A parameter of the credentials in the value of a header, without its quotes. */
export function credentialsParameter(value: string, name: string): string | undefined {
  const [credentials] = parseAuthentications(wholePiece(value));
  const found = credentials?.parameters.find(one => one.name.text.toLowerCase() === name);
  return found?.value?.text.replace(/^"(.*)"$/s, '$1');
}

function digestField(name: string): VariableModel {
  return {
    get: x => {
      const value = digestValue(x, name);
      return value === undefined || value === '' ? nullValue : textValue(value);
    },
  };
}

function credential(read: (user: string, domain: string | undefined) => string | undefined): VariableModel {
  return {
    get: x => {
      const username = digestValue(x, 'username');
      if (username === undefined || username === '') return nullValue;
      const at = username.indexOf('@');
      const user = at < 0 ? username : username.slice(0, at);
      return optionalText(read(user, at < 0 ? undefined : username.slice(at + 1)));
    },
  };
}

/** The host in the To of a request, from which several modules take their realm. */
export function domainOf(uri: string | undefined): string | undefined {
  return uri === undefined ? undefined : parseServerUri(uri)?.host;
}
