import type { Execution } from '../../server.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { signalingReply } from '../transactions/signaling.ts';
import { askResult } from '../unknown.ts';

/** Presence keeps what was published and who watches it; both functions reply themselves, whatever they return. */
export const presence: ModuleModel = {
  name: 'presence',
  functions: {
    handle_publish: (x, args) => handle(x, 'handle_publish', args, ['SIP-ETag: a.run.1.1.0']),
    handle_subscribe: (x, args) => handle(x, 'handle_subscribe', args, []),
  },
};

function handle(x: Execution, name: string, args: Arguments, headers: readonly string[]): number {
  const { message, server } = x;
  if (message.value('event') === undefined) {
    signalingReply(x, 489, 'Bad Event');
    return -1;
  }
  const code = askResult(x, name, args, ['1', '-1']);
  if (code > 0) {
    const added = [`Expires: ${expires(x)}`, ...headers].map(header => `${header}\r\n`);
    message.replyHeaders = [...message.replyHeaders, ...added];
    signalingReply(x, 200, 'OK');
    server.record.notes.push(`The NOTIFY requests that follow from ${name}() are not shown.`);
  } else server.record.notes.push(`${name}() has sent a negative reply; its code is not known.`);
  return code;
}

function expires(x: Execution): number {
  const most = x.server.parameterNumber('presence', 'max_expires', 3600);
  const wanted = Number(x.message.value('expires') ?? most);
  return Number.isFinite(wanted) ? Math.min(wanted, most) : most;
}
