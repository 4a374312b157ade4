import { message } from '../../../../rules/rule.ts';
import { isSince } from '../../facts/facts.ts';
import { effective, isModuleOn } from '../../model/model.ts';
import { addingSetting, atKey, atValue, type FileRule, replacing } from '../rule.ts';

export const unusedDatabase: FileRule = {
  code: 'flexisip-conf/unused-database',
  severity: 'warning',
  family: 'authentication',
  title: 'Settings of a database that is not used',
  why: '`db-implementation` selects where passwords are looked up; its default is `file`. Settings of the other database have no effect.',
  fix: 'Set `db-implementation`, or remove the settings.',
  bad: '[module::Authentication]\nenabled=true\nfile-path=/u\nsoci-backend=mysql\n',
  good: '[module::Authentication]\nenabled=true\ndb-implementation=soci\nsoci-backend=mysql\nsoci-connection-string=db=sip user=sip\n',
  since: '1.0.9',
  on: 'file',
  check(model) {
    const section = 'module::Authentication';
    if (!isModuleOn(model, section)) return undefined;
    const storage = effective(model, section, 'db-implementation');
    if (storage.value === 'soci') return undefined;
    for (const [key, settings] of model.groups.get('module::authentication')?.settings ?? []) {
      const [setting] = settings;
      if (!key.startsWith('soci-') || setting?.item?.deprecated !== null) continue;
      if (!isSince(model.version, setting.item.since)) continue;
      // A printed default does not show what the user intended.
      if (setting.entry.value === effectiveDefault(setting.item.default)) continue;
      return [
        {
          ...atKey(setting),
          message: message(
            `\`db-implementation\` is "${storage.value}"${storage.setting === undefined ? ' by default' : ''}, not "soci".`,
            'This database is never used.',
            'Set `db-implementation=soci`, or remove the settings.',
          ),
          fixes: [
            storage.setting === undefined
              ? addingSetting('Use this database', setting, 'db-implementation', 'soci')
              : replacing('Use this database', atValue(storage.setting), 'soci'),
          ],
        },
      ];
    }
    return undefined;
  },
};

function effectiveDefault(text: string): string {
  // The default of `soci-backend` is often written out on purpose.
  return text === 'mysql' ? '' : text;
}
