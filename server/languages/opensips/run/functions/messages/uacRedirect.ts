import { compilePosix } from '../../../../../text/posixRegexp.ts';
import { addressParameter, parseAddressList } from '../../messages/address.ts';
import { newBranch } from '../../messages/branch.ts';
import type { Message } from '../../messages/message.ts';
import type { Execution } from '../../server.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';

export const uacRedirect: ModuleModel = {
  name: 'uac_redirect',
  functions: {
    get_redirects: (x, args) => {
      const ret = redirects(x, args);
      x.message.notes.delete('accept filter');
      x.message.notes.delete('deny filter');
      return ret;
    },
    set_accept_filter: (x, args) => addFilter(x, args, 'accept'),
    set_deny_filter: (x, args) => addFilter(x, args, 'deny'),
  },
};

type Kind = 'accept' | 'deny';

/** The expressions of a filter, one on a line: that of the parameter first. */
function filters(x: Execution, kind: Kind): readonly string[] {
  return (
    x.message.notes.get(`${kind} filter`) ??
    x.server.parameter('uac_redirect', `${kind}_filter`) ??
    ''
  ).split('\n');
}

function addFilter(x: Execution, args: Arguments, kind: Kind): number {
  const flags = args.text(1) ?? '';
  const [standard = '', ...added] = filters(x, kind);
  const isReset = flags === 'reset_all';
  const kept = [
    isReset || flags === 'reset_default' ? '' : standard,
    ...(isReset || flags === 'reset_added' ? [] : added),
  ];
  if (kept.length === 6) return -1;
  x.message.notes.set(`${kind} filter`, [...kept, args.text(0) ?? ''].join('\n'));
  return 1;
}

function isAccepted(x: Execution, uri: string): boolean {
  const matches = (kind: Kind): boolean =>
    filters(x, kind).some(
      one => one !== '' && compilePosix(one, { ignoreCase: true, newline: true })?.match(uri) !== undefined,
    );
  const isDenied = /^deny$/i.test(x.server.parameter('uac_redirect', 'default_filter') ?? '');
  return matches('accept') || !(isDenied || matches('deny'));
}

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
    const [first, ...others] = redirectContacts(x, branch.reply).slice(0, Math.max(0, most));
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

function redirectContacts(
  x: Execution,
  reply: Message,
): readonly { readonly uri: string; readonly q: number }[] {
  const contacts = reply.all('contact').flatMap(({ value }) => parseAddressList(value) ?? []);
  return contacts
    .filter(({ uri }) => isAccepted(x, uri))
    .map(contact => {
      const q = addressParameter(contact, 'q');
      return { uri: contact.uri, q: q === undefined || q === '' ? 10 : Math.round(Number(q) * 1000) };
    })
    .filter(({ q }) => q >= 0 && q <= 1000)
    .toSorted((a, b) => a.q - b.q)
    .slice(0, contactLimit);
}
