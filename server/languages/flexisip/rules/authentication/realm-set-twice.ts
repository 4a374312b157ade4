import { message } from '../../../../rules/rule.ts';
import { isModuleOn, written } from '../../model/model.ts';
import { atKey, type FileRule, removingLine } from '../rule.ts';

export const realmSetTwice: FileRule = {
  code: 'flexisip-conf/realm-set-twice',
  severity: 'error',
  family: 'authentication',
  title: 'Both realm and realm-regex',
  why: 'The server does not start when both are set.',
  fix: 'Keep `realm`. Write a regular expression as `realm=regex:…`.',
  bad: '[module::Authentication]\nenabled=true\nfile-path=/u\nrealm=example.org\nrealm-regex=sip:.*@(.*)\n',
  good: '[module::Authentication]\nenabled=true\nfile-path=/u\nrealm=regex:sip:.*@(.*)\n',
  since: '2.1.0-beta',
  on: 'file',
  *check(model) {
    for (const section of ['module::Authentication', 'module::ExternalAuthentication']) {
      const realm = written(model, section, 'realm');
      const pattern = written(model, section, 'realm-regex');
      if (realm === undefined || pattern === undefined) continue;
      if (realm.entry.value === '' || pattern.entry.value === '') continue;
      if (!isModuleOn(model, section)) continue;
      yield {
        ...atKey(pattern),
        message: message(
          '"realm" is set as well.',
          'The server does not start with both.',
          'Keep one. Write a regular expression as `realm=regex:…`.',
        ),
        related: [{ ...atKey(realm), message: 'The realm' }],
        fixes: [removingLine('Remove this line', pattern)],
      };
    }
  },
};
