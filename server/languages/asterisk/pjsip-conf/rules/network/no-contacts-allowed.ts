import { message } from '../../../../../rules/rule.ts';
import { wholeNumber } from '../../facts/numbers.ts';
import { lastValue } from '../../model/object.ts';
import { atHeader, atValue, type ObjectRule } from '../rule.ts';
import { named } from '../texts.ts';

export const noContactsAllowed: ObjectRule = {
  code: 'pjsip-conf/no-contacts-allowed',
  severity: 'warning',
  habit: 'rule',
  family: 'network',
  title: 'Address of record that accepts no registrations',
  why: '`max_contacts` is 0 by default, and 0 means that every registration is answered with 403. Without a fixed `contact`, the aor then never has an address, and calls to it fail. In pjsip_wizard.conf, `accepts_registrations` does not change that.',
  fix: 'Add `max_contacts=1`, or a fixed `contact`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['aor'],
  on: 'object',
  check(object) {
    if (object.loss !== undefined) return undefined;
    const settings = object.settings;
    const most = lastValue(settings, 'max_contacts') ?? '0';
    if (
      wholeNumber(most, true) !== 0 ||
      settings.some(({ option, value }) => option.key === 'contact' && value !== '')
    )
      return undefined;
    const setting = settings.findLast(({ option }) => option.key === 'max_contacts');
    const at = setting === undefined ? atHeader(object.entry) : atValue(setting);
    const what = `The ${named(object)} accepts no registrations and has no fixed contact.`;
    const todo = object.isMade ? 'Add aor/max_contacts=1.' : 'Add max_contacts=1, or a contact.';
    return [
      { ...at, message: message(what, 'A REGISTER is answered with 403, and calls to it fail.', todo) },
    ];
  },
};
