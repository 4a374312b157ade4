import type { CallFlow, CallFlowFilter, LaidArrow } from '../../../server/languages/callFlow.ts';
import { byId, showBelowHeader } from '../elements.ts';
import { keptFocus } from '../keptFocus.ts';
import { pictureIn, zoomOf } from '../zoom.ts';
import { showComparison } from './comparison.ts';
import { drawCallFlow } from './draw.ts';
import type { FromPage, ToPage } from './messages.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const editor = acquireVsCodeApi();
const picture = byId('picture', HTMLElement);
const status = byId('status', HTMLElement);
const explanation = byId('explanation', HTMLElement);
const call = byId('call', HTMLSelectElement);
const calls = byId('calls', HTMLElement);
const search = byId('search', HTMLInputElement);
const ports = byId('ports', HTMLInputElement);
const legs = byId('legs', HTMLInputElement);
const copy = byId('copy', HTMLSelectElement);
const comparison = byId('comparison', HTMLElement);
const zoom = zoomOf(picture, pictureIn(picture));
const focus = keptFocus(
  picture,
  'g.arrow',
  arrow => arrow.getAttribute('aria-label'),
  () => groups()[Math.max(0, selected)],
);
let arrows: readonly LaidArrow[] = [];
let selected = -1;

window.addEventListener('message', (event: MessageEvent<ToPage>) => {
  const message = event.data;
  if (message.type === 'flow') show(message.flow, message.filter);
  else if (message.type === 'cursor') follow(message.line);
  else if (message.type === 'comparison') showComparison(comparison, message.comparison);
  else if (message.type === 'rasterize') void rasterize(message.svg);
});
call.addEventListener('change', sendFilter);
ports.addEventListener('change', sendFilter);
legs.addEventListener('change', sendFilter);
copy.addEventListener('change', () => {
  const format = copy.value;
  copy.value = '';
  if (format === 'svg' || format === 'mermaid' || format === 'text') {
    editor.postMessage({ type: 'copy', format });
  }
});
search.addEventListener('input', sendFilter);
picture.addEventListener('keydown', onKey);
for (const button of document.querySelectorAll('button[data-format]')) {
  button.addEventListener('click', () => {
    const format = button.getAttribute('data-format');
    if (
      format === 'svg' ||
      format === 'png' ||
      format === 'mermaid' ||
      format === 'text' ||
      format === 'sipp'
    ) {
      editor.postMessage({ type: 'export', format });
    }
  });
}
showBelowHeader();
editor.postMessage({ type: 'ready' });

function sendFilter(): void {
  const [first = '', ...others] = [...call.selectedOptions]
    .map(option => option.value)
    .filter(id => id !== '');
  const filter: CallFlowFilter = {
    foldPorts: !ports.checked,
    callId: first,
    ...(others.length === 0 ? {} : { callIds: others }),
    search: search.value,
    withLegs: legs.checked,
  };
  editor.postMessage({ type: 'filter', filter });
}

function show(flow: CallFlow, filter: CallFlowFilter): void {
  const line = arrows[selected]?.line;
  arrows = flow.layout.arrows;
  selected = -1;
  focus.remember();
  picture.replaceChildren(drawCallFlow(document, flow.layout, (arrow, isSecond) => choose(arrow, isSecond)));
  zoom.apply();
  const chosen = new Set([filter.callId, ...(filter.callIds ?? [])]);
  const options = flow.dialogs.map(
    dialog => new Option(dialog.title, dialog.callId, false, chosen.has(dialog.callId)),
  );
  const { scrollTop } = call;
  call.replaceChildren(new Option('All calls', '', false, filter.callId === ''), ...options);
  call.scrollTop = scrollTop;
  const summary = calls.querySelector('summary');
  const [first] = call.selectedOptions;
  if (summary !== null) {
    summary.textContent =
      filter.callId === '' || first === undefined
        ? 'All calls'
        : chosen.size === 1
          ? first.text
          : `${chosen.size} calls`;
  }
  ports.checked = !filter.foldPorts;
  legs.checked = filter.withLegs ?? true;
  status.textContent =
    flow.total === 0
      ? 'No SIP message found in this file.'
      : `${flow.shown} of ${flow.total} messages${flow.isCut ? '; the picture ends here: filter to see others' : ''}`;
  showExplanations(flow);
  if (line !== undefined) follow(line);
  else focusable(0);
  focus.giveBack();
}

function groups(): readonly SVGElement[] {
  return [...picture.querySelectorAll<SVGElement>('g.arrow')];
}

function showExplanations(flow: CallFlow): void {
  const parts = flow.explanations.map(found => {
    const section = document.createElement('section');
    const title = document.createElement('h2');
    const dialog = flow.layout.dialogs.find(candidate => candidate.callId === found.callId);
    title.textContent = dialog?.title ?? found.callId;
    const list = document.createElement('ul');
    for (const step of found.steps) {
      const item = document.createElement('li');
      item.className = `verdict ${step.verdict}`;
      const where = step.message;
      if (where !== null) {
        const link = document.createElement('button');
        link.textContent = `#${where}`;
        link.className = 'link';
        link.addEventListener('click', () => {
          const arrow = arrows.find(candidate => candidate.index === where);
          if (arrow !== undefined) select(arrow);
        });
        item.append(link, ' ');
      }
      const name = document.createElement('strong');
      name.textContent = step.title;
      item.append(name, document.createTextNode(`: ${step.detail}`));
      list.append(item);
    }
    section.append(title, list);
    const request = arrows.find(
      arrow => arrow.callId === found.callId && /^(?:INVITE|REGISTER)$/.test(arrow.label),
    );
    if (request !== undefined) {
      const explain = document.createElement('button');
      explain.textContent = 'Explain with a configuration';
      explain.addEventListener('click', () => editor.postMessage({ type: 'explain', line: request.line }));
      section.append(explain);
    }
    return section;
  });
  explanation.replaceChildren(...parts);
}

function onKey(event: KeyboardEvent): void {
  const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
  const move = moves[event.key];
  // The editor may have moved the mark in the meantime; the user means the arrow with the focus.
  const drawn: readonly (Element | null)[] = groups();
  const focused = drawn.indexOf(document.activeElement);
  const here = focused >= 0 ? focused : selected;
  if (move !== undefined) mark(Math.min(arrows.length - 1, Math.max(0, here + move)), true);
  else if (event.key === 'Home') mark(0, true);
  else if (event.key === 'End') mark(arrows.length - 1, true);
  else if (event.key === 'Enter' || event.key === ' ') {
    const arrow = arrows[here];
    if (arrow !== undefined) select(arrow);
  } else if (event.key === 'c') {
    // Compares with the previous message that has the same method or code.
    const arrow = arrows[here];
    const before = arrows.findLast((other, place) => place < here && other.label === arrow?.label);
    if (arrow === undefined || before === undefined) return;
    editor.postMessage({ type: 'compare', first: before.index, second: arrow.index });
  } else return;
  event.preventDefault();
}

/** With Shift, Control or Command a second message is compared with the selected one. */
function choose(arrow: LaidArrow, isSecond: boolean): void {
  const first = arrows[selected];
  if (isSecond && first !== undefined && first !== arrow) {
    editor.postMessage({ type: 'compare', first: first.index, second: arrow.index });
  } else select(arrow);
}

function select(arrow: LaidArrow): void {
  mark(arrows.indexOf(arrow), true);
  editor.postMessage({ type: 'select', line: arrow.line });
}

/** Marks the message that holds a line of the file. */
function follow(line: number): void {
  mark(
    arrows.findLastIndex(arrow => arrow.line <= line),
    false,
  );
}

function mark(place: number, takeFocus: boolean): void {
  const drawn = groups();
  drawn[selected]?.setAttribute('aria-selected', 'false');
  selected = place;
  focusable(Math.max(0, place));
  const group = drawn[place];
  group?.setAttribute('aria-selected', 'true');
  group?.scrollIntoView({ block: 'nearest' });
  if (takeFocus) group?.focus();
}

/** Only one arrow is in the tab order; the arrow keys move between them. */
function focusable(place: number): void {
  groups().forEach((group, index) => {
    group.setAttribute('tabindex', index === place ? '0' : '-1');
  });
}

async function rasterize(svg: string): Promise<void> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * 2;
  canvas.height = image.height * 2;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const data = canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
  editor.postMessage({ type: 'png', data });
}
