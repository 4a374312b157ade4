import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { atValue, type GeneralRule } from '../rule.ts';

export const callerIdentityTrusted: GeneralRule = {
  code: 'sip-conf/caller-identity-trusted',
  severity: 'warning',
  family: 'security',
  title: 'Caller ID trusted from every device',
  why: '`trustrpid=yes` in [general] uses the Caller ID in Remote-Party-ID or P-Asserted-Identity from every device. Any phone can then present any number, so your dialplan and your carrier cannot rely on it.',
  fix: 'Set `trustrpid` only in the sections of trunks and proxies that check the identity themselves.',
  bad: '[general]\ntrustrpid=yes\n',
  good: '[general]\n\n[trunk]\ntype=peer\nhost=192.0.2.10\nsecret=Kx7-pq9-Lw2\ntrustrpid=yes\n',
  on: 'general',
  *check(general) {
    const setting = general.last('trustrpid');
    if (setting === undefined || !isTrue(setting.value)) return;
    const what = 'Every device can set its own Caller ID.';
    yield {
      ...atValue(setting),
      message: message(what, 'Any phone can present any number.', 'Set it only for trusted trunks.'),
    };
  },
};
