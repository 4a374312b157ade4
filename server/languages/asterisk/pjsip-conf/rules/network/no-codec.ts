import { message } from '../../../../../rules/rule.ts';
import { codecsOf } from '../../model/codecs.ts';
import { atHeader, atValue, type ObjectRule } from '../rule.ts';
import { named } from '../texts.ts';

export const noCodec: ObjectRule = {
  code: 'pjsip-conf/no-codec',
  severity: 'warning',
  habit: 'rule',
  family: 'network',
  title: 'Endpoint without a codec',
  why: 'Unlike chan_sip, chan_pjsip has no codecs unless `allow` sets them, and `disallow=all` after `allow` removes them all. Every call from the endpoint is answered with 488, and calls to it offer no media.',
  fix: 'Add `allow=` with the codecs in order of preference.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['endpoint'],
  on: 'object',
  check(object) {
    if (object.loss !== undefined) return undefined;
    const settings = object.settings;
    if (codecsOf(settings).length > 0) return undefined;
    const last = settings.findLast(({ option }) => option.key === 'allow' || option.key === 'disallow');
    const at =
      last === undefined || last.entry.key !== object.entry.key ? atHeader(object.entry) : atValue(last);
    const what = `The ${named(object)} has no codec.`;
    return [
      {
        ...at,
        message: message(
          what,
          'Every call from it is answered with 488.',
          'Add allow= with codecs, after any disallow=all.',
        ),
      },
    ];
  },
};
