import { expect, it } from 'vitest';
import { languages } from '../../server/languages/registry.ts';
import { startEditor } from './editor.ts';

it('shows progress before a large file is read, and ends it afterwards', async () => {
  const order: string[] = [];
  const editor = await startEditor({
    languages,
    capabilities: { window: { workDoneProgress: true }, textDocument: { diagnostic: {} } },
    answers: {
      'window/workDoneProgress/create': () => {
        order.push('create');
        return null;
      },
    },
  });
  editor.connection.onUnhandledProgress(({ value }) => {
    if (typeof value === 'object' && value !== null && 'kind' in value) order.push(String(value.kind));
  });
  const uri = 'untitled:sip.conf';
  editor.open(uri, `[general]\n${'; padding of a large file\n'.repeat(100_000)}secret=x\n`, 'sip-conf');
  const [problems] = await Promise.all([
    editor.problems(uri),
    editor.ask('textDocument/documentSymbol', uri),
  ]);
  expect(problems.join('\n')).toContain('option-in-wrong-section');
  await expect.poll(() => order).toEqual(['create', 'begin', 'end']);
  editor.close();
});
