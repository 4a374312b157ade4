import { describe, expect, it } from 'vitest';
import type { Language } from '../../server/languages/language.ts';
import { languages } from '../../server/languages/registry.ts';
import { splitLines } from '../../server/text/lines.ts';
import { withoutSecrets } from '../../server/text/secrets.ts';
import { defaultSettings } from '../../server/workspace/settings.ts';

const canary = 'Hu5hCanary42x';

/** Lines with a secret in every place where one can stand, right and misspelt. */
const texts: Readonly<Record<string, string>> = {
  'sip-conf': `[general]\nregister => u:${canary}@host\noutboundproxy=sip:u:${canary}@p.example.com\n[${'a'}]\ntype=friend\nhost=dynamic\nsecret=${canary}\nsecert=${canary}\nmy-pasword=${canary}\nfromuser=u:${canary}@h\nsetvar=PASSWORD=${canary}\nsetvar=API_KEY=${canary}\nauth=u:${canary}@r\n#exec "/bin/x --password ${canary}"\n[u:${canary}@h]\ntype=peer\n`,
  'pjsip-conf': `[a]\ntype=auth\nusername=a\npassword=${canary}\npasword=${canary}\n[r]\ntype=registration\nserver_uri=sip:u:${canary}@h\nclient_uri=sip:u:${canary}@h\n[e]\ntype=endpoint\noutbound_proxy=sip:u:${canary}@p\nset_var=PASSWORD=${canary}\n`,
  'flexisip-conf': `[global]\ntransports=sip:u:${canary}@10.0.0.1:5060\naliases=u:${canary}@h\nredis-auth-pasword=${canary}\n[module::Router]\nroutes=<sip:u:${canary}@h>\n[module::Registrar]\nredis-auth-password=${canary}\n[module::PushNotification]\nfirebase-projects-api-keys=p:AAAAabcdefg:${canary.repeat(8)}\n[module::Forward]\nroute=sip:u:${canary}@h\noutbound-proxy=sip:u:${canary}@h\n[module::Authentication]\ndb-password=${canary}\n`,
  'flexisip-users': `version:1\n\na@b clrtxt:${canary} ;\n`,
  'opensips-cfg': `socket=udp:127.0.0.1:5060\nloadmodule "db_mysql.so"\nmodparam("usrloc", "db_url", "mysql://u:${canary}@localhost/x")\nmodparam("auth", "secret", "${canary}")\nroute {\n\t$avp(password) = "${canary}";\n\txlog("sip:u:${canary}@h\\n");\n\t$du = "sip:u:${canary}@h";\n}\n`,
  'sip-trace': `INVITE sip:u:${canary}@h SIP/2.0\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\nFrom: <sip:u:${canary}@h>\nTo: <sip:u:${canary}@h>;tag=1\nContact: <sip:u:${canary}@h>\nCall-ID: x\nCSeq: 1 INVITE\n\n`,
};

describe('no answer for people holds a secret', () => {
  it.each(languages.map(language => [language.id, language] as const))('%s', (id, language) => {
    const text = texts[id];
    expect(text, `a text for ${id}`).toBeDefined();
    for (const [feature, answer] of answers(language, text ?? '')) {
      const shown = JSON.stringify(answer, (key, value: unknown) =>
        /^(?:newText|insertText|textEdit|edit|data|arguments|target|targetUri|uri|sortText)$/.test(key)
          ? undefined
          : value,
      );
      expect([
        feature,
        shown?.includes(canary) === true
          ? shown.slice(Math.max(0, shown.indexOf(canary) - 80)).slice(0, 160)
          : '',
      ]).toEqual([feature, '']);
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
    ['password=abc', 'password=***'],
    ['redis-auth-pasword = abc', 'redis-auth-pasword = ***'],
    ['PASSWORD=abc', 'PASSWORD=***'],
    ['x --password abc y', 'x --password *** y'],
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
    'a: b@c',
    'tokens=3',
    'minpasslength=5',
  ])('%s is none', text => {
    expect(withoutSecrets(text)).toBe(text);
  });
});
