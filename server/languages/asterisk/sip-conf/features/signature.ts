import type { Position, SignatureHelp } from 'vscode-languageserver-types';
import { isAtLeast } from '../../config/branch.ts';
import { type Form, part, signatureOf } from '../../editing/signature.ts';
import { optionFacts } from '../facts/facts.ts';
import { cursorAt, type SipConfView } from './cursor.ts';

/** While a register, auth or mwi line is typed: its form, with the current part. */
export function signatureAt(view: SipConfView, position: Position): SignatureHelp | undefined {
  const cursor = cursorAt(view, position);
  if (cursor?.text.kind !== 'option') return undefined;
  const { text: option, column } = cursor;
  const name = optionFacts(option.key)?.name ?? '';
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (form === undefined) return undefined;
  const isOld = name === 'register' && !isAtLeast(view.model.branch, '1.6.2');
  return signatureOf(
    option,
    column,
    form,
    isOld ? form.parts.filter(({ name: word }) => !newParts.has(word)) : form.parts,
  );
}

/** Parts that only 1.6.2 and later know. */
const newParts = new Set(['peer', 'transport', 'domain', 'expiry']);

const forms: Readonly<Record<string, Form>> = {
  register: {
    parts: [
      part('[', 'peer', '?]', 'Section whose settings are used.'),
      part('[', 'transport', '://]', 'udp, tcp or tls; the default is udp.'),
      part('', 'user', '', 'Account on the other server.'),
      part('[@', 'domain', ']', 'Domain of the registered address, instead of the host.'),
      part('[:', 'secret', '', 'Password. Use double quotation marks if it contains `:`, `/` or `?`.'),
      part('[:', 'authuser', ']]', 'User name for authentication, if it differs.'),
      part('@', 'host', '', 'Name or address of the other server, or the name of a section in this file.'),
      part('[:', 'port', ']', 'Port; the default is 5060, or 5061 with tls.'),
      part('[/', 'extension', ']', 'Extension for calls from there; the default is `s`.'),
      part('[~', 'expiry', ']', 'Requested lifetime in seconds; the default is `defaultexpiry`.'),
    ],
    active(before, rest) {
      if (before.includes('@') && !rest.includes('@')) {
        const host = before.slice(before.lastIndexOf('@') + 1);
        if (host.includes('~')) return 'expiry';
        if (host.includes('/')) return 'extension';
        return /^(\[[^\]]*\]|[^:]*):/.test(host) ? 'port' : 'host';
      }
      if (rest.includes('?') && !before.includes('?')) return 'peer';
      if (rest.startsWith('://') || (rest.includes('://') && !before.includes('://'))) return 'transport';
      const user = before.replace(/^[^?]*\?/, '').replace(/^[a-z]*:\/\//i, '');
      const colons = user.split(':').length - 1;
      if (colons > 0) return colons === 1 ? 'secret' : 'authuser';
      return user.includes('@') ? 'domain' : 'user';
    },
  },
  auth: {
    parts: [
      part('', 'user', '', 'User name for the other server.'),
      part('[:', 'secret', '', 'Password; write `#` instead of the colon before an MD5 hash.'),
      part(']@', 'realm', '', 'Realm in the challenge of the other server.'),
    ],
    active(before, rest) {
      if (before.includes('@') && !rest.includes('@')) return 'realm';
      return /[:#]/.test(before) ? 'secret' : 'user';
    },
  },
  mwi: {
    parts: [
      part('', 'user', '', 'User whose mailbox Asterisk subscribes to.'),
      part('[:', 'secret', '', 'Password.'),
      part('[:', 'authuser', ']]', 'User name for authentication.'),
      part('@', 'host', '', 'Server that Asterisk subscribes to.'),
      part('[:', 'port', ']', 'Port of the server.'),
      part('/', 'mailbox', '', 'Local mailbox that mirrors the messages there.'),
    ],
    active(before, rest) {
      if (before.includes('@') && !rest.includes('@')) {
        const host = before.slice(before.lastIndexOf('@') + 1);
        return host.includes('/') ? 'mailbox' : host.includes(':') ? 'port' : 'host';
      }
      const colons = before.split(':').length - 1;
      return colons === 0 ? 'user' : colons === 1 ? 'secret' : 'authuser';
    },
  },
};
