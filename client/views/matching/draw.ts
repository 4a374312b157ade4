import { type Step, VERDICT_MARKS } from '../../../server/sip/explanation.ts';
import { nameByTexts, short, svgMaker } from '../svg.ts';

const WIDTH = 560;
const ROW = 54;
const BOX = 40;
const LEFT = 34;
const LONGEST_DETAIL = 82;

/**
 * Draws the path of decisions: a box for each step, from the message at the top to the reply at the bottom. Text reaches
 * the page through `textContent` and `aria-label` only.
 */
export function drawPath(
  document: Document,
  steps: readonly Step[],
  codes: readonly number[],
  select: (index: number) => void,
  withoutReply: string,
): SVGSVGElement {
  const element = svgMaker(document);
  const height = (steps.length + 1) * ROW + 8;
  const svg = element('svg', {
    viewBox: `0 0 ${WIDTH} ${height}`,
    role: 'listbox',
    'aria-label': 'Steps of the decision, in order',
  });
  steps.forEach((step, index) => {
    // A picture has no words in code.
    const detail = step.detail.replace(/`([^`]+)`/g, '$1');
    const y = 4 + index * ROW;
    const group = element('g', {
      class: `step ${step.verdict}`,
      role: 'option',
      tabindex: index === 0 ? 0 : -1,
      'aria-selected': 'false',
    });
    group.append(
      element('line', { x1: LEFT, x2: LEFT, y1: y + BOX, y2: y + ROW, class: 'path' }),
      element('rect', { x: 2, y, width: WIDTH - 4, height: BOX, rx: 4, class: 'box' }),
      element('circle', { cx: LEFT, cy: y + BOX / 2, r: 12, class: 'badge' }),
      element('text', { x: LEFT, y: y + BOX / 2 + 5, class: 'mark' }, VERDICT_MARKS[step.verdict]),
      element('text', { x: 58, y: y + 17, class: 'title' }, short(step.title, 48)),
      element('text', { x: 58, y: y + 33, class: 'detail' }, short(detail, LONGEST_DETAIL)),
      element('title', {}, detail),
    );
    const rest = short(detail, LONGEST_DETAIL) === detail ? '' : `. ${detail}`;
    nameByTexts(group, `, ${step.verdict}${rest}`);
    group.addEventListener('click', () => select(index));
    svg.append(group);
  });
  const y = 4 + steps.length * ROW;
  const reply = codes.length === 0 ? withoutReply : codes.join(', then ');
  svg.append(
    element('rect', { x: 2, y, width: WIDTH - 4, height: BOX, rx: 20, class: `reply ${replyClass(codes)}` }),
    element('text', { x: WIDTH / 2, y: y + 26, class: 'codes' }, reply),
  );
  return svg;
}

function replyClass(codes: readonly number[]): string {
  const last = codes.at(-1) ?? 0;
  return last >= 200 && last < 300 ? 'good' : last === 401 || last === 407 ? 'open' : 'bad';
}
