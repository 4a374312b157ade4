import { describe, expect, it } from 'vitest';
import { languages } from '../../server/languages/registry.ts';
import { entryFor, readProjectFile, withProjectFile } from '../../server/workspace/projectFile.ts';
import { ProjectFiles } from '../../server/workspace/projectFiles.ts';
import { defaultSettings } from '../../server/workspace/settings.ts';
import { memoryFiles } from './memoryFiles.ts';

const uri = 'file:///srv/pbx/sip-workbench.json';

function read(content: unknown): ReturnType<typeof readProjectFile> {
  return readProjectFile(uri, typeof content === 'string' ? content : JSON.stringify(content), languages);
}

describe('a project file', () => {
  it('names versions, rules and languages, later patterns over earlier ones', () => {
    const project = read({
      $schema: './sip-workbench.schema.json',
      versions: { asterisk: '18' },
      rules: { 'sip-conf/clear-text-secret': 'off' },
      files: {
        'old/**': { versions: { asterisk: '1.8' }, rules: { 'sip-conf/clear-text-secret': 'hint' } },
        '*.cfg.j2': { language: 'opensips-cfg', versions: { opensips: '3.4' } },
      },
    });
    expect(entryFor(project, 'file:///srv/pbx/sip.conf')).toEqual({
      language: undefined,
      versions: { asteriskVersion: '18' },
      severities: { 'sip-conf/clear-text-secret': 'off' },
      options: {},
      question: {},
    });
    expect(entryFor(project, 'file:///srv/pbx/old/east/sip.conf')).toEqual({
      language: undefined,
      versions: { asteriskVersion: '1.8' },
      severities: { 'sip-conf/clear-text-secret': 'hint' },
      options: {},
      question: {},
    });
    expect(entryFor(project, 'file:///srv/pbx/roles/a%20b/main.cfg.j2')).toMatchObject({
      language: 'opensips-cfg',
      versions: { asteriskVersion: '18', opensipsVersion: '3.4' },
    });
    expect(entryFor(project, 'file:///elsewhere/x.cfg.j2').language).toBe('opensips-cfg');
  });

  it('names options of a server, which the settings of a user override one by one', () => {
    const project = read({
      options: { 'opensips.arguments': '-l udp:192.0.2.10', 'opensips.modules': 'one' },
      files: { 'old/**': { options: { 'opensips.modules': 'two' } } },
    });
    const uri = 'file:///srv/pbx/old/opensips.cfg';
    expect(entryFor(project, uri).options).toEqual({
      'opensips.arguments': '-l udp:192.0.2.10',
      'opensips.modules': 'two',
    });
    const own = {
      ...defaultSettings,
      language: { severities: {}, options: { 'opensips.modules': 'three' } },
    };
    expect(withProjectFile(own, project, uri).language.options).toEqual({
      'opensips.arguments': '-l udp:192.0.2.10',
      'opensips.modules': 'three',
    });
  });

  it.each([
    [{ options: { 'opensips.argument': '-l' } }, 'Did you mean "opensips.arguments"?'],
    [{ options: { 'opensips.arguments': 1 } }, 'options["opensips.arguments"]: write a text in quotes.'],
    ['{', 'It is not valid JSON.'],
    [[], 'the file: write an object.'],
    [{ version: {} }, 'the file: "version" is not known here. Did you mean "versions"?'],
    [{ versions: { asterisc: '20' } }, 'versions: "asterisc" is not known here. Did you mean "asterisk"?'],
    [
      { versions: { asterisk: 20 } },
      'versions.asterisk: not a version of Asterisk. Write it in quotes, such as',
    ],
    [{ rules: { 'sip-conf/clear-text-secrets': 'off' } }, 'Did you mean "sip-conf/clear-text-secret"?'],
    [
      { rules: { 'sip-conf/clear-text-secret': 'of' } },
      'rules["sip-conf/clear-text-secret"]: write one of error,',
    ],
    [{ files: { 'a/**': { language: 'sip' } } }, 'files["a/**"].language: write one of sip-conf'],
    [{ registrations: 'alice=192.0.2.7:5060' }, 'registrations: write a list'],
    [{ registrations: ['alice'] }, 'registrations[0]: write NAME=IP:PORT'],
    [{ files: { a: { answers: ['alice:x', 7] } } }, 'files["a"].answers[1]: write USER:PASSWORD'],
    [' '.repeat(1024 * 1024 + 1), 'The file has more than 1 MB.'],
    [{ files: { ['{a,b}'.repeat(7) + 'x'.repeat(200)]: {} } }, 'longer than 20000 characters together'],
    [{ files: { 'a/**': { rule: {} } } }, 'files["a/**"]: "rule" is not known here. Did you mean "rules"?'],
  ])('%j cannot be used: %s', (content, message) => {
    expect(() => read(content)).toThrow(message);
  });
});

it('names registrations and answers for explanations, and repeats no password', () => {
  const project = read({
    registrations: ['alice=192.0.2.7:5060', 'bob=192.0.2.8:5060'],
    answers: ['alice:Rainy:Day'],
    files: { 'lab/**': { registrations: [] } },
  });
  const alice = { name: 'alice', address: '192.0.2.7', port: 5060 };
  const answers = [{ username: 'alice', password: 'Rainy:Day' }];
  const bob = { name: 'bob', address: '192.0.2.8', port: 5060 };
  expect(entryFor(project, 'file:///srv/pbx/sip.conf').question).toEqual({
    registrations: [alice, bob],
    answers,
  });
  expect(entryFor(project, 'file:///srv/pbx/lab/sip.conf').question).toEqual({ registrations: [], answers });
  expect(() => read({ answers: ['Rainy-Day-41'] })).toThrow(/^answers\[0\]: write USER:PASSWORD\.$/);
});

it('a pattern of a project file has braces, and nothing that could never be compared', () => {
  const patterns = ['a.{conf,cfg}', '', '+(+(+(a)))b', '*a*a*a*a*a*a*a*a*a*a*b', '__proto__'];
  const files = Object.fromEntries(patterns.map(pattern => [pattern, { language: 'sip-conf' }]));
  const project = read({ files });
  expect(entryFor(project, 'file:///srv/pbx/a.cfg').language).toBe('sip-conf');
  expect(entryFor(project, 'file:///srv/pbx/a.txt').language).toBeUndefined();
  expect(entryFor(project, `file:///srv/pbx/${'a'.repeat(250)}`).language).toBeUndefined();
});

it('is not looked for again in the folders of late; others are forgotten, however many there are', async () => {
  const reads: string[] = [];
  const files = new ProjectFiles(
    memoryFiles(new Map(), reads),
    languages,
    () => [],
    () => undefined,
  );
  const visit = (number: number) => files.of(`file:///srv/${number}/sip.conf`);
  for (let number = 0; number < 2000; number++) {
    await visit(number);
    await visit(0);
  }
  expect(reads).toHaveLength(2000);
  await visit(1990);
  expect(reads).toHaveLength(2000);
  await visit(1);
  expect(reads).toHaveLength(2001);
});
