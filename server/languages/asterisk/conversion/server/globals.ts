import { appendAll } from '../../../../text/longLists.ts';
import type { Setting } from '../../config/entry.ts';
import type { SipConf } from '../../sip-conf/model/model.ts';
import { isTrue } from '../../values/truth.ts';
import type { Wanted } from '../wanted.ts';

/** Which ways to recognize callers the devices need in addition to name and address. */
export interface Identifiers {
  readonly usesHeaders: boolean;
  readonly usesRequestUri: boolean;
  /** Requests for foreign domains are refused before anything else. */
  readonly refusesDomains: boolean;
}

/** The one `global` object. */
export function globalOptions(
  model: SipConf,
  { usesHeaders, usesRequestUri, refusesDomains }: Identifiers,
): Wanted[] {
  const { general } = model;
  const byAuth = matchesAuthName(model);
  // The order of chan_sip: the name, then the callback extension, then the address.
  const order = [
    ...(refusesDomains ? ['request_uri'] : []),
    ...(byAuth === undefined ? [] : ['auth_username']),
    'username',
    ...(usesRequestUri && !refusesDomains ? ['request_uri'] : []),
    ...(usesHeaders ? ['header'] : []),
    'ip',
    'anonymous',
  ];
  const wanted: Wanted[] = [
    {
      name: 'endpoint_identifier_order',
      value: order.join(','),
      from: byAuth === undefined ? [] : [byAuth],
    },
    // chan_sip looks up the user part of From and never its host.
    { name: 'disable_multi_domain', value: 'yes', from: [] },
  ];
  for (const [chanSip, name] of [
    ['realm', 'default_realm'],
    ['useragent', 'user_agent'],
    ['maxforwards', 'max_forwards'],
    ['regcontext', 'regcontext'],
    ['vmexten', 'default_voicemail_extension'],
  ] as const)
    appendAll(wanted, copied(general.last(chanSip), name));
  const debug = general.last('sipdebug');
  if (debug !== undefined)
    wanted.push({ name: 'debug', value: isTrue(debug.value) ? 'yes' : 'no', from: [debug] });
  const users = general.last('legacy_useroption_parsing');
  if (users !== undefined)
    wanted.push({
      name: 'ignore_uri_user_options',
      value: isTrue(users.value) ? 'yes' : 'no',
      from: [users],
    });
  const caller = general.last('callerid');
  if (caller !== undefined && /^[\w.+-]+$/.test(caller.value))
    wanted.push({ name: 'default_from_user', value: caller.value, from: [caller] });
  return wanted;
}

/** The `system` object; empty where none is needed. */
export function systemOptions({ general }: SipConf): Wanted[] {
  const compact = general.last('compactheaders');
  return [
    ...copied(general.last('timert1'), 'timer_t1'),
    ...copied(general.last('timerb'), 'timer_b'),
    ...(compact === undefined
      ? []
      : [{ name: 'compact_headers', value: isTrue(compact.value) ? 'yes' : 'no', from: [compact] }]),
  ];
}

/** The line that makes the digest user name override the one in From. */
export function matchesAuthName({ general }: SipConf): Setting | undefined {
  const line = general.last('match_auth_username');
  return line !== undefined && isTrue(line.value) ? line : undefined;
}

function copied(line: Setting | undefined, name: string): Wanted[] {
  return line === undefined || line.value === '' ? [] : [{ name, value: line.value, from: [line] }];
}
