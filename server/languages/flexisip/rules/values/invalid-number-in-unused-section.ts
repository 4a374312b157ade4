import { message } from '../../../../rules/rule.ts';
import { settingsNamed } from '../../model/model.ts';
import { isReadAtStart } from '../../model/readAtStart.ts';
import { invalidNumbers } from '../invalidNumbers.ts';
import { atValue, type FileRule } from '../rule.ts';

export const invalidNumberInUnusedSection: FileRule = {
  code: 'flexisip-conf/invalid-number-in-unused-section',
  severity: 'warning',
  family: 'values',
  title: 'Invalid number in the section of a disabled module',
  why: 'Nothing reads the value while the module is disabled. As soon as the module is enabled, the server does not start.',
  fix: 'Correct the value.',
  bad: '[module::Authentication]\nrealm=example.org\nnonce-expires=1 hour\n',
  good: '[module::Authentication]\nnonce-expires=1h\nrealm=example.org\n',
  on: 'file',
  *check(model) {
    for (const { setting, problem } of invalidNumbers(model)) {
      const { section, key } = setting.item;
      if (isReadAtStart(model, section) || setting !== settingsNamed(model, section, key)[0]) continue;
      const what = `This value ${problem}.`;
      const why = 'The server will not start once something reads this section.';
      yield { ...atValue(setting), message: message(what, why, 'Correct the value.') };
    }
  },
};
