import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { isGeneralWhole } from '../../model/whole.ts';
import { atValue, type GeneralRule } from '../rule.ts';

export const authNameMatchWithGuests: GeneralRule = {
  code: 'sip-conf/auth-name-match-with-guests',
  severity: 'warning',
  family: 'security',
  title: 'Match by Auth-ID while guests are accepted',
  why: 'With `match_auth_username=yes`, a device is looked up by the user name of the Authorization header, which the first INVITE does not have. If guests are accepted, that first INVITE is a guest call whenever the name in From is unknown, and is never challenged.',
  fix: 'Set `allowguest=no`.',
  bad: '[general]\nmatch_auth_username=yes\n',
  good: '[general]\nmatch_auth_username=yes\nallowguest=no\n',
  since: '1.6.2',
  on: 'general',
  *check(general, model) {
    const setting = general.last('match_auth_username');
    if (setting === undefined || !isTrue(setting.value)) return;
    const guests = general.last('allowguest');
    if (guests === undefined ? !isGeneralWhole(model) : !isTrue(guests.value)) return;
    const what = 'The Auth-ID is checked only if the request has one, and guests are accepted without it.';
    yield {
      ...atValue(setting),
      message: message(
        what,
        'A call with an unknown name in From is never challenged.',
        'Set allowguest=no.',
      ),
    };
  },
};
