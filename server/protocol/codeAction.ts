import { type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver-types';
import { withGeneratedSecrets } from '../rules/generatedSecret.ts';
import type { Subject } from '../workspace/workspace.ts';
import { aboutFile, type Feature } from './context.ts';

/** textDocument/codeAction: the fixes of the language, and for every diagnostic a comment that silences it */
export const codeAction: Feature = {
  start: context =>
    context.connection.onCodeAction(
      aboutFile(context, 'code actions', null, (subject, { range, context: asked }) => {
        const { language, view } = subject;
        const actions = withGeneratedSecrets(
          language.actions?.(view, range, asked.diagnostics, asked.only) ?? [],
          count => crypto.getRandomValues(new Uint8Array(count)),
        );
        if (
          asked.only !== undefined &&
          !asked.only.some(kind => kind === '' || kind === CodeActionKind.QuickFix)
        ) {
          return actions;
        }
        return [...actions, ...ignoreActions(subject, asked.diagnostics)];
      }),
    ),
  capabilities: () => ({
    codeActionProvider: {
      codeActionKinds: [
        CodeActionKind.QuickFix,
        CodeActionKind.Refactor,
        CodeActionKind.RefactorExtract,
        CodeActionKind.RefactorRewrite,
        CodeActionKind.SourceFixAll,
      ],
    },
  }),
};

function ignoreActions(
  { language, view, document }: Subject,
  diagnostics: readonly Diagnostic[],
): CodeAction[] {
  const prefix = language.commentPrefixes?.[0];
  if (prefix === undefined || document === undefined) return [];
  const seen = new Set<string>();
  return diagnostics.flatMap(diagnostic => {
    const { code, range } = diagnostic;
    const { line } = range.start;
    const key = `${line} ${code}`;
    if (typeof code !== 'string' || !code.startsWith(`${language.id}/`) || seen.has(key)) return [];
    seen.add(key);
    const place = { line, character: 0 };
    const text = document.text.getText({ start: place, end: { line: line + 1, character: 0 } });
    const indent = /^[ \t]*/.exec(text)?.[0] ?? '';
    const eol = text.endsWith('\r\n') ? '\r\n' : '\n';
    const newText = `${indent}${prefix} sip-workbench-ignore ${code}: reason${eol}`;
    return {
      title: `Ignore ${code} on this line`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit: { changes: { [view.uri]: [{ range: { start: place, end: place }, newText }] } },
    };
  });
}
