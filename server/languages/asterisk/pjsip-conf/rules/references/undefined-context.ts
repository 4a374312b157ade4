import { message } from '../../../../../rules/rule.ts';
import { dialplanContexts } from '../../../companions/contexts.ts';
import { missingContext } from '../../../companions/missingContext.ts';
import type { PjsipConf } from '../../model/model.ts';
import { lastOf, type PjsipObject } from '../../model/object.ts';
import { atValue, type Finding, type ObjectRule, replacing } from '../rule.ts';

/** The options of an endpoint whose value is a context. */
const contexts = ['context', 'message_context', 'subscribe_context', 'overlap_context'] as const;

/** The options are text for the server when it loads; the dialplan is searched at each call. */
export const undefinedContext: ObjectRule = {
  code: 'pjsip-conf/undefined-context',
  severity: 'warning',
  habit: 'message',
  family: 'references',
  title: 'Context that extensions.conf does not have',
  why: 'Calls from the endpoint are answered with 404, because the context does not exist. Asterisk does not report it while loading. Context names are case-sensitive.',
  fix: 'Correct the name, or add the context to extensions.conf.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phone\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  files: { 'extensions.conf': '[phones]\nexten => 100,1,Hangup()\n' },
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  types: ['endpoint'],
  options: contexts,
  on: 'object',
  check: (object, model) =>
    object.loss !== undefined || dialplanContexts(model.conf) === undefined
      ? undefined
      : findings(object, model),
};

function* findings(object: PjsipObject, model: PjsipConf): Generator<Finding> {
  for (const name of contexts) {
    const setting = lastOf(object.settings, name);
    const missing = setting === undefined ? undefined : missingContext(model.conf, setting.value);
    if (setting === undefined || missing === undefined) continue;
    const { what, todo, near } = missing;
    const at = atValue(setting);
    const why = name === 'context' ? 'Calls are answered with 404.' : 'Asterisk finds nothing in it.';
    const fixes = near === undefined ? [] : [replacing(`Change to "${near}"`, at, near)];
    yield { ...at, message: message(what, why, todo), fixes };
  }
}
