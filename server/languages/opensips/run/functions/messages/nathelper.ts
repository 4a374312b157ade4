import { wholePiece } from '../../../../../sip/piece.ts';
import { isPrivateAddress } from '../../../../../sip/sdp.ts';
import { parseVia } from '../../../../../sip/via.ts';
import { parseAddressList, readContacts, uriStart } from '../../messages/address.ts';
import { parseServerUri } from '../../messages/uri.ts';
import type { Execution } from '../../server.ts';
import { addAvp, avpName } from '../../values/scriptVariables.ts';
import { textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';

export const nathelper: ModuleModel = {
  name: 'nathelper',
  functions: {
    fix_nated_contact: (x, args) => fixContact(x, args.text(0) ?? ''),
    fix_nated_register: x => {
      const { source, transport } = x.message.reception;
      const name = avpName(x.server.parameter('nathelper', 'received_avp') ?? '');
      if (name === '') return 1;
      const uri = `sip:${source.address}:${source.port}${transport === 'udp' ? '' : `;transport=${transport}`}`;
      addAvp(x, name, textValue(uri));
      return 1;
    },
    fix_nated_sdp: (x, args) => fixSdp(x, args),
    add_rcv_param: (x, args) => {
      const { source, transport } = x.message.reception;
      const suffix = transport === 'udp' ? '' : `;transport=${transport.toUpperCase()}`;
      const insert = `;received="sip:${source.address}:${source.port}${suffix}"`;
      for (const header of x.message.all('contact')) {
        const contacts = readContacts(header.value);
        if (contacts === undefined) return -1;
        for (const contact of contacts) {
          const inUri = uriStart(header.value, contact) + contact.uri.length;
          const at = header.valueStart + ((args.number(0) ?? 0) > 0 ? inUri : contact.end);
          x.message.edit({ at, remove: 0, insert });
        }
      }
      return 1;
    },
    nat_uac_test: (x, args) => (natTest(x, args) ? 1 : -1),
  },
};

const names: Readonly<Record<string, number>> = {
  'private-contact': 1,
  'diff-ip-src-via': 2,
  'private-via': 4,
  'private-sdp': 8,
  'diff-port-src-via': 16,
  'diff-ip-src-contact': 32,
  'diff-port-src-contact': 64,
  'carrier-grade-nat': 128,
};

function isPrivate(host: string, wide: boolean): boolean {
  if (wide && /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(host)) return true;
  return isPrivateAddress(host);
}

function natTest(x: Execution, args: Arguments): boolean {
  const flags = flagsOf(args.text(0) ?? '', names);
  const wide = (flags & 128) !== 0;
  const { message } = x;
  const { source } = message.reception;
  const contact = parseAddressList(message.value('contact') ?? '')?.[0];
  const written = contact === undefined ? undefined : parseServerUri(contact.uri);
  // A Contact that was already fixed is tested in its new form, with the source address.
  const isFixed = message.edits.some(({ kind }) => kind === 'contact');
  const uri =
    isFixed && written !== undefined
      ? { ...written, host: source.address, portNumber: source.port }
      : written;
  const via = parseVia(wholePiece((message.value('via') ?? '').split(',')[0] ?? ''));
  const viaHost = via.host.text.replace(/^\[|\]$/g, '');
  const viaPort = via.port === undefined ? 5060 : Number(via.port.text);
  if ((flags & 2) !== 0 && viaHost !== source.address) return true;
  if ((flags & 16) !== 0 && viaPort !== source.port) return true;
  if ((flags & 1) !== 0 && uri !== undefined && isPrivate(uri.host, wide)) return true;
  if ((flags & 8) !== 0) {
    const address = /^c=IN IP4 (\S+)/m.exec(message.body)?.[1];
    if (address !== undefined && isPrivate(address, wide)) return true;
  }
  if ((flags & 4) !== 0 && isPrivate(viaHost, wide)) return true;
  if ((flags & 32) !== 0 && uri !== undefined && uri.host !== source.address) return true;
  return (flags & 64) !== 0 && uri !== undefined && (uri.portNumber || 5060) !== source.port;
}

/** Writes the source address into every Contact, with the parameters that the script adds before those of the URI. */
function fixContact(x: Execution, added: string): number {
  const { message } = x;
  const { source } = message.reception;
  // A second attempt fails: the parsed Contact does not point into the message any more.
  if (message.edits.some(({ kind }) => kind === 'contact')) return -1;
  const place = `${source.address.includes(':') ? `[${source.address}]` : source.address}:${source.port}`;
  for (const header of message.all('contact')) {
    for (const contact of readContacts(header.value) ?? []) {
      if (parseServerUri(contact.uri) === undefined) return 1;
      const [, before = '', params = ''] =
        /^([^:]+:(?:[^@;?]*@|.*@)?)(?:\[[^\]]*\]|[^:;?]*)(?::\d+)?(.*)$/s.exec(contact.uri) ?? [];
      const at = uriStart(header.value, contact);
      const isEnclosed = header.value[at + contact.uri.length] === '>';
      const fixed = `${before}${place}${added}${params.replace(/;maddr=[^;?]*/i, '')}`;
      message.edit({
        at: header.valueStart + at,
        remove: contact.uri.length,
        insert: isEnclosed || added === '' ? fixed : `<${fixed}>`,
        kind: 'contact',
      });
    }
  }
  return 1;
}

const sdpFlags: Readonly<Record<string, number>> = {
  'add-dir-active': 1,
  'rewrite-media-ip': 2,
  'add-no-rtpproxy': 4,
  'rewrite-origin-ip': 8,
  'rewrite-null-ips': 16,
};

/** Writes an address into the session description, and lines at its end, which keep the old address (fix_nated_sdp_f). */
function fixSdp(x: Execution, args: Arguments): number {
  const { message } = x;
  if (message.body.trim() === '') return -1;
  if (!/^application\/sdp/i.test(message.value('content-type') ?? 'application/sdp')) return 1;
  const flags = flagsOf(args.text(0) ?? '', sdpFlags);
  const end = message.bodyStart + message.body.trimEnd().length;
  const addLine = (line: string): void =>
    message.edit({ at: end, remove: 0, insert: `\r\n${line}`, kind: 'sdp' });
  // Of two lines that are added at the same place, the last one comes first.
  if ((flags & 4) !== 0) addLine(x.server.parameter('nathelper', 'nortpproxy_str') ?? 'a=nortpproxy:yes');
  if ((flags & 1) !== 0) addLine('a=direction:active');
  if ((flags & 5) !== 0 && args.text(2) !== undefined)
    message.edit({ at: end, remove: 0, insert: args.text(2) ?? '', kind: 'sdp' });
  const address = args.text(1) ?? message.reception.source.address;
  const skipped = x.server.parameter('nathelper', 'oldip_skip') ?? '';
  const change = (field: 'c' | 'o'): boolean => {
    const found = [
      ...message.body.matchAll(new RegExp(`^${field}=(?:\\S+ ){${field === 'c' ? 2 : 5}}(\\S+)`, 'gm')),
    ];
    for (const match of found) {
      const old = match[1] ?? '';
      if (old === address || (old === '0.0.0.0' && (flags & 16) === 0)) continue;
      if (!skipped.includes(field)) addLine(`a=old${field}ip:${old}`);
      const at = message.bodyStart + match.index + match[0].length - old.length;
      message.edit({ at, remove: old.length, insert: address, kind: 'sdp' });
    }
    return found.length > 0;
  };
  if ((flags & 8) !== 0 && !change('o')) return -1;
  return (flags & 2) !== 0 && !change('c') ? -1 : 1;
}

/** Flags as a number, or as words in a list. */
function flagsOf(given: string, words: Readonly<Record<string, number>>): number {
  if (/^\d+$/.test(given)) return Number(given);
  return given.split(',').reduce((sum, name) => sum | (words[name.trim()] ?? 0), 0);
}
