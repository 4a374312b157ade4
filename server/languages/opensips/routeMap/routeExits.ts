import type { ExitKind } from '../../routeMap.ts';
import type { Call } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';

/** How a request leaves the script at a call; undefined for a call after which it does not leave. */
export function exitOf(call: Call): { readonly kind: ExitKind; readonly label: string } | undefined {
  const name = call.name.text;
  if (name === 'exit' || name === 'drop') return { kind: name, label: name };
  if (relaying.has(name)) return { kind: 'relay', label: name };
  if (coded.has(name)) return { kind: 'reply', label: codeOf(call) };
  const reply = Object.hasOwn(answering, name) ? answering[name] : undefined;
  return reply === undefined ? undefined : { kind: 'reply', label: reply };
}

/** Functions that forward the request, in any version. */
const relaying: ReadonlySet<string> = new Set([
  ...[
    't_relay',
    'forward',
    't_replicate',
    'forward_tcp',
    'forward_udp',
    'forward_tls',
    'forward_sctp',
    'send',
  ],
  ...['b2b_init_request', 'sca_init_request', 't_inject_branches', 'as_relay_t', 'as_relay_sl'],
  'cc_handle_call',
]);

/** Functions that reply with the code in their first argument. */
const coded: ReadonlySet<string> = new Set([
  ...['send_reply', 'sl_send_reply', 't_reply', 't_reply_with_body', 'b2b_send_reply', 'sl_reply'],
  ...['send_reply_with_body', 't_reply_by_callid'],
]);

/** Functions that always send the same reply, with that reply. */
const answering: Readonly<Record<string, string>> = {
  www_challenge: '401',
  proxy_challenge: '407',
  aka_www_challenge: '401',
  aka_proxy_challenge: '407',
  save: '200 (save)',
  mid_registrar_save: '200 (save)',
  handle_publish: 'publish',
  handle_subscribe: 'subscribe',
  rls_handle_subscribe: 'subscribe',
  sl_reply_error: 'error',
  options_reply: '200',
};

function codeOf(call: Call): string {
  const argument = call.args[0];
  const token = argument?.token;
  if (argument === undefined || token === undefined) return '?';
  if (argument.kind === 'variable' || token.text.includes('$')) return 'computed code';
  return token.kind === 'string' ? stringValue(token) : token.text;
}
