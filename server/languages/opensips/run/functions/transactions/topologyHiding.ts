import { type Dialog, dialogName, dialogOf, dialogParameter, matchModeOf } from '../../dialogs/dialogs.ts';
import { createDialog } from '../../dialogs/lifecycle.ts';
import { matchDialog, nameInUri } from '../../dialogs/matching.ts';
import { fixRoute } from '../../dialogs/routeSet.ts';
import { addressParameter } from '../../messages/address.ts';
import type { Message } from '../../messages/message.ts';
import { parseServerUri } from '../../messages/uri.ts';
import type { Execution, Server } from '../../server.ts';
import { nullValue, textValue } from '../../values/value.ts';
import type { ModuleModel } from '../model.ts';
import { hiddenCallId, hideCallIds } from './callIdHiding.ts';
import { hideInContacts, matchEncoded, type Users } from './encodedContact.ts';
import { dropRoutes, dropVias, onlyContact, replaceContact, restore } from './hiddenMessage.ts';

export const topologyHiding: ModuleModel = {
  name: 'topology_hiding',
  functions: {
    topology_hiding: (x, args) => hide(x, args.text(0) ?? '', usersOf(args.text(1))),
    topology_hiding_match: (x, args) => {
      const mode = args.text(0);
      const name = nameInUri(x);
      if (
        x.server.hasModule('dialog') &&
        matchDialog(x, mode === undefined ? undefined : matchModeOf(mode), name) !== undefined
      )
        return 1;
      return matchEncoded(x);
    },
  },
  variables: {
    TH_callee_callid: {
      get: x => {
        const dialog = dialogOf(x);
        return dialog?.notes.has('hides Call-ID') === true
          ? textValue(hiddenCallId(x.server, dialog.callId))
          : nullValue;
      },
    },
  },
  start: server => hideCallIds(server),
};

/** Hides what lies behind the server from the start of a dialog on (topology_hiding). */
function hide(x: Execution, flags: string, users: Users): number {
  const { message, server } = x;
  if (message.to === undefined || (addressParameter(message.to, 'tag') ?? '') !== '') return -1;
  if (server.hasModule('dialog')) {
    if (dialogOf(x) === undefined && server.parameterNumber('topology_hiding', 'force_dialog', 0) !== 0)
      if (createDialog(x) < 0) return -1;
    const dialog = dialogOf(x);
    if (dialog !== undefined) return hideWithDialog(x, dialog, flags, users);
  }
  return hideInContacts(x, flags, users);
}

/** `contact`, or `/caller/callee`: the user parts that Contacts show. */
function usersOf(text: string | undefined): Users {
  const given = (text ?? '').trim();
  if (given === '') return { caller: undefined, callee: undefined };
  if (!given.startsWith('/')) return { caller: given, callee: given };
  const [, caller = '', callee = ''] = /^\/([^/]*)(?:\/(.*))?$/.exec(given) ?? [];
  return { caller: caller.trim() || undefined, callee: callee.trim() || undefined };
}

function hideWithDialog(x: Execution, dialog: Dialog, flags: string, users: Users): number {
  const { message, server } = x;
  const isEngaged = dialog.notes.has('topology hiding');
  dialog.notes.add('topology hiding');
  if (flags.includes('U')) dialog.notes.add('keeps user');
  if (flags.includes('C')) dialog.notes.add('hides Call-ID');
  if (flags.includes('D')) dialog.notes.add('name in user');
  if (isEngaged) return 1;
  const name = (side: 'caller' | 'callee'): string =>
    server.parameter('topology_hiding', `th_contact_${side}_username_var`) ??
    `_th_contact_${side}_username_var_`;
  if (users.caller !== undefined) dialog.values.set(name('caller'), textValue(users.caller));
  if (users.callee !== undefined) dialog.values.set(name('callee'), textValue(users.callee));
  dropRoutes(message);
  dropVias(message);
  showDialog(server, message, dialog);
  dialog.hooks.push({
    reply: (_, reply, transaction) => {
      if (reply.code < 300 || reply.code >= 400) showDialog(server, reply, dialog);
      restore(reply, transaction, dialog.legs[0]?.routeSet ?? []);
    },
    within: (within, _, leg) => sendWithin(within, dialog, leg),
  });
  return 1;
}

/** A request within a dialog that is hidden goes on as one of the server's own (topo_dlg_onroute). */
function sendWithin(x: Execution, dialog: Dialog, destination: number): void {
  const { message, server } = x;
  const leg = dialog.legs[destination];
  if (leg === undefined) return;
  dropVias(message);
  dropRoutes(message);
  fixRoute(message, leg);
  message.sendSocket = leg.socket;
  showDialog(server, message, dialog);
  server.whenTransaction(x, transaction => {
    transaction.hooks.push({
      replyForwarded: (_, reply) => {
        showDialog(server, reply, dialog);
        restore(reply, transaction, []);
      },
    });
  });
}

/** Puts the server itself, with the name of the dialog, into the Contact (topo_dlg_replace_contact). */
function showDialog(server: Server, message: Message, dialog: Dialog): void {
  const header = message.first('contact');
  if (header === undefined) return;
  const parameter = dialogParameter(server);
  const contact = onlyContact(header);
  const kept = dialog.notes.has('keeps user') ? parseServerUri(contact?.uri ?? '')?.user : undefined;
  const isInUser = dialog.notes.has('name in user');
  const user = isInUser ? `${kept ?? 'X'}.${parameter}.${dialogName(dialog)}` : kept;
  const name = isInUser ? '' : `;${parameter}=${dialogName(dialog)}`;
  replaceContact(server, message, header, contact, user, name);
}
