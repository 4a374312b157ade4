import { message } from '../../../../../rules/rule.ts';
import { atValue, type GeneralRule } from '../rule.ts';
import { skipsPassword } from './insecure-invite.ts';

export const insecureInviteForAll: GeneralRule = {
  code: 'sip-conf/insecure-invite-for-all',
  severity: 'warning',
  family: 'security',
  title: 'Calls of every device taken without a password',
  why: '`insecure=invite` in [general] holds for each device that has no `insecure` line of its own. Anyone who puts the name of a friend or user in the From header can call as that device.',
  fix: 'Set it only in the sections of trunks: `type=peer` with a fixed host.',
  bad: '[general]\ninsecure=invite\n',
  good: '[general]\n\n[trunk]\ntype=peer\nhost=192.0.2.10\nsecret=Kx7-pq9-Lw2\ninsecure=invite\n',
  on: 'general',
  *check(general, model) {
    const setting = general.last('insecure');
    if (setting === undefined || !skipsPassword(setting.value, model.branch)) return;
    const what = 'No device without a line of its own is asked for a password on calls.';
    const why = 'Anyone who puts its name in the From header can call as it.';
    yield { ...atValue(setting), message: message(what, why, 'Set it in the sections of trunks only.') };
  },
};
