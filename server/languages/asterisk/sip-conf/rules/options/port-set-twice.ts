import { message } from '../../../../../rules/rule.ts';
import { splitHostPort } from '../../../values/address.ts';
import { leadingInteger } from '../../../values/integers.ts';
import { atLine, atValue, type GeneralRule } from '../rule.ts';

export const portSetTwice: GeneralRule = {
  code: 'sip-conf/port-set-twice',
  severity: 'warning',
  family: 'options',
  title: 'Listening port in bindaddr and in bindport',
  why: 'The server logs a warning, and bindport wins.',
  fix: 'Keep one of the two.',
  bad: '[general]\nbindaddr=0.0.0.0:5080\nbindport=5060\n',
  good: '[general]\nbindaddr=0.0.0.0:5080\n',
  on: 'general',
  *check(general) {
    const address = general.last('bindaddr');
    const port = general.last('bindport');
    if (address === undefined || port === undefined) return;
    if ((splitHostPort(address.value).port ?? '') === '' || (leadingInteger(port.value, 5) ?? 0) === 0)
      return;
    const related = [{ ...atLine(address.place, address.line), message: 'This line also sets the port.' }];
    const text = message(
      'The port is also set in "bindaddr".',
      'The server logs a warning, and this one wins.',
      'Keep one of them.',
    );
    yield { ...atValue(port), message: text, related };
  },
};
