import { message } from '../../../../../rules/rule.ts';
import { identifiesOf, isAnonymous, isFoundByLine, isFoundByName, isGuarded } from '../../model/access.ts';
import { lastValue } from '../../model/object.ts';
import { addingOption } from '../addingOption.ts';
import { atHeader, type ObjectRule } from '../rule.ts';
import { named } from '../texts.ts';

export const endpointWithoutAuth: ObjectRule = {
  code: 'pjsip-conf/endpoint-without-auth',
  severity: 'warning',
  habit: 'rule',
  family: 'security',
  title: 'Endpoint that anyone can use with its name',
  why: 'A caller is recognized by the user part of the From header, which anyone can write. An endpoint without `auth` accepts every caller who knows or guesses its name, and anyone can register as the endpoint. chan_pjsip requires no password unless `auth` is set.',
  fix: 'Add `auth`. For a trunk without a password, recognize the endpoint by address: add an identify and `identify_by=ip`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\naors=alice\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['endpoint'],
  on: 'object',
  check(object, model) {
    if (object.loss !== undefined || isAnonymous(object.name) || isGuarded(object)) return undefined;
    const identifies = identifiesOf(model, object.name);
    if (identifies.length > 0 || !isFoundByName(object.settings)) return undefined;
    const what = `The ${named(object)} has no auth.`;
    const accepted = 'Anyone who puts its name in the From header is accepted without a password';
    // A provider does not answer a challenge.
    if ((lastValue(object.settings, 'outbound_auth') ?? '') !== '' || isFoundByLine(model, object.name)) {
      const option = `${object.isMade ? 'endpoint/' : ''}identify_by=ip`;
      const todo = isFoundByLine(model, object.name)
        ? `Add ${option}: calls to the registered line are still recognized.`
        : `Add ${option}, and an identify with the addresses of the provider.`;
      const text = message(what, `${accepted}.`, todo);
      return [{ ...atHeader(object.entry), message: text, fixes: [addingOption(object, option)] }];
    }
    const why = `${accepted}, and can register as the endpoint.`;
    return [{ ...atHeader(object.entry), message: message(what, why, 'Add auth=.') }];
  },
};
