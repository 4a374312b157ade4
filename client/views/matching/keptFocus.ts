/** Gives the focus back to a place whose content is replaced, also if the editor has it in the meantime. */
export interface KeptFocus {
  /** Remembers the button with the focus, before the content is replaced. */
  readonly remember: () => void;
  /** Focuses a button with the same text in the new content; `otherwise` if there is none. */
  readonly giveBack: () => void;
}

export function keptFocus(place: HTMLElement, otherwise: () => HTMLElement | undefined): KeptFocus {
  let kept: { readonly text: string | null; readonly index: number } | undefined;
  const withText = (text: string | null): readonly HTMLElement[] =>
    [...place.querySelectorAll('button')].filter(button => button.textContent === text);
  const giveBack = (): void => {
    // Taking the focus from the editor would interrupt somebody who types there.
    if (kept === undefined || !document.hasFocus() || document.activeElement !== document.body) return;
    (withText(kept.text)[kept.index] ?? otherwise())?.focus({ preventScroll: true });
    kept = undefined;
  };
  window.addEventListener('focus', giveBack);
  return {
    remember: () => {
      const focused = document.activeElement;
      if (focused === document.body || !(focused instanceof HTMLElement)) return;
      const text = focused.textContent;
      kept = place.contains(focused) ? { text, index: withText(text).indexOf(focused) } : undefined;
    },
    giveBack,
  };
}
