import { message } from '../../../../../rules/rule.ts';
import { lastOf } from '../../model/object.ts';
import { atHeader, atValue, type WholeRule } from '../rule.ts';
import { lost, named } from '../texts.ts';

export const transportAddressInUse: WholeRule = {
  code: 'pjsip-conf/transport-address-in-use',
  severity: 'error',
  family: 'network',
  title: 'Two transports on the same address',
  why: 'A transport cannot start on an address and port that another one already uses; `0.0.0.0` covers every address. Asterisk drops the later one. UDP and TCP do not conflict with each other, but TLS and TCP do.',
  fix: 'Set another port for one of them, or remove it.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[lan]\ntype=transport\nbind=192.168.1.1:5060\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[lan]\ntype=transport\nbind=192.168.1.1:5070\n',
  on: 'whole',
  *check(model) {
    for (const [transport, earlier] of model.transportsInUse()) {
      const setting = lastOf(transport.settings, 'bind');
      const at = setting === undefined ? atHeader(transport.entry) : atValue(setting);
      const related = [{ ...atHeader(earlier.entry), message: 'This transport already uses the address.' }];
      const what = `The ${named(earlier)} already listens on this address.`;
      yield {
        ...at,
        message: message(what, lost(transport), 'Use another port, or remove one of them.'),
        related,
      };
    }
  },
};
