import { join } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { describeInEditor, editorOfSuite } from './editor.ts';

const files = {
  'sip.conf': `[general]
allowguest = no

[phone](!)
type=friend
host=dynamic
context=internal

[alice](phone)
  secret=kW9-qqz-2Lp-77x
#include "sip_more.conf"
`,
  'sip_more.conf': '[bob](phone)\nsecret=Yx4-mmb-8Rt-31c\n',
  'extensions.conf': '[internal]\nexten => 100,1,Hangup()\n',
};

describeInEditor('what sip.conf answers to the editor', () => {
  const editor = editorOfSuite({ files }, 'sip.conf');
  beforeAll(async () => {
    await vi.waitFor(async () => expect(await names()).toContain('phone'), { timeout: 30_000 });
  });

  const path = (name = 'sip.conf') => join(editor.folder, name);

  /** The sections in the outline. */
  const names = () =>
    editor.evaluate(async (api, file) => {
      const symbols: vscode.DocumentSymbol[] | undefined = await api.commands.executeCommand(
        'vscode.executeDocumentSymbolProvider',
        api.Uri.file(file),
      );
      return (symbols ?? []).map(({ name }) => name);
    }, path());

  it('hover', async () => {
    const text = await editor.evaluate(async (api, file) => {
      const hovers: vscode.Hover[] = await api.commands.executeCommand(
        'vscode.executeHoverProvider',
        api.Uri.file(file),
        new api.Position(4, 2),
      );
      return hovers
        .flatMap(({ contents }) => contents)
        .map(content => (typeof content === 'string' ? content : content.value))
        .join('\n');
    }, path());
    expect(text).toContain('friend');
    expect(text).toContain('peer');
  });

  it('completion', async () => {
    const labels = await editor.evaluate(async (api, file) => {
      const list: vscode.CompletionList = await api.commands.executeCommand(
        'vscode.executeCompletionItemProvider',
        api.Uri.file(file),
        new api.Position(4, 5),
        '=',
      );
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    }, path());
    expect(labels).toEqual(expect.arrayContaining(['peer', 'user', 'friend']));
  });

  it('outline', async () => {
    expect(await names()).toEqual(expect.arrayContaining(['general', 'phone', 'alice']));
  });

  it('definition and references, in included files too', async () => {
    const found = await editor.evaluate(async (api, file) => {
      const ask = (command: string, line: number, column: number) =>
        api.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
          command,
          api.Uri.file(file),
          new api.Position(line, column),
        );
      const place = (location: vscode.Location | vscode.LocationLink) => {
        const [uri, range] =
          'uri' in location ? [location.uri, location.range] : [location.targetUri, location.targetRange];
        return `${uri.path.split('/').pop()}:${range.start.line}`;
      };
      return {
        definition: (await ask('vscode.executeDefinitionProvider', 8, 9)).map(place),
        references: (await ask('vscode.executeReferenceProvider', 3, 2)).map(place),
      };
    }, path());
    expect(found.definition).toEqual(['sip.conf:3']);
    expect(found.references).toEqual(expect.arrayContaining(['sip.conf:8', 'sip_more.conf:0']));
  });

  it('rename, in included files too', async () => {
    const edits = await editor.evaluate(async (api, file) => {
      const edit: vscode.WorkspaceEdit = await api.commands.executeCommand(
        'vscode.executeDocumentRenameProvider',
        api.Uri.file(file),
        new api.Position(3, 2),
        'desk',
      );
      return edit
        .entries()
        .flatMap(([uri, changes]) =>
          changes.map(({ range, newText }) => `${uri.path.split('/').pop()}:${range.start.line} ${newText}`),
        );
    }, path());
    expect(edits.sort()).toEqual(['sip.conf:3 desk', 'sip.conf:8 desk', 'sip_more.conf:0 desk']);
  });

  it('rename of a context, in the dialplan beside it too', async () => {
    const edits = await editor.evaluate(async (api, file) => {
      const edit: vscode.WorkspaceEdit = await api.commands.executeCommand(
        'vscode.executeDocumentRenameProvider',
        api.Uri.file(file),
        new api.Position(6, 10),
        'office',
      );
      return edit
        .entries()
        .flatMap(([uri, changes]) =>
          changes.map(({ range, newText }) => `${uri.path.split('/').pop()}:${range.start.line} ${newText}`),
        );
    }, path());
    expect(edits.sort()).toEqual(['extensions.conf:0 office', 'sip.conf:6 office']);
  });

  it('formatting', async () => {
    const count = await editor.evaluate(async (api, file) => {
      const uri = api.Uri.file(file);
      const options = { tabSize: 4, insertSpaces: true };
      const edits: vscode.TextEdit[] =
        (await api.commands.executeCommand('vscode.executeFormatDocumentProvider', uri, options)) ?? [];
      return edits.length;
    }, path());
    expect(count).toBeGreaterThan(0);
  });

  it('code lenses, links, folding, selection and colors', async () => {
    const counts = await editor.evaluate(async (api, file) => {
      const uri = api.Uri.file(file);
      const count = async (command: string, ...rest: unknown[]) => {
        const found: unknown[] | undefined = await api.commands.executeCommand(command, uri, ...rest);
        return found?.length ?? 0;
      };
      const tokens: vscode.SemanticTokens | undefined = await api.commands.executeCommand(
        'vscode.provideDocumentSemanticTokens',
        uri,
      );
      return {
        lenses: await count('vscode.executeCodeLensProvider'),
        links: await count('vscode.executeLinkProvider'),
        folding: await count('vscode.executeFoldingRangeProvider'),
        selection: await count('vscode.executeSelectionRangeProvider', [new api.Position(4, 6)]),
        tokens: tokens?.data.length ?? 0,
      };
    }, path());
    expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
  });
});
