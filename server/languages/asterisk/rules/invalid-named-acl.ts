import { message } from '../../../rules/rule.ts';
import { valueColumn } from '../line.ts';
import type { Device, SipConf } from '../model.ts';
import { namedAcls } from '../namedAcls.ts';
import { atValue, type DeviceRule, type Finding } from '../rule.ts';
import { splitWords } from '../words.ts';

export const invalidNamedAcl: DeviceRule = {
  code: 'sip-conf/invalid-named-acl',
  severity: 'error',
  family: 'access',
  title: 'Named access list that is missing or listed twice',
  why: 'A name that acl.conf does not define refuses everybody. The same name twice drops the device.',
  fix: 'Define the list in acl.conf, or name each one once.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nacl=office,office\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nacl=office\n',
  since: '11',
  on: 'device',
  reads: [],
  *check(device, _general, model) {
    for (const name of ['acl', 'contactacl', 'directmediaacl']) yield* judge(device, name, model);
  },
};

function* judge(device: Device, name: string, model: SipConf): Generator<Finding> {
  const known = namedAcls(model.project.companions.get('acl.conf'));
  const seen = new Set<string>();
  for (const setting of device.all(name)) {
    for (const word of splitWords(setting.value)) {
      const text = word.text.trimStart();
      const { option, place, line } = setting;
      const range =
        setting.value === option.value && word.end > word.start
          ? {
              place,
              line,
              start: valueColumn(option, word.end - text.length),
              end: valueColumn(option, word.end - 1) + 1,
            }
          : atValue(setting);
      if (seen.has(text.toLowerCase())) {
        yield {
          ...range,
          message: message(
            `The list "${text}" is named twice.`,
            `The server drops "${device.name}" because of it.`,
            'Name it once.',
          ),
        };
      } else if (known !== undefined && !known.has(text)) {
        yield {
          ...range,
          message: message(
            `acl.conf has no list "${text}".`,
            'The server then refuses everybody.',
            'Define it there, or correct the name.',
          ),
        };
      }
      seen.add(text.toLowerCase());
    }
  }
}
