import { message } from '../../../../../rules/rule.ts';
import { missingContext } from '../../../companions/missingContext.ts';
import { isAnonymous, isGuarded } from '../../model/access.ts';
import { lastValue } from '../../model/object.ts';
import { atHeader, type ObjectRule } from '../rule.ts';

export const anonymousEndpoint: ObjectRule = {
  code: 'pjsip-conf/anonymous-endpoint',
  severity: 'warning',
  family: 'security',
  title: 'Unknown callers are accepted',
  why: 'The endpoint named `anonymous` is used for every caller that nothing else recognizes. Without `auth`, anyone can reach its context and dial everything in it, including toll numbers. The default order tries it before the identifiers `auth_username`, `header` and `request_uri`, which are then never reached.',
  fix: 'Remove it, or set a context that cannot dial toll numbers.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[anonymous]\ntype=endpoint\ncontext=public\nallow=ulaw\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['endpoint'],
  on: 'object',
  check(object, model) {
    if (object.loss !== undefined || !isAnonymous(object.name)) return undefined;
    if (isGuarded(object)) return undefined;
    const context = lastValue(object.settings, 'context') ?? 'default';
    // Nothing can be dialed in a context that does not exist.
    if (missingContext(model.conf, context) !== undefined) return undefined;
    const what = `Every unknown caller reaches the context "${context}".`;
    return [
      {
        ...atHeader(object.entry),
        message: message(
          what,
          'Anyone can dial everything in that context.',
          'Remove the endpoint, or make sure that the context cannot dial toll numbers.',
        ),
      },
    ];
  },
};
