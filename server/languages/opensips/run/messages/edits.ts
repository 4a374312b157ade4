import type { Edit } from './message.ts';

/** The text of a message with its edits made, in order of their places. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.at - b.edit.at || a.index - b.index);
  let result = '';
  let at = 0;
  let lastRemoval = -1;
  for (const { edit } of ordered) {
    // An edit inside a range that is already removed disappears with it (process_lumps).
    if (edit.at < at && edit.at !== lastRemoval) continue;
    if (edit.at >= at) {
      result += text.slice(at, edit.at);
      at = edit.at;
    }
    result += edit.insert;
    if (edit.remove > 0) lastRemoval = edit.at;
    at = Math.max(at, edit.at + edit.remove);
  }
  return result + text.slice(at);
}
