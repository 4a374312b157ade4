import { compilePosix } from '../../../../../text/posixRegexp.ts';
import { isType, receivedBody, receivedParts, typeEdit, writtenBody } from '../../messages/body.ts';
import { type BodyPart, type HeaderField, headerType } from '../../messages/message.ts';
import { parseServerUri, type ServerUri, uriParameter } from '../../messages/uri.ts';
import type { Execution } from '../../server.ts';
import { hasToTag } from '../../tm/relay.ts';
import { timeOf } from '../../values/messageVariables.ts';
import { setRequestUri } from '../../values/uriVariables.ts';
import { nullValue, textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { codecFunctions } from './codecs.ts';
import { validateMessage } from './validate.ts';

export const sipmsgops: ModuleModel = {
  name: 'sipmsgops',
  functions: {
    ...codecFunctions,
    append_to_reply: (x, args) => {
      x.message.replyHeaders.push(args.text(0) ?? '');
      return 1;
    },
    append_hf: (x, args) => addHeader(x, args, 'append'),
    insert_hf: (x, args) => addHeader(x, args, 'insert'),
    append_urihf: (x, args) => {
      insertAtEnd(x, `${args.text(0) ?? ''}${x.message.requestUri}${args.text(1) ?? ''}`);
      return 1;
    },
    remove_hf: (x, args) => {
      const type = headerType(args.text(0) ?? '');
      return removeHeaders(x, header => header.type === type);
    },
    remove_hf_re: (x, args) => {
      const regexp = compilePosix(args.text(0) ?? '', { ignoreCase: true, newline: true });
      return removeHeaders(x, header => regexp?.match(header.name) !== undefined);
    },
    remove_hf_glob: (x, args) => {
      const regexp = globRegexp(args.text(0) ?? '');
      return removeHeaders(x, header => regexp.test(header.name));
    },
    is_present_hf: (x, args) => (x.message.first(headerType(args.text(0) ?? '')) === undefined ? -1 : 1),
    append_time: x => {
      timeOf(x, seconds => {
        x.message.replyHeaders.push(`Date: ${new Date(seconds * 1000).toUTCString()}\r\n`);
        return nullValue;
      });
      return 1;
    },
    is_method: (x, args) => {
      const method = (x.message.isRequest ? x.message.method : (x.message.cseq?.method ?? '')).toUpperCase();
      const wanted = (args.text(0) ?? '').toUpperCase().split('|');
      return wanted.some(one => one.trim() === method) ? 1 : -1;
    },
    has_body: hasBody,
    has_body_part: hasBody,
    is_privacy: (x, args) => {
      const wanted = (args.text(0) ?? '').toLowerCase();
      const values = x.message.all('privacy').flatMap(({ value }) => value.toLowerCase().split(/[;,]/));
      return values.some(value => value.trim() === wanted) ? 1 : -1;
    },
    remove_body_part: (x, args) => {
      const type = args.text(0);
      const parts = partsOf(x);
      // A part that the script has added has no type here.
      const isMeant = (part: BodyPart): boolean =>
        type === undefined || (part.place !== undefined && isType(part.type, type)) !== args.has(1);
      if (!parts.some(isMeant)) return -1;
      x.message.parts = parts.map(part => (isMeant(part) ? { ...part, isRemoved: true } : part));
      return 1;
    },
    add_body_part: (x, args) => {
      const [text = '', type = '', headers = ''] = [0, 1, 2].map(at => args.text(at) ?? '');
      const parts = x.message.parts ?? receivedParts(x.message);
      if (text === '' || type === '' || parts === undefined) return -1;
      x.message.parts = [...parts, { type, headers, text }];
      return 1;
    },
    get_updated_body_part: (x, args) => {
      const type = args.text(0);
      const parts = partsOf(x);
      const meant = parts.find(
        part =>
          type !== undefined &&
          part.place !== undefined &&
          part.isRemoved !== true &&
          isType(part.type, type),
      );
      if (parts.length === 0) return -1;
      if (type !== undefined && meant === undefined) return -2;
      const kept = parts.map(part =>
        type === undefined || part === meant ? part : { ...part, isRemoved: true },
      );
      const { text, headers } = writtenBody(x.message, kept, x.message.edits);
      // The server changes the type of the message as well.
      if (headers !== undefined) x.message.edit(typeEdit(x.message, headers));
      return args.set(1, textValue(text)) ? 1 : -1;
    },
    append_body_to_reply: (x, args) => {
      x.message.notes.set('reply body', args.text(0) ?? '');
      return 1;
    },
    change_reply_status: (x, args) => {
      const code = args.number(0) ?? 0;
      const { message } = x;
      if (message.isRequest || code < 100 || code > 699) return -1;
      const isSameClass = Math.floor(code / 100) === Math.floor(message.code / 100);
      if ((code < 300 || message.code < 300) && !isSameClass) return -1;
      message.code = code;
      message.reason = args.text(1) ?? '';
      return 1;
    },
    has_totag: x => (hasToTag(x.message) ? 1 : -1),
    list_hdr_has_option: (x, args) => {
      const wanted = (args.text(1) ?? '').toLowerCase();
      return listHeaders(x, args).some(header =>
        options(header.value).some(one => one.toLowerCase() === wanted),
      )
        ? 1
        : -1;
    },
    list_hdr_add_option: (x, args) => {
      const [header] = listHeaders(x, args);
      if (header === undefined) return -1;
      return changeOptions(x, header, value => (value === '' ? '' : `${value},`) + (args.text(1) ?? ''));
    },
    list_hdr_remove_option: (x, args) => {
      const wanted = (args.text(1) ?? '').toLowerCase();
      let ret = -1;
      for (const header of listHeaders(x, args)) {
        if (!options(current(x, header)).some(one => one.toLowerCase() === wanted)) continue;
        ret = changeOptions(x, header, value => withoutOption(value, wanted));
      }
      return ret;
    },
    ruri_has_param: (x, args) => {
      const name = args.text(0) ?? '';
      const [found] = (x.message.parsedUri?.params ?? '')
        .split(';')
        .filter(one => one === name || one.startsWith(`${name}=`));
      // Without a second argument, a parameter with a value does not count.
      return found !== undefined && found.slice(name.length + 1) === (args.text(1) ?? '') ? 1 : -1;
    },
    ruri_add_param: (x, args) => {
      const parameter = args.text(0) ?? '';
      if (parameter === '') return 1;
      const uri = x.message.parsedUri;
      if (uri !== undefined) setRequestUri(x, withParameter(x.message.uri, uri, parameter));
      // The server treats the success of the change as a failure here.
      return -1;
    },
    ruri_del_param: (x, args) => {
      const name = (args.text(0) ?? '').toLowerCase();
      const uri = x.message.parsedUri;
      if (uri === undefined || uriParameter(uri.params, name) === undefined) return -1;
      const kept = x.message.uri.replace(new RegExp(`;${escaped(name)}(=[^;?]*)?(?=[;?]|$)`, 'i'), '');
      setRequestUri(x, kept);
      return 1;
    },
    ruri_tel2sip: x => {
      const uri = x.message.parsedUri;
      if (uri === undefined) return -1;
      if (uri.scheme !== 'tel') return 1;
      const domain = parseServerUri(x.message.from?.uri ?? '')?.host ?? '';
      const number = (uri.user ?? '').replace(/[-.()]/g, '');
      const params = uri.params === undefined ? '' : `;${uri.params}`;
      setRequestUri(x, `sip:${number}${params}@${domain};user=phone`);
      return -1;
    },
    is_uri_user_e164: (x, args) => {
      const uri = parseServerUri(args.text(0) ?? '');
      void x;
      const user = uri?.user ?? '';
      return /^\+\d{2,15}$/.test(user) ? 1 : -1;
    },
    sipmsg_validate: (x, args) => validateMessage(x, args),
    sip_validate: (x, args) => validateMessage(x, args),
    get_glob_headers_values: (x, args) => {
      const regexp = globRegexp(args.text(0) ?? '');
      const found = x.message.headers.filter(header => regexp.test(header.name));
      for (const header of found) {
        args.set(1, textValue(header.name));
        args.set(2, textValue(header.value));
      }
      return found.length > 0 ? 1 : -1;
    },
  },
};

/**
 * A URI with one more parameter. The server assembles one with headers from its parts, and forgets the user and the `;` before
 * the other parameters (ruri_add_param).
 */
function withParameter(text: string, uri: ServerUri, parameter: string): string {
  const { headers = '', user, password, host, port, params = '' } = uri;
  if (headers === '') return `${text};${parameter}`;
  const before = user === undefined ? '' : `${password === undefined ? '' : `:${password}`}@`;
  return `sip:${before}${host}${port === undefined ? '' : `:${port}`}${params};${parameter}?${headers}`;
}

function globRegexp(pattern: string): RegExp {
  const source = [...pattern]
    .map(letter => (letter === '*' ? '.*' : letter === '?' ? '.' : escaped(letter)))
    .join('');
  return new RegExp(`^${source}$`, 'i');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function insertAtEnd(x: Execution, text: string): void {
  x.message.edit({ at: x.message.headersEnd, remove: 0, insert: text, kind: 'append' });
}

/** After the header in the second argument, or at the end; for insert_hf before it, or at the start. */
function addHeader(x: Execution, args: Arguments, where: 'append' | 'insert'): number {
  const text = args.text(0);
  if (text === undefined) return -1;
  const name = args.text(1);
  const header = name === undefined ? undefined : x.message.first(headerType(name));
  const { message } = x;
  if (where === 'append') message.edit({ at: header?.end ?? message.headersEnd, remove: 0, insert: text });
  else message.edit({ at: header?.start ?? message.headersStart, remove: 0, insert: text });
  return 1;
}

/** Removes every header that matches a test; the script still sees the removed ones. */
function removeHeaders(x: Execution, isMeant: (header: HeaderField) => boolean): number {
  const found = x.message.headers.filter(isMeant);
  for (const header of found) x.message.removeHeader(header);
  return found.length > 0 ? 1 : -1;
}

/** The parts of the body after earlier calls. */
function partsOf({ message }: Execution): readonly BodyPart[] {
  return message.parts ?? receivedParts(message) ?? [];
}

function hasBody(x: Execution, args: Arguments): number {
  const { transport } = x.message.reception;
  if (transport !== 'udp' && receivedBody(x.message) === '') return -1;
  const type = args.text(0);
  // Without a type, the server does not check over UDP whether there is a body at all.
  if (type === undefined) return 1;
  const isWhole = /^multipart\//i.test(type);
  const received = partsOf(x).filter(({ place }) => place !== undefined);
  const types = isWhole ? [x.message.value('content-type')] : received.map(part => part.type);
  return types.some(one => isType(one, type)) ? 1 : -1;
}

function listHeaders(x: Execution, args: Arguments): readonly HeaderField[] {
  return x.message.all(headerType(args.text(0) ?? ''));
}

function options(value: string): readonly string[] {
  return value
    .split(',')
    .map(one => one.trim())
    .filter(one => one !== '');
}

/** The list without the last option of that name: it and what separates it from the next one, or the last from those before. */
function withoutOption(value: string, wanted: string): string {
  const tokens = [...value.matchAll(/[^\s,]+/g)].map(({ 0: text, index }) => ({ text, index }));
  const at = tokens.findLastIndex(({ text }) => text.toLowerCase() === wanted);
  const [before, token, next] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (token === undefined) return value;
  if (next !== undefined) return value.slice(0, token.index) + value.slice(next.index);
  return before === undefined ? '' : value.slice(0, before.index + before.text.length);
}

/** The options after earlier calls. */
function current(x: Execution, header: HeaderField): string {
  const edit = x.message.edits.findLast(one => one.kind === 'options' && one.at === header.start);
  return edit === undefined ? header.value : edit.insert.slice(edit.insert.indexOf(':') + 1).trim();
}

function changeOptions(x: Execution, header: HeaderField, change: (value: string) => string): number {
  const { message } = x;
  const value = change(current(x, header));
  message.edits = message.edits.filter(one => !(one.kind === 'options' && one.at === header.start));
  const insert = value === '' ? '' : `${header.name}: ${value}\r\n`;
  message.edit({ at: header.start, remove: header.end - header.start, insert, kind: 'options' });
  return 1;
}
