import { message } from '../../../../../rules/rule.ts';
import type { Setting } from '../../../config/entry.ts';
import { atoi } from '../../../values/integers.ts';
import { atValue, type GeneralRule } from '../rule.ts';

export const timersInConflict: GeneralRule = {
  code: 'sip-conf/timers-in-conflict',
  severity: 'error',
  family: 'values',
  title: 'Timer T1 below the minimum',
  why: 'If `t1min` is higher than `timert1`, the server logs a warning and raises T1 to t1min.',
  fix: 'Set t1min to a value no higher than timert1 (500 ms by default).',
  bad: '[general]\nt1min=600\ntimert1=500\n',
  good: '[general]\nt1min=100\ntimert1=500\n',
  since: '1.6.2',
  on: 'general',
  *check(general) {
    const minimum = general.last('t1min');
    const timer = general.last('timert1');
    const at = minimum ?? timer;
    if (at === undefined) return;
    const t1 = milliseconds(timer, 500);
    const least = milliseconds(minimum, 100);
    if (t1 >= least) return;
    const what = `T1 is ${t1} ms, below the minimum of ${least} ms.`;
    yield {
      ...atValue(at),
      message: message(what, 'The server logs a warning and raises T1.', 'Lower t1min or raise timert1.'),
    };
  },
};

function milliseconds(setting: Setting | undefined, otherwise: number): number {
  return setting === undefined ? otherwise : atoi(setting.value);
}
