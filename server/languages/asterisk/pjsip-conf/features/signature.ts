import type { Position, SignatureHelp } from 'vscode-languageserver-types';
import { type Form, part, signatureOf } from '../../editing/signature.ts';
import { cursorAt, optionIn } from './cursor.ts';
import type { PjsipView } from './view.ts';

/** While a value with a form is typed, such as a URI or a hash with its algorithm: the form, with the current part. */
export function signatureAt(view: PjsipView, position: Position): SignatureHelp | undefined {
  const cursor = cursorAt(view, position);
  if (cursor?.text.kind !== 'option' || cursor.type === undefined) return undefined;
  const { key } = optionIn(cursor.type, cursor.text.name);
  const form = Object.hasOwn(forms, key) ? forms[key] : undefined;
  return form === undefined ? undefined : signatureOf(cursor.text, position.character, form);
}

const uriForm: Form = {
  parts: [
    part('', 'scheme', ':', '`sip`, or `sips` for TLS on every hop.'),
    part('[', 'user', '@]', 'Account or extension at the other server.'),
    part('', 'host', '', 'Name or address of the other server.'),
    part('[:', 'port', ']', 'Port; without it, a host name is looked up with its SRV records.'),
    part('[\\;', 'parameters', ']', 'Parameters such as `transport=tcp`. Each semicolon needs a backslash.'),
  ],
  active(before, rest) {
    const colon = before.indexOf(':');
    if (colon < 0) return 'scheme';
    const own = before.slice(colon + 1);
    if (own.includes(';')) return 'parameters';
    if (!own.includes('@') && rest.includes('@')) return 'user';
    const host = own.slice(own.lastIndexOf('@') + 1);
    return /^(\[[^\]]*\]|[^:[]*):/.test(host) ? 'port' : 'host';
  },
};

const addressForm: Form = {
  parts: [
    part('', 'address', '', 'Address to listen on; `0.0.0.0` or `[::]` for all.'),
    part('[:', 'port', ']', 'Port; the default is 5060, or 5061 with TLS.'),
  ],
  active: before => (/^\s*(\[[^\]]*\]|[^:[]*):/.test(before) ? 'port' : 'address'),
};

const matchForm: Form = {
  parts: [
    part('[', '!', ']', 'Excludes the network; it then needs a mask.'),
    part('', 'address', '', 'Address of the caller, or a name that is looked up once, at a start or reload.'),
    part('[:', 'port', ']', 'Source port; without it, every port matches.'),
    part('[/', 'mask', ']', 'Number of bits, or a netmask.'),
  ],
  active(before) {
    const own = before.slice(before.lastIndexOf(',') + 1).trimStart();
    if (own.includes('/')) return 'mask';
    return /^!?(\[[^\]]*\]|[^:[]*):/.test(own) ? 'port' : 'address';
  },
};

const forms: Readonly<Record<string, Form>> = {
  bind: addressForm,
  client_uri: uriForm,
  contact: uriForm,
  match: matchForm,
  match_header: {
    parts: [
      part('', 'header', '', 'Name of the header.'),
      part(': ', 'value', '', 'The exact value; between slashes, a regular expression.'),
    ],
    active: before => (before.includes(':') ? 'value' : 'header'),
  },
  outbound_proxy: uriForm,
  password_digest: {
    parts: [
      part('', 'algorithm', '', '`MD5`, `SHA-256` or `SHA-512-256`.'),
      part(':', 'hash', '', 'The hash of `user:realm:password` in lowercase.'),
    ],
    active: before => (before.slice(before.lastIndexOf(',') + 1).includes(':') ? 'hash' : 'algorithm'),
  },
  server_uri: uriForm,
  set_var: {
    parts: [
      part('', 'name', '', 'Name of the channel variable.'),
      part('=', 'value', '', 'Its value on every call from or to the endpoint.'),
    ],
    active: before => (before.includes('=') ? 'value' : 'name'),
  },
};
