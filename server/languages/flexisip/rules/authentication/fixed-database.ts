import { message } from '../../../../rules/rule.ts';
import { isSince } from '../../facts/facts.ts';
import { isModuleOn, written } from '../../model/model.ts';
import { atValue, type FileRule } from '../rule.ts';

export const fixedDatabase: FileRule = {
  code: 'flexisip-conf/fixed-database',
  severity: 'warning',
  family: 'authentication',
  title: 'Authentication that lets nobody in',
  why: 'The database `fixed` is a leftover from tests. It has no MD5 or SHA-256 hashes, so no response can match.',
  fix: 'Choose `file` or `soci`.',
  bad: '[module::Authentication]\nenabled=true\ndb-implementation=fixed\navailable-algorithms=SHA-256\n',
  good: '[module::Authentication]\nenabled=true\ndb-implementation=file\nfile-path=/u\navailable-algorithms=SHA-256\n',
  on: 'file',
  check(model) {
    const setting = written(model, 'module::Authentication', 'db-implementation');
    if (setting?.entry.value !== 'fixed' || !isModuleOn(model, 'module::Authentication')) return undefined;
    if (!isSince(model.version, '1.0.13')) return undefined;
    const text = message(
      '"fixed" is a leftover from tests.',
      'It has no passwords, so nobody can authenticate.',
      'Choose `file` or `soci`.',
    );
    return [{ ...atValue(setting), message: text }];
  },
};
