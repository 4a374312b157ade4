import { message } from '../../../../../rules/rule.ts';
import { atHeader, atValue, type ObjectRule } from '../rule.ts';
import { lost } from '../texts.ts';

export const incompleteObject: ObjectRule = {
  code: 'pjsip-conf/incomplete-object',
  severity: 'error',
  family: 'objects',
  title: 'Object that lacks something that Asterisk requires',
  why: 'After reading all lines of an object, Asterisk checks the object as a whole: an auth needs a user name and a password or hash for every algorithm that it offers, a transport an address, an identify an endpoint and something to match, a registration two SIP URIs. Otherwise, it drops the object.',
  fix: 'Add what is missing, or correct the settings that conflict.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'object',
  isAboutFaults: true,
  *check(object) {
    if (object.loss?.kind !== 'incomplete') return;
    const { fault } = object.loss;
    const at = fault.setting === undefined ? atHeader(object.entry) : atValue(fault.setting);
    yield { ...at, message: message(fault.what, lost(object), fault.todo) };
  },
};
