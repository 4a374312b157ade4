import { MarkupKind, type Position, type SignatureHelp } from 'vscode-languageserver-types';
import { isAtLeast } from '../../config/branch.ts';
import { commentStart } from '../../config/line.ts';
import { optionFacts } from '../facts/facts.ts';
import { cursorAt, type SipConfView } from './cursor.ts';

/** While a register, auth or mwi line is typed: its form, with the current part. */
export function signatureAt(view: SipConfView, position: Position): SignatureHelp | undefined {
  const cursor = cursorAt(view, position);
  if (cursor?.text.kind !== 'option') return undefined;
  const { text: option, column } = cursor;
  const comment = commentStart(option);
  if (column <= option.operatorStart || (comment !== undefined && column > comment)) return undefined;
  const name = optionFacts(option.key)?.name ?? '';
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (form === undefined) return undefined;
  const before = option.text.slice(Math.min(option.valueStart, column), column);
  const rest = option.text.slice(column, Math.max(column, option.valueEnd));
  const isOld = name === 'register' && !isAtLeast(view.model.branch, '1.6.2');
  const parts = isOld ? form.parts.filter(part => !newParts.has(part.name)) : form.parts;
  const active = form.active(before, rest);
  let label = '';
  const parameters = parts.map(part => {
    const start = label.length + part.lead.length;
    label += part.lead + part.name + part.tail;
    return {
      label: [start, start + part.name.length] satisfies [number, number],
      documentation: { kind: MarkupKind.Markdown, value: part.text },
    };
  });
  const activeParameter = parts.findIndex(part => part.name === active);
  return {
    signatures: [{ label, parameters, ...(activeParameter < 0 ? {} : { activeParameter }) }],
    activeSignature: 0,
    ...(activeParameter < 0 ? {} : { activeParameter }),
  };
}

interface FormPart {
  readonly lead: string;
  readonly name: string;
  readonly tail: string;
  readonly text: string;
}

interface Form {
  readonly parts: readonly FormPart[];
  /** The name of the part, between its prefix and its suffix. */
  active(before: string, rest: string): string;
}

function part(lead: string, name: string, tail: string, text: string): FormPart {
  return { lead, name, tail, text };
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
