import { languages } from '../server/languages/registry.ts';
import { startEditor } from '../test/protocol/editor.ts';
import { sipConfOf } from './sources/sipConfOf.ts';

/** What an editor asks for after every keystroke, beside diagnostics, in a sip.conf of 100,000 lines: each on its own. */
export async function run(): Promise<void> {
  const editor = await startEditor({ languages });
  const uri = 'untitled:sip.conf';
  editor.open(uri, sipConfOf(100_000, false), 'sip-conf');
  await editor.pull(uri);
  const position = { line: 50_006, character: 3 };
  const range = { start: { line: 50_000, character: 0 }, end: { line: 50_060, character: 0 } };
  const requests: readonly (readonly [string, object])[] = [
    ['textDocument/diagnostic', {}],
    ['textDocument/hover', { position }],
    ['textDocument/completion', { position }],
    ['textDocument/definition', { position }],
    [
      'textDocument/references',
      { position: { line: 7, character: 3 }, context: { includeDeclaration: true } },
    ],
    ['textDocument/documentHighlight', { position }],
    ['textDocument/documentSymbol', {}],
    ['textDocument/foldingRange', {}],
    ['textDocument/documentLink', {}],
    ['textDocument/codeLens', {}],
    ['textDocument/inlayHint', { range }],
    ['textDocument/semanticTokens/range', { range }],
    ['textDocument/semanticTokens/full', {}],
    ['textDocument/codeAction', { range, context: { diagnostics: [] } }],
  ];
  for (const [method, params] of requests) {
    const times: number[] = [];
    for (let round = 0; round < 12; round++) {
      editor.type(uri, 50_006, 9, round % 2 === 0 ? 'x' : '', round % 2);
      await editor.pull(uri);
      const from = performance.now();
      await editor.ask(method, uri, params);
      times.push(performance.now() - from);
    }
    times.sort((a, b) => a - b);
    console.log(`  ${method.padEnd(34)} ${(times[6] ?? 0).toFixed(1).padStart(8)} ms`);
  }
  editor.close();
}
