import { expect, it } from 'vitest';
import { isSecretName, linesWithoutSecrets, withoutSecrets } from '../../server/text/secrets.ts';
import { expectGrowthWithLength } from '../growth.ts';

it.each([
  ...['password', 'md5_cred', 'inbound_auth/md5_cred', 'password_digest', 'oauth_secret', 'refresh_token'],
  ...['secret', 'md5secret', 'remotesecret', 'pasword', 'db_pass', 'auth-token', 'vapid_private_key'],
])('the value of %s is a secret', name => {
  expect(isSecretName(name)).toBe(true);
  expect(linesWithoutSecrets(`${name}=Kx7pq9Lw2`)).not.toContain('Kx7');
  expect(withoutSecrets(`the line ${name}=Kx7pq9Lw2 is wrong`)).not.toContain('Kx7');
});

it.each([
  ...[
    'dtls_private_key',
    'tlsprivatekey',
    'dtlsprivatekey',
    'priv_key_file',
    'dtls_rekey',
    'password_column',
  ],
  ...['username', 'auth_type', 'credentials_file', 'hash-type', 'key_lifetime'],
])('the value of %s is not: a file, a column, a form', name => {
  expect(isSecretName(name)).toBe(false);
  expect(withoutSecrets(`the line ${name}=/etc/keys/pbx.pem is wrong`)).toContain('pbx.pem');
});

it.each([
  ['context=', ' '],
  ["secret='", '\\'],
  ['modparam("a", "', 'b", "'],
  ...['aaa=', 'setvar=aaa=', '"secret"=', 'register=a:', 'auth=#', 'md5:', '\t;', '\n'].map(part => [
    '',
    part,
  ]),
])('takes time in proportion to the text, however often %j is followed by %j', (start, part = '') => {
  expectGrowthWithLength(length => {
    const text = `${start}${part.repeat(length)}`;
    return () => void linesWithoutSecrets(text);
  }, 2000);
});
