import { message } from '../../../../rules/rule.ts';
import { compileRegexp } from '../../../../text/cppRegexp.ts';
import { isModuleOn, written } from '../../model/model.ts';
import { type FileRule, inValue } from '../rule.ts';

export const invalidRealmPattern: FileRule = {
  code: 'flexisip-conf/invalid-realm-pattern',
  severity: 'error',
  family: 'authentication',
  title: 'Regular expression for the realm that cannot be read',
  why: 'The server does not start with a regular expression that it cannot read.',
  fix: 'Correct the regular expression (ECMAScript).',
  bad: '[module::Authentication]\nenabled=true\nfile-path=/u\nrealm=regex:sip:.*@(.*\n',
  good: '[module::Authentication]\nenabled=true\nfile-path=/u\nrealm=regex:sip:.*@(.*)\n',
  on: 'file',
  *check(model) {
    const section = 'module::Authentication';
    if (!isModuleOn(model, section)) return;
    for (const key of ['realm', 'realm-regex']) {
      const setting = written(model, section, key);
      if (setting === undefined) continue;
      const { value } = setting.entry;
      const start = key === 'realm' ? 'regex:'.length : 0;
      if (key === 'realm' && !value.startsWith('regex:')) continue;
      const compiled = compileRegexp(value.slice(start));
      if (typeof compiled !== 'string' || compiled.startsWith('a reference')) continue;
      yield {
        ...inValue(setting, start, value.length),
        message: message(
          `This regular expression has ${compiled}.`,
          'The server does not start.',
          'Correct the regular expression.',
        ),
      };
    }
  },
};
