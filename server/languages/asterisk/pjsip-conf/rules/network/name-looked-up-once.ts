import { message } from '../../../../../rules/rule.ts';
import type { ObjectRule } from '../rule.ts';
import { atFault, faultyLines } from '../valueFinding.ts';

export const nameLookedUpOnce: ObjectRule = {
  code: 'pjsip-conf/name-looked-up-once',
  severity: 'information',
  habit: 'rule',
  family: 'network',
  title: 'Host name that is looked up only when Asterisk loads the file',
  why: 'Asterisk looks up the name once, at a start or reload. If the lookup fails, Asterisk drops the whole identify or transport, including valid addresses; if the address changes later, Asterisk keeps the old one.',
  fix: 'Use IP addresses, or make sure that the name server is available before Asterisk starts, and reload when the address changes.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[trunk]\ntype=identify\nendpoint=alice\nmatch=sip.provider.com\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[trunk]\ntype=identify\nendpoint=alice\nmatch=192.0.2.1\n',
  types: ['identify', 'transport'],
  on: 'object',
  *check(object, model) {
    for (const { setting, fault } of faultyLines(object, model)) {
      if (fault.effect !== 'lookup' || object.loss?.kind === 'invalid-value') continue;
      const others = object.type === 'identify' ? ' at all, even if it has other addresses' : '';
      const why = `If the lookup fails, Asterisk does not load the ${object.type}${others}.`;
      yield { ...atFault(setting, fault), message: message(fault.what, why, fault.todo) };
    }
  },
};
