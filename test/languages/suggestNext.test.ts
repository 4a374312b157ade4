import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { languages } from '../../server/languages/registry.ts';
import { folder, projectOf, settings } from '../languages.ts';

describe('the suggestions of what follows an accepted name', () => {
  // By file name: a text in which | is the cursor, labels after which values are suggested, and labels after which none are.
  const cases: readonly [string, string, readonly string[], readonly string[]][] = [
    [
      'sip.conf',
      '[a](!)\ncontext=in\n[general]\n|',
      ['context', 'allow', 'register', 'tos_sip'],
      ['bindaddr'],
    ],
    ['sip.conf', '[a](!)\ncontext=in\n[201]\ntype=friend\n|', ['context', 'nat', 'disallow'], ['secret']],
    ['pjsip.conf', '[a]\ntype=auth\n[a]\ntype=endpoint\n|', ['auth', 'allow', 'dtmf_mode'], ['from_user']],
    ['pjsip.conf', '[a]\n|', ['type'], []],
    ['opensips.cfg', '|\nloadmodule "tm.so"\n', ['log_stdout', 'loadmodule', 'modparam'], ['socket']],
    ['opensips.cfg', 'route {\n\t|\n}\nroute[relay] {\n\texit;\n}\n', ['route'], ['exit']],
    ['flexisip.conf', '[global]\n|', ['log-level', 'auto-respawn'], []],
    ['a.siptrace', 'INVITE sip:a@b SIP/2.0\n|\n\n', ['Content-Type', 'CSeq', 'SIP/2.0'], ['Call-ID']],
  ];

  it.each(cases)('%s %j', (file, marked, followed, last) => {
    const items = complete(file, marked);
    const withCommand = items.filter(({ command }) => command !== undefined).map(({ label }) => label);
    expect(withCommand).toEqual(expect.arrayContaining([...followed]));
    expect(withCommand.filter(label => last.includes(label))).toEqual([]);
  });

  it.each(cases)('are there: %s %j', (file, marked, followed) => {
    for (const label of followed) {
      const item = complete(file, marked).find(one => one.label === label);
      const inserted = item?.textEdit?.newText ?? item?.insertText ?? '';
      const cursor = inserted.includes('$1') ? inserted.replace('$1', '|') : `${inserted}|`;
      const accepted = marked.replace('|', () => cursor.replace(/\$\{\d:?(\w*)\}|\$\d/g, '$1'));
      expect([label, complete(file, accepted).length > 0]).toEqual([label, true]);
    }
  });

  it.each(['sip.conf', 'pjsip.conf', 'flexisip.conf'])('leave the operator of a line alone: %s', file => {
    const line = { 'sip.conf': '[201]\nna|t = no', 'pjsip.conf': '[a]\ntype=endpoint\ndtm|f_mode = info' }[
      file
    ];
    const items = complete(file, line ?? '[global]\nlog-le|vel=error');
    expect(items.length).toBeGreaterThan(0);
    for (const { textEdit, command } of items.filter(({ kind }) => kind === CompletionItemKind.Property))
      expect([textEdit?.newText.includes('='), command]).toEqual([false, undefined]);
  });
});

function complete(file: string, marked: string) {
  const language = languages.find(one => one.recognizes(file, ''));
  if (language === undefined) throw new Error(`${file} has no language`);
  const text = marked.replace('|', '');
  const uri = `${folder}${file}`;
  const project = projectOf(language, { [file]: text }, file);
  const tree = project.trees.get(uri);
  if (tree === undefined) throw new Error(`${file} was not read`);
  const view = { uri, tree, model: language.model(project, settings, undefined) };
  const position = TextDocument.create(uri, language.id, 1, text).positionAt(marked.indexOf('|'));
  return language.complete?.(view, position).items ?? [];
}
