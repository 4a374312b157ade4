import { describe, expect, it } from 'vitest';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { flexisipUsers } from '../../server/languages/flexisip/users/index.ts';
import type { Language } from '../../server/languages/language.ts';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import { projectOf, settings } from '../languages.ts';

function settingsAt<Tree extends object, Model extends object>(
  language: Language<Tree, Model>,
  files: Readonly<Record<string, string>>,
  root: string,
  line = 0,
) {
  const project = projectOf(language, files, root);
  const model = language.model(project, settings, undefined);
  const tree = project.trees.get(project.root);
  if (tree === undefined) throw new Error('no tree');
  return language.digestSettings?.({ uri: project.root, tree, model }, { line, character: 0 });
}

describe('what other configurations say about digest', () => {
  it('flexisip.conf: domains, realm and algorithms', () => {
    const text =
      '[module::Authentication]\nenabled=true\nauth-domains=a.example b.example *\navailable-algorithms=SHA-256 MD5\n';
    expect(settingsAt(flexisipConf, { 'flexisip.conf': text }, 'flexisip.conf')).toEqual({
      server: 'flexisip',
      realms: ['a.example', 'b.example'],
      algorithms: ['SHA-256', 'MD5'],
      accounts: [],
    });
    const fixed = settingsAt(flexisipConf, { 'flexisip.conf': `${text}realm=r.example\n` }, 'flexisip.conf');
    expect(fixed?.realms[0]).toBe('r.example');
  });

  it('the users file of Flexisip: users with what they store', () => {
    const md5 = '97ffb1c6af18e5687bf26cdf35e45d30';
    const text = `version:1\nbob@a.example md5:${md5} ;\nann%20lee@a.example clrtxt:hush ;\nb.example md5:${md5} ;\n`;
    expect(settingsAt(flexisipUsers, { users: text }, 'users', 2)).toEqual({
      server: 'flexisip',
      realms: ['a.example'],
      algorithms: [],
      current: { username: 'ann lee', realm: 'a.example', secret: { password: 'hush' } },
      accounts: [
        { username: 'bob', realm: 'a.example', secret: { ha1: md5, algorithm: 'MD5' } },
        { username: 'ann lee', realm: 'a.example', secret: { password: 'hush' } },
      ],
    });
  });

  it('opensips.cfg: fixed realms and algorithms of its challenges', () => {
    const text = [
      'route {',
      '  if (!www_authorize("reg.example", "subscriber")) {',
      '    www_challenge("reg.example", "auth", "MD5,SHA-256");',
      '    exit;',
      '  }',
      '  if (!proxy_authorize("", "subscriber")) proxy_challenge("$fd", "auth");',
      '}',
      '',
    ].join('\n');
    expect(settingsAt(opensipsCfg, { 'opensips.cfg': text }, 'opensips.cfg')).toEqual({
      server: 'opensips',
      realms: ['reg.example'],
      algorithms: ['MD5', 'SHA-256'],
      accounts: [],
    });
    expect(settingsAt(opensipsCfg, { 'opensips.cfg': 'route { exit; }\n' }, 'opensips.cfg')).toEqual({
      server: 'opensips',
      realms: [],
      algorithms: ['MD5'],
      accounts: [],
    });
  });
});
