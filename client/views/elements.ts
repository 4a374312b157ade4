/** The element of the page with this id. */
export function byId<Kind extends HTMLElement>(id: string, kind: abstract new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no #${id}.`);
  return found;
}

/** Keeps what gets the focus, or is scrolled into view, from being behind the header of the page. */
export function showBelowHeader(): void {
  const header = document.querySelector('header');
  if (header === null) return;
  new ResizeObserver(() => {
    const isAbove = getComputedStyle(header).position === 'sticky';
    document.documentElement.style.scrollPaddingTop = isAbove ? `${header.offsetHeight}px` : '';
  }).observe(header);
}
