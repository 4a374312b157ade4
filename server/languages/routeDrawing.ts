import type { ExitKind, LaidBox, LaidLine } from './routeMap.ts';

/** Symbols that distinguish exits without color. */
export const EXIT_SIGNS: Readonly<Record<ExitKind, string>> = {
  relay: '→',
  reply: '↩',
  drop: '✕',
  exit: '■',
};

/** The `d` of an SVG path through the points of a line, which ends where its tip starts. Numbers only. */
export function linePath(line: LaidLine): string {
  const [first, ...rest] = line.points;
  if (first === undefined) return '';
  const sign = line.isBackward ? -1 : 1;
  const parts = [`M${round(first.x)} ${round(first.y)}`];
  let last = first;
  rest.forEach((point, index) => {
    const x = index === rest.length - 1 ? point.x - sign * TIP : point.x;
    const middle = (last.x + x) / 2;
    parts.push(
      last.y === point.y
        ? `L${round(x)} ${round(point.y)}`
        : `C${round(middle)} ${round(last.y)} ${round(middle)} ${round(point.y)} ${round(x)} ${round(point.y)}`,
    );
    last = point;
  });
  return parts.join(' ');
}

/** A loop at the upper right of a box, for a block that calls itself. */
export function selfPath(box: LaidBox): string {
  const right = box.x + box.width;
  return `M${round(right)} ${round(box.y + 8)} h24 v12 h${8 - 24}`;
}

/** The tip of a line, or of the loop at a box, and the position of its label. */
export function tipOf(
  line: LaidLine | undefined,
  box: LaidBox,
): {
  readonly points: string;
  readonly at: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'end' };
} {
  const end = line?.points.at(-1) ?? { x: box.x + box.width, y: box.y + 20 };
  const tail = line === undefined || line.isBackward ? TIP : -TIP;
  const points = [
    [end.x, end.y],
    [end.x + tail, end.y - 4],
    [end.x + tail, end.y + 4],
  ];
  return {
    points: points.map(([x, y]) => `${round(x ?? 0)},${round(y ?? 0)}`).join(' '),
    at: { x: round(end.x + tail * 1.2), y: round(end.y - 5), anchor: tail > 0 ? 'start' : 'end' },
  };
}

const TIP = 8;

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
