import { addressParameter, parseAddressList } from '../../messages/address.ts';
import { type Message, newBranch } from '../../messages/message.ts';
import type { Execution } from '../../server.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';

export const uacRedirect: ModuleModel = {
  name: 'uac_redirect',
  functions: {
    get_redirects: (x, args) => redirects(x, args),
  },
};

/**
 * Uses the contacts of the 3xx replies as destinations (get_redirect): the first of each reply becomes the Request-URI. The
 * contact with the lowest q comes first, and one without q counts as 0.01.
 */
function redirects(x: Execution, args: Arguments): number {
  const { transaction, message } = x;
  if (transaction === undefined) return -1;
  const mostInAll = args.number(0) ?? 0;
  const mostOfReply = args.number(1) ?? 0;
  let count = 0;
  for (const branch of transaction.branches.slice(transaction.firstBranch)) {
    if (branch.reply === undefined || branch.status < 300 || branch.status >= 400) continue;
    const left = mostInAll === 0 ? contactLimit : mostInAll - count;
    const most = Math.min(left, mostOfReply === 0 ? contactLimit : mostOfReply);
    const [first, ...others] = redirectContacts(branch.reply).slice(0, Math.max(0, most));
    if (first === undefined) continue;
    count += 1 + others.length;
    message.newUri = first.uri;
    message.q = first.q;
    for (const other of others) message.branches.push({ ...newBranch(other.uri), q: other.q });
  }
  return count > 0 ? 1 : -1;
}

/** MAX_CONTACTS_PER_REPLY of the module. */
const contactLimit = 16;

function redirectContacts(reply: Message): readonly { readonly uri: string; readonly q: number }[] {
  const contacts = reply.all('contact').flatMap(({ value }) => parseAddressList(value) ?? []);
  return contacts
    .map(contact => {
      const q = addressParameter(contact, 'q');
      return { uri: contact.uri, q: q === undefined || q === '' ? 10 : Math.round(Number(q) * 1000) };
    })
    .filter(({ q }) => q >= 0 && q <= 1000)
    .toSorted((a, b) => a.q - b.q)
    .slice(0, contactLimit);
}
