/** A message, line by line, so that a header can be shown even in a pasted one. */
export function messageLines(text: string): HTMLElement {
  const lines = document.createElement('pre');
  lines.tabIndex = 0;
  lines.setAttribute('aria-label', 'The message');
  for (const line of text.split(/\r\n|\r|\n/)) {
    const row = document.createElement('span');
    row.className = 'message-line';
    row.textContent = `${line}\n`;
    row.dataset.header = (/^([^\s:]+)\s*:/.exec(line)?.[1] ?? '').toLowerCase();
    lines.append(row);
  }
  const [first] = lines.children;
  if (first instanceof HTMLElement) first.dataset.header = 'request-uri';
  return lines;
}

const COMPACT: Readonly<Record<string, string>> = {
  from: 'f',
  to: 't',
  via: 'v',
  contact: 'm',
  'content-type': 'c',
};

/** Marks the lines of a header, and shows the first one. */
export function markHeader(name: string): void {
  const wanted = name.toLowerCase();
  let first: Element | undefined;
  for (const row of document.querySelectorAll('.message-line')) {
    const header = row instanceof HTMLElement ? row.dataset.header : '';
    const isIt = header === wanted || (header !== '' && header === COMPACT[wanted]);
    row.classList.toggle('marked', isIt);
    if (isIt) first ??= row;
  }
  first?.scrollIntoView({ block: 'center' });
}
