import type { Connection } from 'vscode-languageserver';

/** How long a task may take before progress is shown, in milliseconds. */
const patience = 700;

/** Shows work-done progress for a long task, to clients that can show it. */
export function withProgress(
  connection: Connection,
  canShow: () => boolean,
): <Value>(
  title: string,
  task: (report: (fraction: number) => void) => Promise<Value>,
  atOnce?: boolean,
) => Promise<Value> {
  return async (title, task, atOnce = false) => {
    if (!canShow()) return task(() => undefined);
    let shown: { report(percentage: number): void; done(): void } | undefined;
    let percentage = 0;
    let isOver = false;
    const show = async (): Promise<void> => {
      const progress = await connection.window.createWorkDoneProgress();
      progress.begin(title, percentage);
      if (isOver) progress.done();
      else shown = progress;
    };
    // A failure to show progress does not affect the task.
    const tryToShow = (): Promise<void> => show().catch(() => undefined);
    if (atOnce) await tryToShow();
    const timer = atOnce ? undefined : setTimeout(() => void tryToShow(), patience);
    try {
      return await task(fraction => {
        const next = Math.floor(fraction * 100);
        if (next > percentage) shown?.report(next);
        percentage = Math.max(percentage, next);
      });
    } finally {
      isOver = true;
      clearTimeout(timer);
      shown?.done();
    }
  };
}
