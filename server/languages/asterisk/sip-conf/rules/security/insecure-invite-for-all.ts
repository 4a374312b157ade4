import { message } from '../../../../../rules/rule.ts';
import { atValue, type GeneralRule } from '../rule.ts';
import { skipsPassword } from './insecure-invite.ts';

export const insecureInviteForAll: GeneralRule = {
  code: 'sip-conf/insecure-invite-for-all',
  severity: 'warning',
  family: 'security',
  title: 'Calls from all devices accepted without a password',
  why: '`insecure=invite` in [general] applies to every device without its own `insecure` line. Anyone who puts the name of a friend or user in the From header can call as that device.',
  fix: 'Set it only in trunk sections with `type=peer` and a fixed host.',
  bad: '[general]\ninsecure=invite\n',
  good: '[general]\n\n[trunk]\ntype=peer\nhost=192.0.2.10\nsecret=Kx7-pq9-Lw2\ninsecure=invite\n',
  on: 'general',
  *check(general, model) {
    const setting = general.last('insecure');
    if (setting === undefined || !skipsPassword(setting.value, model.branch)) return;
    const what = 'Calls from devices without their own insecure line need no password.';
    const why = 'Anyone who puts the name of a device in the From header can call as that device.';
    yield { ...atValue(setting), message: message(what, why, 'Set it only in trunk sections.') };
  },
};
