import { compilePosix } from '../../../../../text/posixRegexp.ts';
import type { Execution, VariableModel } from '../../server.ts';
import { sendSocketFor } from '../../sockets.ts';
import { cancelBranches } from '../../tm/cancel.ts';
import { injectBranches, waitForBranches, waitNoMore } from '../../tm/injection.ts';
import { isReplyCode, sendLocalReply } from '../../tm/localReply.ts';
import { sendLocalRequest } from '../../tm/localRequest.ts';
import {
  hasTuple,
  lookupCancelled,
  lookupRequest,
  newTransaction,
  retransmitReply,
} from '../../tm/lookup.ts';
import { relay, targetOf } from '../../tm/relay.ts';
import type { TransactionBranch } from '../../tm/transaction.ts';
import { integerValue, isNull, nullValue, optionalText, textValue } from '../../values/value.ts';
import { pick } from '../../values/variables.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { askFunction, askResult } from '../unknown.ts';

export const tm: ModuleModel = {
  name: 'tm',
  functions: {
    t_relay: (x, args) => relayFunction(x, args),
    t_newtran: x => newTransaction(x),
    t_reply: (x, args) => reply(x, args.number(0) ?? 500, args.text(1) ?? 'Error'),
    t_reply_with_body: (x, args) =>
      reply(x, args.number(0) ?? 500, args.text(1) ?? 'Error', { text: args.text(2) ?? '', type: '' }),
    t_check_trans: checkTransaction,
    t_check_status: (x, args) => {
      const status = statusOf(x);
      const regexp = compilePosix(args.text(0) ?? '', { ignoreCase: true });
      return status !== undefined && regexp?.match(status) !== undefined ? 1 : -1;
    },
    t_local_replied: (x, args) => localReplied(x, args.text(0) ?? 'all'),
    t_was_cancelled: x => (x.transaction?.isCancelled === true ? 1 : -1),
    t_on_failure: (x, args) => arm(x, 'on failure', args.text(0) ?? ''),
    t_on_reply: (x, args) => arm(x, x.kind === 'branch' ? 'branch on reply' : 'on reply', args.text(0) ?? ''),
    t_on_branch: (x, args) => arm(x, 'on branch', args.text(0) ?? ''),
    t_flush_flags: x => {
      if (x.transaction === undefined) return -1;
      x.transaction.request.flags = new Set(x.message.flags);
      return 1;
    },
    t_cancel_branch: (x, args) => {
      const { transaction } = x;
      if (transaction?.isInvite !== true) return -1;
      const flags = (args.text(0) ?? '').toLowerCase();
      const isOpen = x.message.isRequest || x.message.code < 200;
      const isMeant = (index: number): boolean => {
        if (index === x.branchIndex) return isOpen && (flags === '' || flags.includes('a'));
        return flags !== '' && index >= transaction.firstBranch;
      };
      const branches = transaction.branches.filter(({ index }) => isMeant(index));
      cancelBranches(x.server, transaction, undefined, branches);
      return 1;
    },
    t_add_hdrs: (x, args) => {
      x.transaction?.notes.set('extra headers', args.text(0) ?? '');
      return x.transaction === undefined ? -1 : 1;
    },
    t_new_request: newRequest,
    t_replicate: (x, args) => relay(x, { proxy: args.text(0), isReplica: true }) || 1,
    t_wait_for_new_branches: (x, args) => waitForBranches(x, args.number(0)),
    t_wait_no_more_branches: x => (x.transaction === undefined ? -1 : waitNoMore(x.transaction, 0)),
    t_inject_branches: (x, args) =>
      args.text(0)?.toLowerCase() === 'event'
        ? askFunction(x, 't_inject_branches', args)
        : injectBranches(x, (args.text(1) ?? '').toLowerCase()),
    t_add_cancel_reason: (x, args) => {
      x.message.notes.set('cancel reason', args.text(0) ?? '');
      return 1;
    },
    t_anycast_replicate: (x, args) =>
      /^(CANCEL|ACK)$/.test(x.message.method) && x.server.hasModule('clusterer')
        ? askResult(x, 't_anycast_replicate', args, ['-1', '1', '-2', '-3'])
        : -1,
    t_reply_by_callid: (x, args) => {
      const callId = args.text(2) ?? x.message.callId;
      const number = args.text(3) ?? x.message.cseq?.number;
      const found = x.server.transactions.find(
        ({ isInvite, request }) => isInvite && request.callId === callId && request.cseq?.number === number,
      );
      if (found === undefined) return -4;
      return sendLocalReply(x.server, found, found.request, args.number(0) ?? 500, args.text(1) ?? '');
    },
  },
  variables: {
    T_branch_idx: {
      get: x => (/^(branch|onreply|failure)$/.test(x.kind) ? integerValue(x.currentBranch) : nullValue),
    },
    T_reply_code: { get: x => integerValue(replyCode(x)) },
    T_ruri: {
      get: x => {
        if (x.transaction === undefined && x.message.isRequest) return textValue(x.message.uri);
        return optionalText(x.transaction?.branches[x.currentBranch]?.uri);
      },
    },
    T_id: { get: x => (x.transaction === undefined ? nullValue : textValue(`run.${x.transaction.id}`)) },
    T_fr_timeout: timeout('frTimeout', 'fr_timeout', 30),
    T_fr_inv_timeout: timeout('frInviteTimeout', 'fr_inv_timeout', 120),
    'tm.branch.uri': ofBranch(branch => branch.uri),
    'tm.branch.duri': ofBranch(branch => branch.dstUri),
    'tm.branch.path': ofBranch(branch => branch.path),
    'tm.branch.last_received': ofBranch(branch => String(branch.status)),
    'tm.branch.reply_code': ofBranch(branch => String(branch.status)),
    bavp: {
      get: (x, variable) =>
        optionalText(x.transaction?.notes.get(`bavp ${x.currentBranch} ${variable.inner?.text ?? ''}`)),
      set: (x, variable, value) => {
        if (x.transaction === undefined) return false;
        x.transaction.notes.set(
          `bavp ${x.currentBranch} ${variable.inner?.text ?? ''}`,
          value.text ?? String(value.number),
        );
        return true;
      },
    },
  },
};

/** `t_new_request(method, uri, from, to, [type body], [context])`: a request of the server's own outside a dialog. */
function newRequest(x: Execution, args: Arguments): number {
  const [method = '', uri = '', from = '', to = ''] = [0, 1, 2, 3].map(at => args.text(at) ?? '');
  const written = args.text(4);
  const space = written?.indexOf(' ') ?? 0;
  if (space < 0) return -1;
  const { server } = x;
  const target = targetOf(server, uri, undefined);
  const socket = target === undefined ? undefined : sendSocketFor(server, x.message, target.transport);
  if (socket === undefined) return -1;
  const number = server.transactions.length + 1;
  sendLocalRequest(server, {
    method,
    uri,
    routes: [],
    from: `${withBrackets(from)};tag=${number}.run`,
    to: withBrackets(to),
    callId: `${number}.run@${socket.address}`,
    cseq: 10,
    socket,
    ...(written === undefined
      ? {}
      : { body: { type: written.slice(0, space), text: written.slice(space + 1) } }),
    notes: new Map(),
  });
  return 1;
}

/** A URI, with or without a name before it, as an address. */
function withBrackets(address: string): string {
  const space = address.lastIndexOf(' ');
  return `${space < 0 ? '' : `${address.slice(0, space)} `}<${address.slice(space + 1)}>`;
}

function ofBranch(read: (branch: TransactionBranch) => string | undefined) {
  return {
    get: (x: Execution, variable: Parameters<typeof pick>[1]) =>
      pick(
        x,
        variable,
        (x.transaction?.branches ?? []).map(branch => optionalText(read(branch))),
      ),
  };
}

/** `t_relay([flags], [proxy])`; before 3.0 a single argument may be either. */
function relayFunction(x: Execution, args: Arguments): number {
  const first = args.text(0) ?? '';
  const isProxy = /^(udp|tcp|tls|ws|wss|sctp):/i.test(first);
  const flags = isProxy ? '' : first;
  const number = /^(0x[0-9a-f]+|\d+)$/i.test(flags) ? Number(flags) : 0;
  return relay(x, {
    proxy: isProxy ? first : args.text(1),
    hidesErrors: /no-auto-477/.test(flags) || (number & 2) !== 0,
    addsReason: /reason/.test(flags) || (number & 8) !== 0,
  });
}

/** t_reply creates the transaction if there is none; 0 for a retransmission. */
function reply(
  x: Execution,
  code: number,
  reason: string,
  body?: { readonly text: string; readonly type: string },
): number {
  if (!isReplyCode(code)) return -1;
  const { message, server } = x;
  if (message.method === 'ACK') return 0;
  if (x.transaction === undefined) {
    if (x.kind !== 'request') return -1;
    const made = newTransaction(x);
    if (made === 0) return 0;
    if (made < 0) return -1;
  }
  if (x.transaction === undefined) return -1;
  return sendLocalReply(server, x.transaction, message, code, reason, body);
}

export function checkTransaction(x: Execution): number {
  const { message, server } = x;
  if (message.method === 'CANCEL') {
    if (!hasTuple(message)) return 0;
    return lookupCancelled(server, message) === undefined ? -1 : 1;
  }
  if (x.transaction !== undefined) return 1;
  if (x.ackTransaction !== undefined) return -2;
  if (x.isLookedUp) return -1;
  const found = lookupRequest(server, message);
  x.isLookedUp = found.kind !== 'invalid';
  switch (found.kind) {
    case 'found':
      if (message.method === 'ACK') {
        x.transaction = found.transaction;
        return 1;
      }
      retransmitReply(server, found.transaction);
      return 0;
    case 'ack':
      x.ackTransaction = found.transaction;
      return -2;
    default:
      return -1;
  }
}

function statusOf(x: Execution): string | undefined {
  const { transaction } = x;
  if (transaction === undefined) return undefined;
  switch (x.kind) {
    case 'request':
      return String(transaction.status);
    case 'onreply':
      return String(x.message.code);
    case 'failure':
      return String(transaction.branches[x.branchIndex]?.status ?? 0);
    default:
      return undefined;
  }
}

function replyCode(x: Execution): number {
  const { transaction } = x;
  if (transaction === undefined) return 0;
  if (x.kind === 'onreply') return x.message.code;
  if (x.kind === 'failure') return transaction.branches[x.branchIndex]?.status ?? 0;
  return x.kind === 'request' ? transaction.status : 0;
}

function localReplied(x: Execution, what: string): number {
  const { transaction } = x;
  if (transaction === undefined) return -1;
  const branch = transaction.branches[x.branchIndex];
  switch (what.toLowerCase()) {
    case 'all':
      return transaction.branches.slice(transaction.firstBranch).some(one => one.hasReply) ? -1 : 1;
    case 'branch':
      return x.kind === 'failure' && branch?.hasReply === false ? 1 : -1;
    default:
      if (x.kind === 'failure') return branch?.reply === undefined ? 1 : -1;
      return transaction.relayedBranch === -2 ? 1 : -1;
  }
}

/** Arms a route: for the transaction if there is one, else for the one to be created. */
function arm(x: Execution, what: string, name: string): number {
  const { transaction, message } = x;
  if (transaction !== undefined && x.kind !== 'branch') {
    if (what === 'on failure') transaction.onFailure = name;
    else if (what === 'on reply') transaction.onReply = name;
    else message.notes.set(what, name);
    return 1;
  }
  if (transaction !== undefined && what === 'on failure') transaction.onFailure = name;
  else message.notes.set(what, name);
  return 1;
}

/** A timeout of the transaction, or of the one that the message will have: a number without a printed form of its own. */
function timeout(field: 'frTimeout' | 'frInviteTimeout', name: string, seconds: number): VariableModel {
  const standard = (x: Execution): number => x.server.parameterNumber('tm', name, seconds);
  return {
    get: x => {
      const kept = x.message.notes.get(name);
      const number = x.transaction?.[field] ?? (kept === undefined ? standard(x) : Number(kept));
      return { text: undefined, number, isInteger: false };
    },
    set: (x, _, value) => {
      const number = isNull(value) ? standard(x) : value.number;
      if (number === undefined) return false;
      if (x.transaction === undefined) x.message.notes.set(name, String(number));
      else x.transaction[field] = number;
      return true;
    },
  };
}
