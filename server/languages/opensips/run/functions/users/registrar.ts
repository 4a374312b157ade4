import { parseAddressList } from '../../messages/address.ts';
import { newBranch } from '../../messages/branch.ts';
import type { Execution } from '../../server.ts';
import { appendAvp } from '../../values/scriptVariables.ts';
import { textValue, type Value } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { attributeName, save } from './registration.ts';
import { aorOf, type Contact, contactsOf, setContacts } from './usrloc.ts';

export const registrar: ModuleModel = {
  name: 'registrar',
  functions: {
    save,
    lookup,
    is_registered: (x, args) => {
      const aor = aorOf(x.server, args.text(1) ?? ownUri(x));
      if (aor === undefined) return -1;
      const [contact] = contactsOf(x.server, args.text(0) ?? 'location', aor);
      const name = attributeName(x);
      if (contact !== undefined && name !== undefined) appendAvp(x, name, textValue(contact.attribute ?? ''));
      return contact === undefined ? -1 : 1;
    },
    is_contact_registered: (x, args) => {
      const aor = aorOf(x.server, args.text(1) ?? ownUri(x));
      const contact = parseAddressList(x.message.value('contact') ?? '')?.[0]?.uri;
      const callId = args.text(2);
      if (aor === undefined) return -1;
      return contactsOf(x.server, args.text(0) ?? 'location', aor).some(
        one => one.uri === contact && (callId === undefined || one.callId === callId),
      )
        ? 1
        : -1;
    },
    is_ip_registered: (x, args) => {
      const aor = aorOf(x.server, args.text(1) ?? ownUri(x));
      if (aor === undefined) return -1;
      const address = x.message.reception.source.address;
      return contactsOf(x.server, args.text(0) ?? 'location', aor).some(one =>
        (one.received ?? one.uri).includes(address),
      )
        ? 1
        : -1;
    },
    add_sock_hdr: (x, args) => {
      const { socket } = x.message.reception;
      x.message.edit({
        at: x.message.headersEnd,
        remove: 0,
        insert: `${args.text(0) ?? ''}: ${socket.name}\r\n`,
      });
      return 1;
    },
    remove: (x, args) => {
      const aor = aorOf(x.server, args.text(1) ?? '');
      if (aor === undefined) return -1;
      const contact = args.text(2);
      const table = args.text(0) ?? 'location';
      setContacts(
        x.server,
        table,
        aor,
        contactsOf(x.server, table, aor).filter(
          one => contact !== undefined && contact !== '' && one.uri !== contact,
        ),
      );
      return 1;
    },
  },
};

/** Whose registration is meant: that in the To of a REGISTER, else that in the From (select_uri). */
function ownUri({ message }: Execution): string {
  return (message.method === 'REGISTER' ? message.to : message.from)?.uri ?? '';
}

/** What `save()` stored of the variable in `attr_avp`: an attribute of the branch, before 3.6 an AVP. */
function setAttribute(x: Execution, contact: Contact, attributes: Map<string, Value>): void {
  const name = attributeName(x);
  if (name === undefined) return;
  if (x.server.isSince('3.6')) attributes.set(name, textValue(contact.attribute ?? ''));
  else appendAvp(x, name, textValue(contact.attribute ?? ''));
}

/** Copies the contacts of an address of record to the Request-URI and branches (lookup): 1, -1 none, -2 none for the method. */
function lookup(x: Execution, args: Arguments): number {
  const { server, message } = x;
  const flags = args.text(1) ?? '';
  const uri = args.text(2) ?? message.uri;
  if (message.callId === undefined) return -3;
  const aor = aorOf(server, uri);
  if (aor === undefined) return -3;
  const table = args.text(0) ?? 'location';
  const all = contactsOf(server, table, aor);
  if (all.length === 0) return -1;
  const isShort = /^[a-z]+$/i.test(flags);
  const filters = flags.includes('method-filtering') || (isShort && flags.includes('m'));
  const single = flags.includes('no-branches') || (isShort && flags.includes('b'));
  const keepsUri = flags.includes('to-branches-only') || (isShort && flags.includes('r'));
  const usable = filters
    ? all.filter(({ methods }) => methods === undefined || methods.includes(message.method))
    : [...all];
  if (usable.length === 0) return -2;
  const ordered = usable
    .map((contact, index) => ({ contact, index }))
    .sort((a, b) => (b.contact.q ?? -1) - (a.contact.q ?? -1) || a.index - b.index)
    .map(({ contact }) => contact);
  const chosen = single ? ordered.slice(0, 1) : ordered;
  chosen.forEach((contact, index) => {
    const path = contact.path === undefined ? undefined : parseAddressList(contact.path)?.[0]?.uri;
    const next = path ?? contact.received;
    if (index === 0 && !keepsUri) {
      message.newUri = contact.uri;
      if (next !== undefined) message.dstUri = next;
      message.path = contact.path;
      message.q = contact.q;
      setAttribute(x, contact, message.branchAttributes);
      for (const flag of contact.flags) message.branchFlags.add(flag);
      if (contact.socket !== undefined) message.sendSocket = contact.socket;
      return;
    }
    const branch = newBranch(contact.uri);
    branch.dstUri = next;
    branch.path = contact.path;
    branch.q = contact.q;
    branch.sendSocket = contact.socket;
    branch.branchFlags = new Set(contact.flags);
    setAttribute(x, contact, branch.branchAttributes);
    message.branches.push(branch);
  });
  return 1;
}
