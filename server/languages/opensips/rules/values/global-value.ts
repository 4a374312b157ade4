import { message } from '../../../../rules/rule.ts';
import { globalFacts } from '../../facts/facts.ts';
import type { ScriptModel } from '../../model/model.ts';
import type { Global } from '../../syntax/syntax.ts';
import { stringValue } from '../../syntax/token.ts';
import type { GlobalRule } from '../rule.ts';

/** The values that OpenSIPS refuses while it reads the script; it accepts other values outside the documented ones. */
const refused: Readonly<Record<string, (value: string | number) => string | undefined>> = {
  event_shm_threshold: percentage,
  event_pkg_threshold: percentage,
  tcp_connect_timeout: value => (Number(value) <= 0 ? 'a number above 0' : undefined),
  tcp_threads: value => (Number(value) <= 0 ? 'a number above 0' : undefined),
  tcp_accept_aliases: value => (Number(value) < 0 || Number(value) > 2 ? '0, 1 or 2' : undefined),
  stderror_log_format: logFormat,
  syslog_log_format: logFormat,
  syslog_facility: facility,
  log_facility: facility,
  poll_method: value =>
    ['poll', 'epoll', 'epoll_lt', 'epoll_et', 'sigio_rt', 'select', 'kqueue', '/dev/poll', 'none'].includes(
      String(value).toLowerCase(),
    )
      ? undefined
      : 'poll, epoll, sigio_rt or select',
};

export const globalValue: GlobalRule = {
  code: 'opensips-cfg/global-value',
  severity: 'error',
  family: 'values',
  title: 'Global parameter value that OpenSIPS refuses',
  why: 'OpenSIPS checks the values of some global parameters while it reads the script, and does not start if one is not allowed.',
  fix: 'Write one of the values in the message.',
  bad: 'syslog_facility=LOG_LOCAL9\nsocket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  good: 'syslog_facility=LOG_LOCAL0\nsocket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  on: 'global',
  *check(item, model) {
    const name = item.name.text;
    const token = item.values[0];
    if (name === 'dst_blacklist' && token !== undefined && isDefinedAbove(item, model))
      yield {
        span: token,
        message: message(
          `The blacklist \`${token.text}\` is already defined above.`,
          'OpenSIPS does not start.',
          'Rename one of them, or put the rules of both into one list.',
        ),
      };
    const judge = Object.hasOwn(refused, name) ? refused[name] : undefined;
    if (judge === undefined || token === undefined) return;
    const value = item.number ?? (token.kind === 'string' ? stringValue(token) : token.text);
    const wanted = judge(value);
    if (wanted === undefined) return;
    yield {
      span: token,
      message: message(
        `\`${name}\` does not accept \`${token.text}\`.`,
        'OpenSIPS does not start.',
        `Allowed: ${wanted}.`,
      ),
    };
  },
};

function isDefinedAbove(item: Global, model: ScriptModel): boolean {
  const first = firstBlacklists(model).get(item.values[0]?.text ?? '');
  return first !== undefined && first !== item;
}

/** The first definition of each blacklist, by name. */
function firstBlacklists(model: ScriptModel): ReadonlyMap<string, Global> {
  const known = blacklists.get(model);
  if (known !== undefined) return known;
  const found = new Map<string, Global>();
  for (const { item } of model.declarations) {
    if (item.type !== 'global' || item.name.text !== 'dst_blacklist') continue;
    const name = item.values[0]?.text ?? '';
    if (!found.has(name)) found.set(name, item);
  }
  blacklists.set(model, found);
  return found;
}

const blacklists = new WeakMap<ScriptModel, ReadonlyMap<string, Global>>();

function percentage(value: string | number): string | undefined {
  return Number(value) < 0 || Number(value) > 100 ? 'a percentage from 0 to 100' : undefined;
}

function logFormat(value: string | number): string | undefined {
  return ['plain_text', 'json', 'json_cee'].includes(String(value))
    ? undefined
    : '"plain_text", "json" or "json_cee"';
}

function facility(value: string | number): string | undefined {
  const facilities = globalFacts('syslog_facility')?.allowed;
  if (!Array.isArray(facilities) || facilities.includes(String(value))) return undefined;
  return 'a facility of syslog(3), such as LOG_LOCAL0';
}
