import { message } from '../../../../rules/rule.ts';
import { targetsOf } from '../../model/parameters.ts';
import { stringValue } from '../../syntax/token.ts';
import type { ModuleParameterRule } from '../rule.ts';

/** Longer than any client needs to answer a challenge. */
const limit = 300;

export const longLivedNonce: ModuleParameterRule = {
  code: 'opensips-cfg/long-lived-nonce',
  severity: 'warning',
  family: 'security',
  title: 'Nonce that stays valid for too long',
  why: 'A recorded answer to a challenge can be sent again from anywhere while the nonce is valid. The default is 30 seconds.',
  fix: 'Keep `nonce_expire` at 30 seconds or slightly more.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nmodparam("auth", "nonce_expire", 3600)\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nmodparam("auth", "nonce_expire", 30)\n',
  on: 'modparam',
  *check(item, loaded, model) {
    if (item.name === undefined || stringValue(item.name) !== 'nonce_expire') return;
    if (item.number === undefined || item.number <= limit) return;
    if (!targetsOf(item, loaded, model.version).some(target => target.module === 'auth')) return;
    yield {
      span: item.value[0] ?? item,
      message: message(
        `A challenge stays valid for ${item.number} seconds.`,
        'Anyone who records an answer can use it that long, from anywhere.',
        'Keep it at 30 seconds or slightly more.',
      ),
    };
  },
};
