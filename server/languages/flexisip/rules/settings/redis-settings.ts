import { message } from '../../../../rules/rule.ts';
import { effective, type FlexisipModel, isKnown, isModuleOn, written } from '../../model/model.ts';
import { addingSetting, atKey, atValue, type FileRule, type Finding, replacing } from '../rule.ts';

export const redisSettings: FileRule = {
  code: 'flexisip-conf/redis-settings',
  severity: 'warning',
  family: 'settings',
  title: 'Incomplete Redis settings',
  why: 'Redis is used only with `db-implementation=redis`. A user without a password is ignored. TLS needs `redis-connection`.',
  fix: 'Complete the settings, or remove them.',
  bad: '[module::Registrar]\nredis-server-domain=redis.example.org\n',
  good: '[module::Registrar]\ndb-implementation=redis\nredis-server-domain=redis.example.org\n',
  on: 'file',
  *check(model) {
    if (!isModuleOn(model, section)) return;
    const storage = effective(model, section, 'db-implementation');
    if (!storage.value.startsWith('redis')) yield* judgeUnused(model, storage.value);
    else {
      yield* judgeUser(model);
      yield* judgeTls(model);
    }
  },
};

const section = 'module::Registrar';

/** Settings that show that Redis is intended; the others often come from a printed default. */
const telling = ['redis-server-domain', 'redis-auth-password', 'redis-auth-user', 'redis-connection'];

function* judgeUnused(model: FlexisipModel, value: string): Generator<Finding> {
  for (const key of telling) {
    const setting = written(model, section, key);
    if (setting?.item === undefined || !isKnown(model, section, key)) continue;
    if (setting.entry.value === setting.item.default) continue;
    const storage = written(model, section, 'db-implementation');
    yield {
      ...atKey(setting),
      message: message(
        `\`db-implementation\` is "${value}"${storage === undefined ? ' by default' : ''}.`,
        'Redis is not used, and contacts are lost when the server restarts.',
        'Set `db-implementation=redis`, or remove the Redis settings.',
      ),
      fixes: [
        storage === undefined
          ? addingSetting('Use Redis', setting, 'db-implementation', 'redis')
          : replacing('Use Redis', atValue(storage), 'redis'),
      ],
    };
    return;
  }
}

function* judgeUser(model: FlexisipModel): Generator<Finding> {
  const user = written(model, section, 'redis-auth-user');
  if (user === undefined || user.entry.value === '') return;
  if (effective(model, section, 'redis-auth-password').value !== '') return;
  const what = '`redis-auth-password` is not set.';
  yield {
    ...atKey(user),
    message: message(
      what,
      'The server ignores the user name without it.',
      'Set the password, or remove the user.',
    ),
  };
}

function* judgeTls(model: FlexisipModel): Generator<Finding> {
  if (!isKnown(model, section, 'redis-connection')) return;
  const connection = effective(model, section, 'redis-connection');
  if (connection.value !== 'tcp') return;
  for (const key of ['redis-tls-certificate', 'redis-tls-key', 'redis-tls-cafile']) {
    const setting = written(model, section, key);
    if (setting === undefined || setting.entry.value === '') continue;
    const what = '`redis-connection` is "tcp", which is the default.';
    const why = 'This file has no effect, and the password and all contacts are sent in clear text.';
    yield { ...atKey(setting), message: message(what, why, 'Set `redis-connection=tls-server-auth`.') };
    return;
  }
}
