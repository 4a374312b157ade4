import * as vscode from 'vscode';
import type { ExplainAnswer, ScriptLines, ScriptWay } from '../../../server/languages/explanation.ts';

/** Marks in the editors of a script which lines a message ran, and dims those that it did not reach. */
export class ScriptRun implements vscode.Disposable {
  private readonly ran = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    borderStyle: 'solid',
    borderWidth: '0 0 0 3px',
    borderColor: new vscode.ThemeColor('charts.green'),
    overviewRulerColor: new vscode.ThemeColor('charts.green'),
    overviewRulerLane: vscode.OverviewRulerLane.Left,
  });
  private readonly unreached = vscode.window.createTextEditorDecorationType({ opacity: '0.55' });
  private readonly listening = vscode.window.onDidChangeVisibleTextEditors(() => this.draw());
  private ways: readonly ScriptWay[] = [];

  show(answer: ExplainAnswer): void {
    const results = answer.kind === 'explained' ? answer.results : [];
    this.ways = results.flatMap(({ way }) => (way === undefined ? [] : [way]));
    this.draw();
  }

  dispose(): void {
    this.listening.dispose();
    this.ran.dispose();
    this.unreached.dispose();
  }

  private draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const ran = this.rangesIn(editor.document, way => way.ran);
      const ranLines = new Set(ran.map(({ start }) => start.line));
      const unreached = this.rangesIn(editor.document, way => way.unreached);
      editor.setDecorations(this.ran, ran);
      editor.setDecorations(
        this.unreached,
        unreached.filter(({ start }) => !ranLines.has(start.line)),
      );
    }
  }

  private rangesIn(
    document: vscode.TextDocument,
    lines: (way: ScriptWay) => readonly ScriptLines[],
  ): vscode.Range[] {
    const uri = document.uri.toString();
    return this.ways
      .flatMap(lines)
      .filter(({ file }) => vscode.Uri.parse(file).toString() === uri)
      .map(({ first, last }) =>
        document.validateRange(new vscode.Range(first, 0, last, Number.MAX_SAFE_INTEGER)),
      );
  }
}
