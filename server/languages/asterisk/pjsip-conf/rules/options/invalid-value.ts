import { message } from '../../../../../rules/rule.ts';
import type { ObjectRule } from '../rule.ts';
import { consequence, named } from '../texts.ts';
import { atFault, faultyLines, fixesOf } from '../valueFinding.ts';

export const invalidValue: ObjectRule = {
  code: 'pjsip-conf/invalid-value',
  severity: 'error',
  family: 'options',
  title: 'Value that the option does not accept',
  why: 'Asterisk does not fall back to a default: it drops the whole object at the first invalid value. Words, numbers, codecs, addresses and hashes are checked; names of other objects, contexts and most texts are not.',
  fix: 'Correct the value.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\ndtmf_mode=rfc2833\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\ndtmf_mode=rfc4733\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'object',
  isAboutFaults: true,
  *check(object, model) {
    for (const { setting, facts, fault } of faultyLines(object, model)) {
      const isForeign =
        fault.effect === 'lookup' && facts.kind === 'bind' && object.loss?.kind === 'invalid-value';
      if (fault.effect !== 'fatal' && !isForeign) continue;
      const isOwn = setting.entry.key === object.entry.key;
      const whom = isOwn
        ? `the ${named(object)}`
        : `any ${object.type} that inherits from "${setting.entry.header.name}"`;
      const why = `Asterisk does not load ${whom}. ${consequence(object)}`;
      yield {
        ...atFault(setting, fault),
        message: message(fault.what, why, fault.todo),
        fixes: fixesOf(setting, fault),
        ...(isForeign ? { severity: 'warning' } : {}),
      };
    }
  },
};
