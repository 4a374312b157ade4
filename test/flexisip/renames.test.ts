import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { CodeActionKind } from 'vscode-languageserver-types';
import { flexisipConf } from '../../server/languages/flexisip/index.ts';
import { effective, modelOf } from '../../server/languages/flexisip/model/model.ts';
import { parseFlexisip } from '../../server/languages/flexisip/reading/parser.ts';
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

  /** The text after each action that a line offers. */
  const mended = (text: string, line: number, flexisipVersion: string): Record<string, string> => {
    const project = projectOf(flexisipConf, { f: text }, 'f');
    const model = flexisipConf.model(project, { ...settings, flexisipVersion }, undefined);
    const tree = project.trees.get(project.root);
    if (tree === undefined) throw new Error('no tree');
    const view = { uri: project.root, tree, model };
    const diagnostics = flexisipConf.check(view).filter(({ range }) => range.start.line === line);
    const range = { start: { line, character: 0 }, end: { line, character: 99 } };
    const actions = flexisipConf.actions?.(view, range, diagnostics, [CodeActionKind.QuickFix]) ?? [];
    const document = TextDocument.create(project.root, 'flexisip-conf', 1, text);
    return Object.fromEntries(
      actions
        .filter(({ title }) => /^(Change to|Remove the line)/.test(title))
        .map(({ title, edit }) => [
          title,
          TextDocument.applyEdits(document, edit?.changes?.[project.root] ?? []),
        ]),
    );
  };
  const renamings = (text: string, line: number, flexisipVersion: string): string[] =>
    Object.keys(mended(text, line, flexisipVersion)).filter(title => title.startsWith('Change to'));

  it('are offered where the value fits', () => {
    expect(renamings('[event-logs]\ndir=/x\n', 1, '2.6')).toEqual(['Change to "filesystem-directory"']);
    expect(renamings('[module::Authentication]\ndatasource=/x\n', 1, '2.7')).toEqual([
      'Change to "file-path"',
    ]);
    expect(renamings('[global]\ntls-certificates-dir=/x\n', 1, '2.6')).toEqual([]);
    expect(renamings('[global]\ntls-certificates-dir=/x\n', 1, '2.5')).toEqual([]);
  });

  const ofModule = (lines: string): string => `[module::MediaRelay]\n${lines}`;
  it.each([
    ['from-domains=a b\n', 1, { 'Change to "filter"': "filter=from.uri.domain in 'a b'\n" }],
    ['to-domains=a\n', 1, { 'Change to "filter"': "filter=to.uri.domain in 'a'\n" }],
    ['from-domains=*\n', 1, { 'Remove the line': '' }],
    ['from-domains=a\nto-domains=b\n', 1, {}],
    ['from-domains=a\nfilter=true\n', 1, {}],
    [
      'sdp-port-range-min=1000\nsdp-port-range-max=2000\n',
      2,
      { 'Change to "sdp-port-range"': 'sdp-port-range=1000-2000\n' },
    ],
    ['sdp-port-range-min=2000\n', 1, { 'Change to "sdp-port-range"': 'sdp-port-range=2000-65535\n' }],
    ['sdp-port-range-max=2000 # x\n', 1, {}],
  ] as const)('%j is written anew', (lines, line, expected) => {
    const found = mended(ofModule(lines), line, '2.7');
    const inModule = Object.entries(expected).map(([title, text]) => [title, ofModule(text)]);
    expect(found).toMatchObject(Object.fromEntries(inModule));
    if (inModule.length === 0) expect(Object.keys(found)).toEqual([]);
  });
});
