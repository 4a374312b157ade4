/** The size of a picture or text: buttons, keys, Control with the wheel, and the width of the page. */
export interface Zoom {
  /** Applies the size to a picture that was redrawn. */
  readonly apply: () => void;
}

/** What can be zoomed. */
export interface Zoomed {
  /** The scale at which it is as wide as its place. */
  readonly fitting: () => number;
  readonly show: (scale: number) => void;
}

/** The buttons, for the toolbar of a page; the last one fits a picture to the page, or gives text its normal size. */
export function zoomButtons(fit: string, fitTitle: string): string {
  return `<span role="group" aria-label="Zoom">
<button data-zoom="out" aria-label="Zoom out" title="Zoom out (-)">−</button>
<button data-zoom="in" aria-label="Zoom in" title="Zoom in (+)">+</button>
<button data-zoom="fit" title="${fitTitle} (0)">${fit}</button>
</span>`;
}

type Kind = 'in' | 'out' | 'fit';

const STEP = 1.2;
const SMALLEST = 0.1;
const LARGEST = 4;
/** Below this, text can hardly be read: the user has to ask for it. */
const READABLE = 0.8;

const keys: Readonly<Record<string, Kind>> = { '+': 'in', '=': 'in', '-': 'out', '0': 'fit' };

/** The picture in a place. */
export function pictureIn(place: HTMLElement): Zoomed {
  const drawn = (): { readonly width: number; readonly height: number } => {
    const [, , width = 0, height = 0] = (place.querySelector('svg')?.getAttribute('viewBox') ?? '')
      .split(' ')
      .map(Number);
    return { width, height };
  };
  return {
    fitting: () => {
      const { width } = drawn();
      return width > 0 && place.clientWidth > 0 ? place.clientWidth / width : 1;
    },
    show: scale => {
      const svg = place.querySelector('svg');
      const { width, height } = drawn();
      svg?.setAttribute('width', String(width * scale));
      svg?.setAttribute('height', String(height * scale));
    },
  };
}

/** The text in a place, which wraps to any width. */
export function textIn(place: HTMLElement): Zoomed {
  return {
    fitting: () => 1,
    show: scale => {
      place.style.fontSize = `${scale * 100}%`;
    },
  };
}

/** Until the user selects a size, a picture is as wide as its place, but neither enlarged nor too small to read. */
export function zoomOf(place: HTMLElement, { fitting, show }: Zoomed): Zoom {
  let chosen: number | undefined;
  const scale = (): number => chosen ?? Math.min(1, Math.max(READABLE, fitting()));
  const apply = (): void => show(scale());
  const zoom = (kind: Kind): void => {
    const wanted = kind === 'fit' ? fitting() : kind === 'in' ? scale() * STEP : scale() / STEP;
    chosen = Math.min(LARGEST, Math.max(SMALLEST, wanted));
    apply();
  };
  for (const kind of ['in', 'out', 'fit'] as const)
    document.querySelector(`button[data-zoom="${kind}"]`)?.addEventListener('click', () => zoom(kind));
  place.addEventListener('keydown', event => {
    const kind = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (kind === undefined) return;
    event.preventDefault();
    zoom(kind);
  });
  place.addEventListener(
    'wheel',
    event => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 'in' : 'out');
    },
    { passive: false },
  );
  window.addEventListener('resize', apply);
  return { apply };
}
