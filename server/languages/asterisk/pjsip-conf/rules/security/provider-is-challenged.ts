import { message } from '../../../../../rules/rule.ts';
import { identifiesOf, isFoundByLine } from '../../model/access.ts';
import { lastOf } from '../../model/object.ts';
import { atValue, type ObjectRule, removingLine } from '../rule.ts';
import { named } from '../texts.ts';

export const providerIsChallenged: ObjectRule = {
  code: 'pjsip-conf/provider-is-challenged',
  severity: 'warning',
  habit: 'rule',
  family: 'security',
  title: 'Provider that is challenged for a password',
  why: 'With `auth`, every request from the endpoint is challenged with 401. A provider does not have the password that you chose, and usually does not answer challenges at all, so every incoming call fails. `auth` is for incoming requests, `outbound_auth` for outgoing ones.',
  fix: 'Remove `auth`, and keep `outbound_auth`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\noutbound_auth=alice\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[trunk]\ntype=identify\nendpoint=alice\nmatch=192.0.2.1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\noutbound_auth=alice\nidentify_by=ip\naors=alice\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[trunk]\ntype=identify\nendpoint=alice\nmatch=192.0.2.1\n',
  types: ['endpoint'],
  options: ['outbound_auth'],
  on: 'object',
  isIndividual: true,
  check(object, model) {
    if (object.loss !== undefined) return undefined;
    const settings = object.settings;
    const auth = lastOf(settings, 'auth');
    const own = lastOf(settings, 'outbound_auth');
    if (auth === undefined || auth.value === '' || own === undefined || own.value === '') return undefined;
    if (identifiesOf(model, object.name).length === 0 && !isFoundByLine(model, object.name)) return undefined;
    const what = `Every call from the provider to the ${named(object)} is challenged with 401.`;
    const fixes = !object.isMade && auth.entry === object.entry ? [removingLine('Remove "auth"', auth)] : [];
    return [
      {
        ...atValue(auth),
        message: message(
          what,
          'A provider does not answer the challenge, so incoming calls fail.',
          'Remove auth.',
        ),
        fixes,
      },
    ];
  },
};
