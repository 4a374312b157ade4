import { message } from '../../../../../rules/rule.ts';
import { remembered } from '../../../../../text/remembered.ts';
import { knowsAlgorithms } from '../../facts/facts.ts';
import { lastOf } from '../../model/object.ts';
import { atValue, type Fix, type ObjectRule, replacing } from '../rule.ts';

export const deprecatedAuthType: ObjectRule = {
  code: 'pjsip-conf/deprecated-auth-type',
  severity: 'hint',
  habit: 'rule',
  family: 'versions',
  title: 'Old auth_type of an auth object',
  why: 'Since 20.12, 21.7 and 22.2, `auth_type=digest` replaces both `userpass` and `md5`; the stored password or hash decides which one applies. The older words still work.',
  fix: 'Write `auth_type=digest` once no older server reads the file.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nauth_type=userpass\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nauth_type=digest\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['auth'],
  options: ['auth_type'],
  on: 'object',
  isIndividual: true,
  check(object, model) {
    if (object.loss !== undefined || !knowsAlgorithms(model.release)) return undefined;
    const setting = lastOf(object.settings, 'auth_type');
    if (setting === undefined || !/^(userpass|md5)$/i.test(setting.value)) return undefined;
    const { place, line, start, end } = atValue(setting);
    const at = { place, line, start, end, message: older(setting.value), tag: 'deprecated' } as const;
    if (setting.value !== setting.option.value) return [at];
    const lateFix = (): Fix => replacing('Change to "digest"', at, 'digest');
    // Not spread, which takes longer: nearly every auth of a file has this finding.
    return [{ place, line, start, end, message: at.message, tag: at.tag, lateFix }];
  },
};

const older = remembered(word =>
  message(
    `"${word}" is the older word for digest.`,
    'It still works.',
    'Write digest once no older server reads the file.',
  ),
);
