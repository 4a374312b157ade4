type Focusable = HTMLElement | SVGElement;

/** Gives the focus back to a place whose content is replaced, also if the editor has it in the meantime. */
export interface KeptFocus {
  /** Remembers the item with the focus, before the content is replaced. */
  readonly remember: () => void;
  /** Focuses the item with the same name in the new content; `otherwise` if there is none. */
  readonly giveBack: () => void;
}

/** `items` is the selector of what can have the focus. */
export function keptFocus(
  place: HTMLElement,
  items: string,
  nameOf: (item: Focusable) => string | null,
  otherwise: () => Focusable | undefined,
): KeptFocus {
  let kept: { readonly name: string | null; readonly index: number } | undefined;
  const named = (name: string | null): readonly Focusable[] =>
    [...place.querySelectorAll<Focusable>(items)].filter(item => nameOf(item) === name);
  const giveBack = (): void => {
    // Taking the focus from the editor would interrupt somebody who types there.
    if (kept === undefined || !document.hasFocus() || document.activeElement !== document.body) return;
    (named(kept.name)[kept.index] ?? otherwise())?.focus({ preventScroll: true });
    kept = undefined;
  };
  window.addEventListener('focus', giveBack);
  return {
    remember: () => {
      const focused = document.activeElement;
      if (!(focused instanceof HTMLElement || focused instanceof SVGElement) || focused === document.body)
        return;
      const name = nameOf(focused);
      kept = place.contains(focused) ? { name, index: named(name).indexOf(focused) } : undefined;
    },
    giveBack,
  };
}
