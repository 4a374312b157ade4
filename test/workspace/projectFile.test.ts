import { describe, expect, it } from 'vitest';
import { languages } from '../../server/languages/registry.ts';
import { entryFor, readProjectFile } from '../../server/workspace/projectFile.ts';

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
    });
    expect(entryFor(project, 'file:///srv/pbx/old/east/sip.conf')).toEqual({
      language: undefined,
      versions: { asteriskVersion: '1.8' },
      severities: { 'sip-conf/clear-text-secret': 'hint' },
    });
    expect(entryFor(project, 'file:///srv/pbx/roles/a%20b/main.cfg.j2')).toMatchObject({
      language: 'opensips-cfg',
      versions: { asteriskVersion: '18', opensipsVersion: '3.4' },
    });
    expect(entryFor(project, 'file:///elsewhere/x.cfg.j2').language).toBe('opensips-cfg');
  });

  it.each([
    ['{', 'It is not valid JSON.'],
    [[], 'the file: write an object.'],
    [{ version: {} }, 'the file: "version" is not known here. Do you mean "versions"?'],
    [{ versions: { asterisc: '20' } }, 'versions: "asterisc" is not known here. Do you mean "asterisk"?'],
    [
      { versions: { asterisk: 20 } },
      'versions.asterisk: not a version of Asterisk. Write it in quotes, such as',
    ],
    [{ rules: { 'sip-conf/clear-text-secrets': 'off' } }, 'Do you mean "sip-conf/clear-text-secret"?'],
    [
      { rules: { 'sip-conf/clear-text-secret': 'of' } },
      'rules["sip-conf/clear-text-secret"]: write one of error,',
    ],
    [{ files: { 'a/**': { language: 'sip' } } }, 'files["a/**"].language: write one of sip-conf'],
    [{ files: { 'a/**': { rule: {} } } }, 'files["a/**"]: "rule" is not known here. Do you mean "rules"?'],
  ])('%j cannot be used: %s', (content, message) => {
    expect(() => read(content)).toThrow(message);
  });
});
