import type { LadderLayout, LaidArrow, LaidBrace } from '../../../server/languages/callFlow.ts';
import { type MakeSvg, nameByTexts, short, svgMaker } from '../svg.ts';

/**
 * Draws a call flow as SVG elements. Text of the trace reaches the page through `textContent` and `aria-label` only;
 * nothing of it becomes markup, a style or an address.
 */
export function drawCallFlow(
  document: Document,
  layout: LadderLayout,
  select: (arrow: LaidArrow, isSecond: boolean) => void,
): SVGSVGElement {
  const element = svgMaker(document);
  const svg = element('svg', {
    width: layout.width,
    height: layout.height,
    viewBox: `0 0 ${layout.width} ${layout.height}`,
    role: 'listbox',
    'aria-label': 'Messages in chronological order',
  });
  for (const lane of layout.lanes) {
    svg.append(
      element('line', { x1: lane.x, x2: lane.x, y1: 40, y2: layout.height - 8, class: 'lane' }),
      element('text', { x: lane.x, y: lane.name === undefined ? 26 : 32, class: 'host' }, lane.label),
    );
    if (lane.name !== undefined)
      svg.append(element('text', { x: lane.x, y: 16, class: 'host name' }, short(lane.name, 34)));
  }
  for (const brace of layout.braces) svg.append(...drawBrace(brace, element));
  for (const arrow of layout.arrows) svg.append(drawArrow(arrow, layout, element, select));
  return svg;
}

function drawArrow(
  arrow: LaidArrow,
  layout: LadderLayout,
  element: MakeSvg,
  select: (arrow: LaidArrow, isSecond: boolean) => void,
): SVGGElement {
  const classes = ['arrow', `style${arrow.style}`];
  if (arrow.isRetransmission) classes.push('again');
  if (arrow.isFailure) classes.push('failure');
  const group = element('g', {
    class: classes.join(' '),
    role: 'option',
    tabindex: -1,
    'aria-selected': 'false',
    'data-line': arrow.line,
    'data-index': arrow.index,
  });
  const isSelf = arrow.fromX === arrow.toX;
  const sign = arrow.toX >= arrow.fromX ? 1 : -1;
  const middle = isSelf ? arrow.fromX + 40 : (arrow.fromX + arrow.toX) / 2;
  const tipY = isSelf ? arrow.y + 6 : arrow.y;
  const tail = isSelf ? 1 : -sign;
  group.append(
    element('rect', { x: 0, y: arrow.y - 20, width: layout.width, height: 38, class: 'row' }),
    isSelf
      ? element('path', { d: `M${arrow.fromX} ${arrow.y - 6} h30 v12 h-24`, class: 'line' })
      : element('line', {
          x1: arrow.fromX,
          y1: arrow.y,
          x2: arrow.toX - sign * 7,
          y2: arrow.y,
          class: 'line',
        }),
    element('polygon', {
      points: `${arrow.toX},${tipY} ${arrow.toX + tail * 8},${tipY - 4} ${arrow.toX + tail * 8},${tipY + 4}`,
      class: 'tip',
    }),
    element(
      'text',
      { x: middle, y: arrow.y - 5, class: isSelf ? 'label self' : 'label' },
      `${short(arrow.label, 34)}${arrow.isRetransmission ? ' (retransmission)' : ''}`,
    ),
    element('text', { x: 8, y: arrow.y + 4, class: 'time' }, `#${arrow.index} ${arrow.gap}`),
    element('title', {}, `${arrow.description}\n${arrow.time}\n${arrow.callId}`),
  );
  if (arrow.media !== undefined) {
    group.append(element('text', { x: middle, y: arrow.y + 13, class: 'media' }, short(arrow.media, 60)));
  }
  nameByTexts(group, `. ${arrow.description}`);
  group.addEventListener('click', event => select(arrow, event.shiftKey || event.ctrlKey || event.metaKey));
  return group;
}

function drawBrace(brace: LaidBrace, element: MakeSvg): SVGElement[] {
  return [
    element('path', { d: `M${brace.x} ${brace.fromY} h8 V${brace.toY} h-8`, class: 'brace' }),
    element(
      'text',
      { x: brace.x + 14, y: (brace.fromY + brace.toY) / 2 + 4, class: `outcome ${brace.outcome}` },
      short(brace.label, 30),
    ),
  ];
}
