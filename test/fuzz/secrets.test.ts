import { describe, expect, it } from 'vitest';
import type { Language } from '../../server/languages/language.ts';
import { languages } from '../../server/languages/registry.ts';
import { splitLines } from '../../server/text/lines.ts';
import {
  beginningWithoutSecrets,
  isSecretName,
  linesWithoutSecrets,
  withoutSecrets,
} from '../../server/text/secrets.ts';
import { defaultSettings } from '../../server/workspace/settings.ts';
import { canaryIn, secretMessage, secretTexts as texts } from './secretTexts.ts';

describe('no answer for people holds a secret', () => {
  it.each(languages.map(language => [language.id, language] as const))('%s', (id, language) => {
    const text = texts[id];
    expect(text, `a text for ${id}`).toBeDefined();
    for (const [feature, answer] of answers(language, text ?? '')) {
      const isReport = feature === 'explain';
      const shown = JSON.stringify(answer, (key, value: unknown) =>
        !isReport &&
        /^(?:newText|insertText|textEdit|edit|data|arguments|target|targetUri|uri|sortText)$/.test(key)
          ? undefined
          : value,
      );
      expect([feature, canaryIn(shown ?? '')]).toEqual([feature, '']);
    }
  });
});

function* answers(language: Language, text: string): Generator<[string, unknown]> {
  const uri = 'file:///etc/x/main.conf';
  const tree = language.parse(text);
  const project = { root: uri, trees: new Map([[uri, tree]]), resolve: () => [], companions: new Map() };
  const view = { uri, tree, model: language.model(project, defaultSettings.language, undefined) };
  const lines = splitLines(text);
  const all = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
  const diagnostics = language.check(view);
  yield ['check', diagnostics];
  yield ['symbols', language.symbols?.(view)];
  yield ['workspace symbols', language.workspaceSymbols?.(view.model, '')];
  yield ['status', language.status?.(view)];
  yield ['links', language.links?.(view)];
  yield ['hints', language.hints?.(view, all)];
  yield ['lenses', language.lenses?.(view)];
  if (language.explain !== undefined) {
    const question = {
      messages: [secretMessage],
      hosts: {},
      sources: [{ address: '192.0.2.9', port: 5060 }],
    };
    const answer = language.explain(view, question);
    expect(answer.kind).toBe('explained');
    yield ['explain', answer];
  }
  yield ['actions', language.actions?.(view, all, diagnostics, undefined)];
  for (const [line, written] of lines.entries()) {
    for (let character = 0; character < written.length; character += 3) {
      const position = { line, character };
      yield ['hover', language.hover?.(view, position)];
      yield ['completion', language.complete?.(view, position)];
      yield ['signature', language.signatureHelp?.(view, position)];
      const types = language.prepareTypeHierarchy?.(view, position) ?? [];
      yield ['types', types];
      yield ['calls', language.prepareCallHierarchy?.(view, position)];
    }
  }
}

describe('what is a secret', () => {
  it.each([
    ['sip:u:pw@h', 'sip:u:***@h'],
    ['<sip:u:p;w@h:5060>', '<sip:u:***@h:5060>'],
    ['mysql://root:pw@localhost/x', 'mysql://root:***@localhost/x'],
    ['sip\\:u\\:pw@h', 'sip\\:u\\:***@h'],
    ['${EXTEN:1}:pw@h', '${EXTEN:1}:***@h'],
    ['password=abc', 'password=***'],
    ['redis-auth-pasword = abc', 'redis-auth-pasword = ***'],
    ['PASSWORD=abc', 'PASSWORD=***'],
    ['x --password abc y', 'x --password *** y'],
    ['Authorization: Basic YTpi=', 'Authorization: Basic ***'],
    ['authorization=Bearer a.b-c x', 'authorization=Bearer *** x'],
    [`key AIza${'x'.repeat(35)}.`, 'key ***.'],
    [`project:APA91${'x'.repeat(60)} y`, '*** y'],
    [`<AAAA1234567:${'x-_'.repeat(20)}>`, '<***>'],
    ['$avp(password) = "a b;c, d";', '$avp(password) = "***";'],
    ["--password 'a b' x", "--password '***' x"],
    ['secret="a\\"b" c', 'secret="***" c'],
    ['secret="a', 'secret="***'],
    ['set_var=PASSWORD=a', 'set_var=PASSWORD=***'],
    ['a=b="c d"=secret=x==', 'a=b="c d"=secret=***'],
    ['secret=abc==', 'secret=***'],
    ['modparam("auth", "secret", "a b")', 'modparam("auth", "secret", "***")'],
    ['modparam ( "x" , "my_pasword" , "a\\"b" )', 'modparam ( "x" , "my_pasword" , "***" )'],
    ['secert => abc', 'secert => ***'],
    ['api_key: "x", api-key=abc', 'api_key: "x", api-key=***'],
  ])('%s', (text, shown) => {
    expect(withoutSecrets(text)).toBe(shown);
    expect(withoutSecrets(shown)).toBe(shown);
  });

  it.each([
    'sip:bob@h',
    'sips:bob@h:5061',
    '1:2',
    'password_column=x',
    'calculate_ha1=1',
    'call-1@10.0.0.1',
    'transport=udp',
    '10.0.0.1:5060',
    'SIP/${EXTEN:1}@trunk',
    'SIP/${EXTEN:-4:2}@trunk',
    'PJSIP/sip\\:200\\@h',
    'a: b@c',
    'tokens=3',
    'minpasslength=5',
    'Use "secret", "md5secret" or "remotesecret".',
    'modparam("auth_db", "password_column", "ha1")',
    'secret="" and "x"',
  ])('%s is none', text => {
    expect(withoutSecrets(text)).toBe(text);
  });
});

it.each([
  ['secret=a b', 'secret=***'],
  ['-  my-pasword += "a b" ; c', '-  my-pasword += ***'],
  [';secret => a b', ';secret => ***'],
  [' set_var=PASSWORD=a b', ' set_var=PASSWORD=***'],
  ['+setvar => API_KEY=a;b', '+setvar => API_KEY=***'],
  ['register => u:a b@h/1', 'register => u:***@h/1'],
  ['register=>u@d:a', 'register=>u@d:***'],
  ['-auth=u#a@r', '-auth=u#***@r'],
  ['mwi => u:a', 'mwi => u:***'],
  ['u@d md5:0a sha256:0b clrtxt:c ;', 'u@d md5:*** sha256:*** clrtxt:*** ;'],
  ['Store `md5:` and `sha256:`, as `md5:… ;`.', 'Store `md5:` and `sha256:`, as `md5:… ;`.'],
  ['context=a b', 'context=a b'],
  ['secret=\nhost=dynamic', 'secret=\nhost=dynamic'],
  ['secret = \r\nhost=dynamic', 'secret = \r\nhost=dynamic'],
  ['$var(password) =\n  "a b";', '$var(password) =\n  "***";'],
  ['auth=alice', 'auth=alice'],
  ['setvar=COLOR=a b', 'setvar=COLOR=a b'],
  ['password_column=a b', 'password_column=a b'],
])('the line %s is shown as %s', (line, shown) => {
  expect(linesWithoutSecrets(`x\n${line}\r\n${line}`)).toBe(`x\n${shown}\r\n${shown}`);
});

it.each([
  ...[
    'password',
    'Passwd',
    'pasword',
    'passswrd',
    'passphrase',
    'pass',
    'db-pass',
    'pwd',
    'db_pwd',
    'secret',
  ],
  ...['md5secret', 'secert', 'api-key', 'API_KEY', 'authkey', 'private key', 'server-keys', 'access_key'],
  ...[
    'firebase-key',
    'push-key',
    'token',
    'auth-token',
    'push_token',
    'x_bearer_token',
    'credential',
    'credentials',
  ],
])('the value of %s is a secret', name => {
  expect(isSecretName(name)).toBe(true);
});

it.each([
  ...['password_column', 'passwordcol', 'secret-table', 'password_file', 'token-path', 'secret-algorithm'],
  ...[
    'passwordhashtype',
    'min-password',
    'maxsecrets',
    'password_length',
    'password-policy',
    'token_expires',
  ],
  ...['secret-retries', 'compass', 'bypass_all', 'tokens', 'keys', 'monkey', 'key', 'section', 'keyword'],
  ...[
    'tls-certificates-private-key',
    'sslprivatekey',
    'db_col_password',
    'load_credentials',
    'pass_provisional_replies',
  ],
])('the value of %s is none', name => {
  expect(isSecretName(name)).toBe(false);
});

it('a text is cut after its secrets are masked', () => {
  const text = 'see sip:u:Hu5hCanary42x@h';
  for (let most = 0; most < text.length; most++)
    expect(canaryIn(beginningWithoutSecrets(text, most))).toBe('');
  expect(beginningWithoutSecrets(text, 12)).toBe('see sip:u:**…');
  expect(beginningWithoutSecrets('0123456789', 10)).toBe('0123456789');
  expect(beginningWithoutSecrets('0123456789', 9)).toBe('012345678…');
});
