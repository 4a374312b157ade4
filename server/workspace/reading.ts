import type { OpenDocument } from './documents.ts';

/** How long a text is read before other requests get their turn, in milliseconds. */
const slice = 20;

/**
 * Reads a long text for the first time, in slices between which other requests are answered; edits in the meantime are
 * applied to the tree at the end. Does nothing for languages that cannot read in steps. Stops when the text is no
 * longer needed.
 */
export async function readInTurns(
  document: OpenDocument,
  isWanted: () => boolean,
  report: (fraction: number) => void,
): Promise<void> {
  const reading = document.readInSteps();
  if (reading === undefined) return;
  for (;;) {
    const end = performance.now() + slice;
    while (performance.now() < end) {
      const step = reading.next();
      if (step.done === true) return;
      report(step.value);
    }
    await new Promise(resolve => setTimeout(resolve, 0));
    if (!isWanted()) return;
  }
}
