import { describe, expect, it } from 'vitest';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { effective, modelOf } from '../../server/languages/flexisip/model.ts';
import { parseFlexisip } from '../../server/languages/flexisip/parser.ts';
import { projectOf, settings } from '../languages.ts';

function read(text: string, section: string, key: string, flexisipVersion = '2.7'): string {
  const model = modelOf('f', parseFlexisip(text), { ...settings, flexisipVersion });
  return effective(model, section, key).value;
}

describe('keys with a new name', () => {
  it.each([
    ['module::Authentication', 'datasource', 'file-path'],
    ['module::NatHelper', 'contact-verified-param', 'contact-correction-param'],
    ['presence-server', 'soci-connection-string', 'rls-database-connection'],
  ])('[%s] %s is read while %s is absent', (section, old, key) => {
    expect(read(`[${section}]\n${old}=x\n`, section, key)).toBe('x');
    expect(read(`[${section}]\n${old}=x\n${key}=y\n`, section, key)).toBe('y');
  });

  it.each([
    ['global', 'tls-certificates-dir', 'tls-certificates-file', '2.5', ''],
    ['module::Forward', 'route', 'routes-config-path', '2.5', ''],
    ['event-logs', 'dir', 'filesystem-directory', '2.5', '/var/log/flexisip'],
  ])('[%s] %s is not read in place of %s', (section, old, key, version, standard) => {
    expect(read(`[${section}]\n${old}=/x\n`, section, key, version)).toBe(standard);
  });

  const renamings = (text: string, line: number, flexisipVersion: string): string[] => {
    const project = projectOf(flexisipConf, { f: text }, 'f');
    const model = flexisipConf.model(project, { ...settings, flexisipVersion }, undefined);
    const tree = project.trees.get(project.root);
    if (tree === undefined) throw new Error('no tree');
    const view = { uri: project.root, tree, model };
    const diagnostics = flexisipConf.check(view).filter(({ range }) => range.start.line === line);
    const range = { start: { line, character: 0 }, end: { line, character: 99 } };
    const actions = flexisipConf.actions?.(view, range, diagnostics, undefined) ?? [];
    return actions.map(action => action.title).filter(title => title.startsWith('Change to'));
  };

  it('are offered where the value fits', () => {
    expect(renamings('[event-logs]\ndir=/x\n', 1, '2.6')).toEqual(['Change to "filesystem-directory"']);
    expect(renamings('[module::Authentication]\ndatasource=/x\n', 1, '2.7')).toEqual([
      'Change to "file-path"',
    ]);
    expect(renamings('[global]\ntls-certificates-dir=/x\n', 1, '2.6')).toEqual([]);
    expect(renamings('[global]\ntls-certificates-dir=/x\n', 1, '2.5')).toEqual([]);
  });
});
