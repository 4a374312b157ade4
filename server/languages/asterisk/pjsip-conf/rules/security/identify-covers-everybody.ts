import { message } from '../../../../../rules/rule.ts';
import { matchEntry } from '../../facts/addresses.ts';
import { identifierOrder } from '../../matching/identifiers.ts';
import { lastValue } from '../../model/object.ts';
import { atValue, type ObjectRule } from '../rule.ts';

export const identifyCoversEverybody: ObjectRule = {
  code: 'pjsip-conf/identify-covers-everybody',
  severity: 'warning',
  family: 'security',
  title: 'Identify that covers every address',
  why: 'The address is checked before the user name, unless `endpoint_identifier_order` changes the order. An identify with `0.0.0.0/0` therefore recognizes every caller as its endpoint: unknown callers are accepted as that endpoint, and phones never reach their own.',
  fix: 'Match only the addresses of the other side.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[all]\ntype=identify\nendpoint=alice\nmatch=0.0.0.0/0\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[all]\ntype=identify\nendpoint=alice\nmatch=192.0.2.1\n',
  types: ['identify'],
  on: 'object',
  *check(object, model) {
    if (object.loss !== undefined) return;
    const order = identifierOrder(model);
    const isNameFirst = order.indexOf('username') < order.indexOf('ip');
    for (const setting of object.settings) {
      if (setting.option.key !== 'match') continue;
      const isAll = setting.value.split(',').some(word => {
        const entry = matchEntry(word.trim());
        return entry.kind === 'network' && entry.bits <= 1 && !entry.isNegated;
      });
      if (!isAll) continue;
      const endpoint = lastValue(object.settings, 'endpoint') ?? '';
      const who = isNameFirst ? 'caller whose name is not known' : 'caller';
      const what = `Every ${who} is recognized as the endpoint "${endpoint}".`;
      yield {
        ...atValue(setting),
        message: message(
          what,
          isNameFirst
            ? 'Unknown callers are accepted.'
            : 'Unknown callers are accepted, and phones do not reach their own endpoints.',
          'Match only the addresses of the other side.',
        ),
      };
    }
  },
};
