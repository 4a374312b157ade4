import { message } from '../../../../rules/rule.ts';
import { defaultIn, itemFacts } from '../../facts/facts.ts';
import { effective, type FlexisipModel, flag, isModuleOn } from '../../model/model.ts';
import { atSettingOr, type FileRule } from '../rule.ts';

export const defaultConnection: FileRule = {
  code: 'flexisip-conf/default-connection',
  severity: 'warning',
  family: 'settings',
  title: 'Database connection that is still the example',
  why: 'The default connection string is an example with made-up names. A database that is used needs a real one.',
  fix: 'Set the connection, with words such as `db=… user=… password=… host=…`.',
  bad: '[module::Authentication]\nenabled=true\ndb-implementation=soci\n',
  good: '[module::Authentication]\nenabled=true\ndb-implementation=soci\nsoci-connection-string=db=sip user=sip host=127.0.0.1\n',
  on: 'file',
  *check(model) {
    for (const { section, key, isUsed } of connections) {
      const item = itemFacts(section, key);
      if (item === undefined || !isUsed(model)) continue;
      const connection = effective(model, section, key);
      if (connection.value !== defaultIn(item, model.version) && connection.value !== '') continue;
      yield {
        ...atSettingOr(model, connection.setting, section),
        message: message(
          `\`${key}\` of [${section}] is ${connection.value === '' ? 'empty' : 'the example from the default configuration'}.`,
          'The server cannot reach the database with it.',
          'Set the connection to your database.',
        ),
      };
    }
  },
};

const connections: readonly {
  section: string;
  key: string;
  isUsed: (model: FlexisipModel) => boolean;
}[] = [
  {
    section: 'module::Authentication',
    key: 'soci-connection-string',
    isUsed: model =>
      isModuleOn(model, 'module::Authentication') &&
      effective(model, 'module::Authentication', 'db-implementation').value === 'soci',
  },
  {
    section: 'module::Router',
    key: 'message-database-connection-string',
    isUsed: model =>
      isModuleOn(model, 'module::Router') && flag(model, 'module::Router', 'message-database-enabled'),
  },
  {
    section: 'event-logs',
    key: 'database-connection-string',
    isUsed: model =>
      flag(model, 'event-logs', 'enabled') && effective(model, 'event-logs', 'logger').value === 'database',
  },
];
