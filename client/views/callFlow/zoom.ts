/** The size of a picture: buttons, Control with the wheel, and the width of the page. */
export interface Zoom {
  /** Applies the selected size to a picture that was redrawn. */
  readonly apply: () => void;
}

const STEP = 1.2;
const SMALLEST = 0.1;
const LARGEST = 4;

export function zoomOf(place: HTMLElement): Zoom {
  let scale = 1;
  const apply = () => {
    const svg = place.querySelector('svg');
    const [, , width = 0, height = 0] = (svg?.getAttribute('viewBox') ?? '').split(' ').map(Number);
    svg?.setAttribute('width', String(width * scale));
    svg?.setAttribute('height', String(height * scale));
  };
  const set = (wanted: number) => {
    scale = Math.min(LARGEST, Math.max(SMALLEST, wanted));
    apply();
  };
  const fitWidth = () => {
    const [, , width = 0] = (place.querySelector('svg')?.getAttribute('viewBox') ?? '')
      .split(' ')
      .map(Number);
    if (width > 0) set(place.clientWidth / width);
  };
  for (const button of document.querySelectorAll('button[data-zoom]')) {
    const kind = button.getAttribute('data-zoom');
    button.addEventListener('click', () => {
      if (kind === 'fit') fitWidth();
      else set(kind === 'in' ? scale * STEP : scale / STEP);
    });
  }
  place.addEventListener(
    'wheel',
    event => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      set(event.deltaY < 0 ? scale * STEP : scale / STEP);
    },
    { passive: false },
  );
  return { apply };
}
