import { join } from 'node:path';
import { expect, it } from 'vitest';
import type * as vscode from 'vscode';
import { describeInEditor, type Editor, editorOfSuite } from './editor.ts';

const script = [
  'socket=udp:192.0.2.10:5060',
  'mpath="/usr/lib/opensips/modules/"',
  'loadmodule "proto_udp.so"',
  'loadmodule "signaling.so"',
  'loadmodule "sl.so"',
  'loadmodule "tm.so"',
  'loadmodule "usrloc.so"',
  'modparam("usrloc", "working_mode_preset", "")',
  '',
  'route {',
  '\tcreate_dia',
  '\txlog("$");',
  '}',
  '',
].join('\n');

const source = [
  'static const cmd_export_t cmds[] = {',
  '\t{"bill_call", (cmd_function)w_bill, {{0,0,0}}, REQUEST_ROUTE},',
  '};',
  'struct module_exports exports = { "billing" };',
  '',
].join('\n');

let editor: Editor;

const file = (name: string) => join(editor.folder, name);

/** The labels that are offered at a position, as the editor sorts them. */
const offered = (line: number, character: number) =>
  editor.evaluate(
    async (api, path, row, column) => {
      const list: vscode.CompletionList = await api.commands.executeCommand(
        'vscode.executeCompletionItemProvider',
        api.Uri.file(path),
        new api.Position(row, column),
      );
      const name = ({ label }: vscode.CompletionItem) => (typeof label === 'string' ? label : label.label);
      const key = (one: vscode.CompletionItem) => one.sortText ?? name(one);
      return [...list.items].sort((a, b) => (key(a) < key(b) ? -1 : 1)).map(name);
    },
    file('opensips.cfg'),
    line,
    character,
  );

describeInEditor('opensips.cfg in the editor', () => {
  editor = editorOfSuite(
    { files: { 'opensips.cfg': script, 'source/billing/billing.c': source } },
    'opensips.cfg',
  );

  it('completes the variables of the request first, and the values of a parameter', async () => {
    await expect.poll(() => editor.problems('opensips.cfg')).not.toEqual([]);
    expect((await offered(11, 8)).slice(0, 3)).toEqual(['ru', 'rU', 'rd']);
    expect(await offered(7, 43)).toContain('sql-only');
  });

  it('loads the module of a chosen function', async () => {
    await editor.evaluate(async (api, path) => {
      const shown = await api.window.showTextDocument(api.Uri.file(path));
      const end = new api.Position(10, 11);
      shown.selection = new api.Selection(end, end);
      await api.commands.executeCommand('editor.action.triggerSuggest');
    }, file('opensips.cfg'));
    const row = editor.page.locator('.suggest-widget .monaco-list-row').filter({ hasText: 'create_dialog' });
    await row.first().waitFor();
    await editor.screenshot('completion of a function to load');
    await row.first().click();
    const text = () =>
      editor.evaluate(
        (api, path) => api.workspace.textDocuments.find(({ uri }) => uri.fsPath === path)?.getText() ?? '',
        file('opensips.cfg'),
      );
    await expect.poll(text).toContain('loadmodule "dialog.so"\n');
    expect(await text()).toContain('\tcreate_dialog(');
  });

  it('harvests private modules into sip-workbench.json', async () => {
    await editor.evaluate(async (api, path) => {
      await api.commands.executeCommand('sipWorkbench.harvest', api.Uri.file(path));
    }, file('source'));
    const text = await editor.evaluate(api => api.window.activeTextEditor?.document.getText() ?? '{}');
    expect(JSON.parse(text)).toEqual({
      options: { 'opensips.modules': 'billing', 'opensips.functions': 'billing.bill_call' },
    });
  });
});
