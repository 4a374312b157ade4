import { message } from '../../../../rules/rule.ts';
import { existsIn, typeIn } from '../../facts/facts.ts';
import { readValue, withoutCarriageReturn } from '../../facts/values.ts';
import { isReadAtStart } from '../../model/readAtStart.ts';
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
    for (const group of model.groups.values()) {
      if (isReadAtStart(model, group.name)) continue;
      for (const [setting] of group.settings.values()) {
        if (setting?.item === undefined || !existsIn(setting.item, model.version)) continue;
        const type = typeIn(setting.item, model.version);
        if (type === 'Boolean') continue;
        const read = readValue(type, withoutCarriageReturn(setting.entry.value), model.version);
        if (read.ok) continue;
        const what = `This value ${read.problem}.`;
        const why = 'The server will not start once something reads this section.';
        yield { ...atValue(setting), message: message(what, why, 'Correct the value.') };
      }
    }
  },
};
