import type { Step } from '../../../server/sip/explanation.ts';
import { byId, showBelowHeader } from '../elements.ts';
import { keptFocus } from '../keptFocus.ts';
import { textIn, zoomOf } from '../zoom.ts';
import { bracketed, knownText } from './known.ts';
import { markHeader } from './messageLines.ts';
import { type FromPage, isAsked, type MatchingState, type ToPage } from './messages.ts';
import { drawResults } from './results.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const editor = acquireVsCodeApi();
const sentence = byId('sentence', HTMLElement);
const source = byId('source', HTMLInputElement);
const sourceProblem = byId('source-problem', HTMLElement);
const known = byId('known', HTMLElement);
const changed = byId('changed', HTMLElement);
const results = byId('results', HTMLElement);
const scriptTools = byId('script-tools', HTMLElement);
const noStep = byId('no-step', HTMLElement);
const focus = keptFocus(
  results,
  'button',
  button => button.textContent,
  () => titleOf(Math.max(0, selected)),
);
let steps: readonly Step[] = [];
let selected = -1;
let messages = '';

window.addEventListener('message', (event: MessageEvent<ToPage>) => {
  if (event.data.type === 'state') show(event.data.state);
  else if (event.data.type === 'cursor') selectAt(event.data.file, event.data.line);
  else showSourceProblem(event.data.text);
});
source.addEventListener('change', () => editor.postMessage({ type: 'source', text: source.value }));
results.addEventListener('keydown', onKey);
for (const button of document.querySelectorAll('button[data-ask]')) {
  button.addEventListener('click', () => {
    const what = button.getAttribute('data-ask');
    if (isAsked(what)) editor.postMessage({ type: 'ask', what });
  });
}
byId('next-branch', HTMLElement).addEventListener('click', () =>
  selectNext(step => step.isBranch === true, 'No branch follows.'),
);
showBelowHeader();
zoomOf(results, textIn(results));
editor.postMessage({ type: 'ready' });

function show(state: MatchingState): void {
  const { answer, source: from } = state;
  source.value = from === undefined ? '' : `${bracketed(from.address)}:${from.port}/${from.transport}`;
  showSourceProblem('');
  known.textContent = knownText(state);
  changed.textContent = state.changed?.text ?? '';
  noStep.textContent = '';
  scriptTools.hidden = answer.kind === 'obstacle' || answer.results.every(({ way }) => way === undefined);
  const before = steps[selected];
  focus.remember();
  const explained = answer.kind === 'explained' ? answer.results : [];
  steps = explained.flatMap(result => result.steps);
  sentence.textContent =
    answer.kind === 'obstacle'
      ? 'Nothing to explain yet'
      : explained.map(result => result.sentence).join(' ');
  results.replaceChildren(...drawResults({ state, post: message => editor.postMessage(message), select }));
  const shown = explained.map(({ text }) => text).join('\n');
  const isSame = shown === messages;
  messages = shown;
  mark(isSame ? placeOf(before) : -1);
  focus.giveBack();
}

/** Where a step is now: in its place if it still has the same title, or at the first with that title. */
function placeOf(before: Step | undefined): number {
  if (before === undefined) return -1;
  const isIt = (step: Step | undefined): boolean => step?.title === before.title;
  return isIt(steps[selected]) ? selected : steps.findIndex(isIt);
}

/** Next to the input, where also screen readers find it; empty for none. */
function showSourceProblem(text: string): void {
  sourceProblem.textContent = text;
  source.setAttribute('aria-invalid', String(text !== ''));
}

function onKey(event: KeyboardEvent): void {
  const focused = event.target instanceof Element ? event.target.closest('.step') : null;
  if (focused === null || event.ctrlKey || event.metaKey || event.altKey) return;
  const here = stepItems().indexOf(focused);
  const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
  const move = moves[event.key];
  if (move !== undefined) walk(Math.min(steps.length - 1, Math.max(0, here + move)));
  else if (event.key === 'Home') walk(0);
  else if (event.key === 'End') walk(steps.length - 1);
  else return;
  event.preventDefault();
}

function stepItems(): readonly Element[] {
  return [...results.querySelectorAll('.step')];
}

function titleOf(index: number): HTMLElement | undefined {
  return stepItems()[index]?.getElementsByTagName('button')[0];
}

/** Moves to a step; for the run of a script, its line is shown too. */
function walk(index: number): void {
  if (scriptTools.hidden) goTo(index);
  else select(index);
}

/** Selects the next step that something holds for, from the start again after the last one. */
function selectNext(holds: (step: Step) => boolean, otherwise: string): void {
  const behind = steps.findIndex((step, index) => index > selected && holds(step));
  const found = behind >= 0 ? behind : steps.findIndex(holds);
  noStep.textContent = found < 0 ? otherwise : '';
  if (found >= 0) select(found);
}

function selectAt(file: string, line: number): void {
  const isThere = ({ config }: Step): boolean => config.some(one => one.file === file && one.line === line);
  selectNext(isThere, `No step runs line ${line + 1}.`);
}

/** Shows the line or the header that decided a step. */
function select(index: number): void {
  goTo(index);
  const step = steps[index];
  const [place] = step?.config ?? [];
  if (place !== undefined) editor.postMessage({ type: 'line', file: place.file, line: place.line });
  else if (step?.header !== undefined && step.header !== null) {
    markHeader(step.header);
    editor.postMessage({ type: 'header', name: step.header });
  }
}

function goTo(index: number): void {
  mark(index);
  titleOf(index)?.focus({ preventScroll: true });
  stepItems()[index]?.scrollIntoView({ block: 'nearest' });
}

/** Marks a step, or none. Only its buttons are in the tab order; the arrow keys lead to the others. */
function mark(index: number): void {
  selected = index;
  stepItems().forEach((made, place) => {
    const isMarked = place === index;
    made.classList.toggle('marked', isMarked);
    const buttons = [...made.getElementsByTagName('button')];
    for (const button of buttons) button.tabIndex = place === Math.max(0, index) ? 0 : -1;
    if (isMarked) buttons[0]?.setAttribute('aria-current', 'step');
    else buttons[0]?.removeAttribute('aria-current');
  });
}
