import { wholePiece } from '../../../../../sip/piece.ts';
import { isPrivateAddress } from '../../../../../sip/sdp.ts';
import { parseVia } from '../../../../../sip/via.ts';
import { parseAddressList } from '../../messages/address.ts';
import { parseServerUri } from '../../messages/uri.ts';
import type { Execution } from '../../server.ts';
import { addAvp, avpName } from '../../values/scriptVariables.ts';
import { textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';

export const nathelper: ModuleModel = {
  name: 'nathelper',
  functions: {
    fix_nated_contact: x => fixContact(x),
    fix_nated_register: x => {
      const { source, transport } = x.message.reception;
      const name = avpName(x.server.parameter('nathelper', 'received_avp') ?? '');
      if (name === '') return -1;
      const uri = `sip:${source.address}:${source.port}${transport === 'udp' ? '' : `;transport=${transport}`}`;
      addAvp(x, name, textValue(uri));
      return 1;
    },
    fix_nated_sdp: (x, args) => fixSdp(x, args),
    add_rcv_param: (x, args) => {
      const { source } = x.message.reception;
      const separator = (args.number(0) ?? 0) !== 0;
      for (const header of x.message.all('contact')) {
        const [contact] = parseAddressList(header.value) ?? [];
        if (contact === undefined) return -1;
        const parameter = `;received=sip:${source.address}:${source.port}`;
        const at = header.valueStart + (separator ? header.value.length : header.value.indexOf('>'));
        x.message.edit({ at, remove: 0, insert: parameter });
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
  const given = args.text(0) ?? '';
  const flags = /^\d+$/.test(given)
    ? Number(given)
    : given.split(',').reduce((sum, name) => sum | (names[name.trim()] ?? 0), 0);
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

/** Writes the source address into the Contact. */
function fixContact(x: Execution): number {
  const { message } = x;
  const { source } = message.reception;
  // A second attempt fails: the parsed Contact does not point into the message any more.
  if (message.edits.some(({ kind }) => kind === 'contact')) return -1;
  let isFixed = false;
  for (const header of message.all('contact')) {
    for (const contact of parseAddressList(header.value) ?? []) {
      const uri = parseServerUri(contact.uri);
      if (uri === undefined) return -1;
      const at = header.value.indexOf(contact.uri, contact.start);
      const user =
        uri.user === undefined ? '' : `${uri.user}${uri.password === undefined ? '' : `:${uri.password}`}@`;
      const params = uri.params === undefined ? '' : `;${uri.params}`;
      const place = source.address.includes(':') ? `[${source.address}]` : source.address;
      message.edit({
        at: header.valueStart + at,
        remove: contact.uri.length,
        insert: `${uri.scheme}:${user}${place}:${source.port}${params}`,
        kind: 'contact',
      });
      isFixed = true;
    }
  }
  return isFixed ? 1 : -1;
}

/** Writes the source address into the session description. */
function fixSdp(x: Execution, args: Arguments): number {
  const { message } = x;
  if (message.body === '') return -1;
  const given = args.text(0) ?? '';
  const flags = /^\d+$/.test(given)
    ? Number(given)
    : (/add-dir-active/.test(given) ? 1 : 0) |
      (/rewrite-media-ip/.test(given) ? 2 : 0) |
      (/add-no-rtpproxy/.test(given) ? 4 : 0) |
      (/rewrite-origin-ip/.test(given) ? 8 : 0);
  const address = args.text(1) ?? message.reception.source.address;
  const change = (pattern: RegExp): void => {
    for (const match of message.body.matchAll(pattern)) {
      const old = match[1] ?? '';
      message.edit({
        at: message.bodyStart + match.index + match[0].length - old.length,
        remove: old.length,
        insert: address,
        kind: 'sdp',
      });
    }
  };
  if ((flags & 2) !== 0) change(/^c=IN IP4 ([^\s]+)/gm);
  if ((flags & 8) !== 0) change(/^o=\S+ \S+ \S+ IN IP4 ([^\s]+)/gm);
  const added = `${(flags & 1) !== 0 ? 'a=direction:active\r\n' : ''}${(flags & 4) !== 0 ? 'a=nortpproxy:yes\r\n' : ''}`;
  if (added !== '') message.edit({ at: message.raw.length, remove: 0, insert: added, kind: 'sdp' });
  return 1;
}
