import type { MessageComparison } from '../../../server/languages/callFlow.ts';

/** Shows two messages side by side. Text of the trace reaches the page through `textContent` only. */
export function showComparison(place: HTMLElement, comparison: MessageComparison): void {
  const { document } = globalThis;
  const title = document.createElement('h2');
  title.textContent = `${comparison.first} and ${comparison.second}: ${comparison.rows.length} parts differ, ${comparison.same} are the same`;
  const close = document.createElement('button');
  close.textContent = 'Close';
  close.addEventListener('click', () => place.replaceChildren());
  const table = document.createElement('table');
  table.append(rowOf('th', ['', comparison.first, comparison.second]));
  for (const row of comparison.rows) table.append(rowOf('td', [row.name, row.first, row.second]));
  place.replaceChildren(title, close, table);
  place.scrollIntoView({ block: 'nearest' });
}

function rowOf(kind: 'th' | 'td', texts: readonly (string | null)[]): HTMLTableRowElement {
  const row = document.createElement('tr');
  for (const text of texts) {
    const cell = document.createElement(kind);
    cell.textContent = text ?? 'missing';
    if (text === null) cell.className = 'absent';
    row.append(cell);
  }
  return row;
}
