import { createDialog } from '../../dialogs/lifecycle.ts';
import { receivedBody } from '../../messages/body.ts';
import type { Execution } from '../../server.ts';
import { hasToTag } from '../../tm/relay.ts';
import type { Arguments } from '../arguments.ts';
import type { FunctionRun, ModuleModel } from '../model.ts';
import { askResult } from '../unknown.ts';

/** Media proxies answer or do not; what they write into the SDP is not known. */
export const rtpproxy: ModuleModel = {
  name: 'rtpproxy',
  functions: {
    rtpproxy_offer: rtpproxyBody('rtpproxy_offer'),
    rtpproxy_answer: rtpproxyBody('rtpproxy_answer'),
    rtpproxy_engage: engage,
    engage_rtp_proxy: engage,
    rtpproxy_unforce: asked('rtpproxy_unforce', 1),
    unforce_rtp_proxy: asked('unforce_rtp_proxy', 1),
  },
};

export const rtpengine: ModuleModel = {
  name: 'rtpengine',
  functions: {
    rtpengine_offer: rtpengineBody('rtpengine_offer'),
    rtpengine_answer: (x, args) => {
      const isAnswer = !x.message.isRequest || /^(ACK|PRACK)$/.test(x.message.method);
      return isAnswer ? exchange(x, 'rtpengine_answer', args, 1, 2) : -1;
    },
    rtpengine_delete: asked('rtpengine_delete', 1),
    rtpengine_manage: manage,
  },
};

function asked(name: string, ...outputs: readonly number[]): FunctionRun {
  return (x, args) => askResult(x, name, args, ['1', '-1'], args.variables(...outputs));
}

function rtpproxyBody(name: string): FunctionRun {
  return (x, args) => {
    if (args.has(5)) return exchange(x, name, args, 3, 4, 5);
    if (receivedBody(x.message) === '') return -1;
    // Other bodies stay as they are.
    return hasSdp(x) ? exchange(x, name, args, 3, 4) : 1;
  };
}

function rtpengineBody(name: string): FunctionRun {
  return (x, args) => (!args.has(3) && receivedBody(x.message) === '' ? -1 : exchange(x, name, args, 1, 2));
}

function exchange(x: Execution, name: string, args: Arguments, ...outputs: readonly number[]): number {
  const code = askResult(x, name, args, ['1', '-1'], args.variables(...outputs));
  const note = 'What the media proxy writes into the SDP is not known: the body is shown as it was received.';
  if (code > 0 && !x.server.record.notes.includes(note)) x.server.record.notes.push(note);
  return code;
}

/** Follows the offers and answers of a call from its first INVITE. */
function engage(x: Execution, args: Arguments): number {
  if (!x.message.isRequest || x.message.method !== 'INVITE' || hasToTag(x.message)) return -1;
  if (createDialog(x) < 0) return -1;
  return hasSdp(x) ? exchange(x, 'rtpproxy_engage', args, 3, 4) : 1;
}

/** What `rtpengine_manage` does with this message (rtpengine_manage). */
function manage(x: Execution, args: Arguments): number {
  const { message } = x;
  const method = message.isRequest ? message.method : (message.cseq?.method ?? '');
  if (!/^(INVITE|ACK|CANCEL|BYE|UPDATE|PRACK)$/.test(method)) return -1;
  const deletes =
    method === 'CANCEL' ||
    method === 'BYE' ||
    (message.isRequest ? method === 'INVITE' && x.kind === 'failure' && hasSdp(x) : message.code >= 300);
  if (deletes) return askResult(x, 'rtpengine_manage', args, ['1', '-1'], args.variables(1));
  return hasSdp(x) ? exchange(x, 'rtpengine_manage', args, 1, 2) : -1;
}

function hasSdp(x: Execution): boolean {
  const type = x.message.value('content-type') ?? 'application/sdp';
  return receivedBody(x.message) !== '' && /^(application\/sdp|multipart\/)/i.test(type.trim());
}
