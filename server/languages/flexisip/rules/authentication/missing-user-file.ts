import { message } from '../../../../rules/rule.ts';
import { isSince } from '../../facts/facts.ts';
import { effective, isModuleOn } from '../../model/model.ts';
import { atSettingOr, type FileRule } from '../rule.ts';

export const missingUserFile: FileRule = {
  code: 'flexisip-conf/missing-user-file',
  severity: 'error',
  family: 'authentication',
  title: 'Authentication with a users file that is not set',
  why: '`db-implementation=file` is the default, and the server does not start without `file-path`.',
  fix: 'Set `file-path`, or choose `db-implementation=soci`.',
  bad: '[module::Authentication]\nenabled=true\n',
  good: '[module::Authentication]\nenabled=true\nfile-path=/etc/flexisip/users.txt\n',
  since: '1.0.13',
  on: 'file',
  check(model) {
    const section = 'module::Authentication';
    if (!isModuleOn(model, section)) return undefined;
    const storage = effective(model, section, 'db-implementation');
    if (storage.value !== 'file') return undefined;
    const key = isSince(model.version, '2.0.0') ? 'file-path' : 'datasource';
    if (effective(model, section, key).value !== '') return undefined;
    return [
      {
        ...atSettingOr(model, storage.setting, section),
        message: message(
          `Passwords come from a file${storage.setting === undefined ? ', which is the default' : ''}, but \`${key}\` is not set.`,
          'The server does not start.',
          `Set \`${key}\`, or choose \`db-implementation=soci\`.`,
        ),
      },
    ];
  },
};
