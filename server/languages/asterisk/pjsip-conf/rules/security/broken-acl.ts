import { message } from '../../../../../rules/rule.ts';
import { atHeader, atName, type ObjectRule } from '../rule.ts';
import { named } from '../texts.ts';

export const brokenAcl: ObjectRule = {
  code: 'pjsip-conf/broken-acl',
  severity: 'warning',
  family: 'security',
  title: 'Access list that blocks nothing',
  why: 'Asterisk logs "Blocking ALL SIP traffic" when a line of an acl object is invalid. In fact, it drops the object, and nothing is blocked.',
  fix: 'Correct the line.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[lan]\ntype=acl\ndeny=0.0.0.0/0\npermit=192.168.1.0/240\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[lan]\ntype=acl\ndeny=0.0.0.0/0\npermit=192.168.1.0/24\n',
  types: ['acl'],
  on: 'object',
  *check(object) {
    if (object.loss === undefined || object.loss.kind === 'incomplete') return;
    const related = [{ ...atName(object.loss.setting), message: 'Asterisk refuses this line.' }];
    const what = `The ${named(object)} blocks nothing, although the log reports that all SIP traffic is blocked.`;
    yield {
      ...atHeader(object.entry),
      message: message(
        what,
        'Requests from every address are accepted.',
        'Correct the line that Asterisk refuses.',
      ),
      related,
    };
  },
};
