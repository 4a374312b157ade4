import { message } from '../../../../../rules/rule.ts';
import { isAnonymous, isGuarded } from '../../model/access.ts';
import { lastValue } from '../../model/object.ts';
import { atHeader, type ObjectRule } from '../rule.ts';

export const anonymousEndpoint: ObjectRule = {
  code: 'pjsip-conf/anonymous-endpoint',
  severity: 'warning',
  family: 'security',
  title: 'Strangers may call',
  why: 'An endpoint called `anonymous` takes every caller whom nothing else recognizes. Without `auth` anyone reaches its context and whatever can be dialed there, also paid numbers. The default order tries it before the identifiers `auth_username`, `header` and `request_uri`, which are then never reached.',
  fix: 'Remove it, or give it a context from which nothing costly can be dialed.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[anonymous]\ntype=endpoint\ncontext=public\nallow=ulaw\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['endpoint'],
  on: 'object',
  *check(object, model) {
    if (object.loss !== undefined || !isAnonymous(object.name)) return;
    if (isGuarded(model, object)) return;
    const context = lastValue(model.settingsOf(object), 'context') ?? 'default';
    const what = `Every stranger reaches the context "${context}".`;
    yield {
      ...atHeader(object.entry),
      message: message(
        what,
        'What can be dialed there can be dialed by anyone.',
        'Remove the endpoint, or make sure that the context leads nowhere costly.',
      ),
    };
  },
};
