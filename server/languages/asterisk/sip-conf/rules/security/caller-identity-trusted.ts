import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { atValue, type GeneralRule } from '../rule.ts';

export const callerIdentityTrusted: GeneralRule = {
  code: 'sip-conf/caller-identity-trusted',
  severity: 'warning',
  family: 'security',
  title: 'Caller ID believed from everybody',
  why: '`trustrpid=yes` in [general] takes the Caller ID from Remote-Party-ID or P-Asserted-Identity of every device. Any phone can so call under any number; what your dialplan or carrier does with the number goes wrong.',
  fix: 'Set `trustrpid` only in the sections of trunks and proxies that check the identity themselves.',
  bad: '[general]\ntrustrpid=yes\n',
  good: '[general]\n\n[trunk]\ntype=peer\nhost=192.0.2.10\nsecret=Kx7-pq9-Lw2\ntrustrpid=yes\n',
  on: 'general',
  *check(general) {
    const setting = general.last('trustrpid');
    if (setting === undefined || !isTrue(setting.value)) return;
    const what = 'Every device may say which Caller ID it has.';
    yield {
      ...atValue(setting),
      message: message(what, 'Any phone can call under any number.', 'Set it for trusted trunks only.'),
    };
  },
};
