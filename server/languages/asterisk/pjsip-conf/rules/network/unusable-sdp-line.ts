import { message } from '../../../../../rules/rule.ts';
import { lastOf } from '../../model/object.ts';
import { atValue, type Finding, type ObjectRule } from '../rule.ts';

/**
 * pjmedia_sdp_validate refuses a session description with an empty user or name, so no offer or answer can be created. The user is
 * printed as it is, in front of fields that are separated by spaces.
 */
export const unusableSdpLine: ObjectRule = {
  code: 'pjsip-conf/unusable-sdp-line',
  severity: 'warning',
  habit: 'rule',
  family: 'network',
  title: 'Value that makes the session description unusable',
  why: '`sdp_owner` is the first field of the `o=` line, and spaces separate its fields: with a space in the value, the other side reads the wrong session ID and version, or refuses the whole description. `sdp_session` is the `s=` line. If one of them is empty, Asterisk cannot create a session description at all, and every call fails.',
  fix: 'Use one word for `sdp_owner`, and any text for `sdp_session`; or remove the lines, and Asterisk uses `-` and `Asterisk`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\nsdp_owner=My PBX\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\nsdp_owner=mypbx\nsdp_session=My PBX\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  types: ['endpoint'],
  options: ['sdp_owner', 'sdp_session'],
  on: 'object',
  *check(object) {
    if (object.loss !== undefined) return;
    for (const key of ['sdp_owner', 'sdp_session']) {
      const setting = lastOf(object.settings, key);
      if (setting === undefined) continue;
      if (setting.value === '')
        yield finding(
          atValue(setting),
          `${key} is empty.`,
          'Asterisk cannot create a session description, so every call fails.',
          'Set a value, or remove the line.',
        );
      else if (key === 'sdp_owner' && /\s/.test(setting.value))
        yield finding(
          atValue(setting),
          'sdp_owner contains a space.',
          'The other side cannot read the session description.',
          'Use a single word.',
        );
    }
  },
};

function finding(at: Omit<Finding, 'message'>, what: string, why: string, todo: string): Finding {
  return { ...at, message: message(what, why, todo) };
}
