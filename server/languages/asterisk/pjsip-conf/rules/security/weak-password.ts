import { message } from '../../../../../rules/rule.ts';
import { weaknessOf } from '../../../values/weakPassword.ts';
import { isForCallers } from '../../model/access.ts';
import { lastOf, lastValue } from '../../model/object.ts';
import { atValue, type ObjectRule } from '../rule.ts';
import { named } from '../texts.ts';

export const weakPassword: ObjectRule = {
  code: 'pjsip-conf/weak-password',
  severity: 'warning',
  habit: 'rule',
  family: 'security',
  title: 'Password that is soon guessed',
  why: 'Programs that look for open servers try the user name, short numbers and common words first. Anyone who has the password calls at your cost.',
  fix: 'Use at least twelve random characters that are not the name.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=alice\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['auth'],
  on: 'object',
  *check(object, model) {
    const settings = model.settingsOf(object);
    const setting = lastOf(settings, 'password');
    if (object.loss !== undefined || setting === undefined || setting.value === '') return;
    // A provider chooses the password for what goes out.
    if (!isForCallers(object, model)) return;
    const user = lastValue(settings, 'username') ?? object.name;
    const fault = weaknessOf(setting.value.toLowerCase(), user.toLowerCase());
    if (fault === undefined) return;
    const whose = setting.entry.key === object.entry.key ? ` of the ${named(object)}` : '';
    yield {
      ...atValue(setting),
      message: message(
        `The password${whose} ${fault}.`,
        'It is soon guessed, and calls are then made at your cost.',
        'Use twelve or more random characters.',
      ),
    };
  },
};
