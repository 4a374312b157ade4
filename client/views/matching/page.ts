import {
  changesOf,
  type ExplanationSection,
  type MessageExplanation,
} from '../../../server/languages/explanation.ts';
import type { ConfigurationLine, Step } from '../../../server/sip/explanation.ts';
import { byId, showBelowHeader } from '../elements.ts';
import { textIn, zoomOf } from '../zoom.ts';
import { code, withCode } from './code.ts';
import { keptFocus } from './keptFocus.ts';
import { type FromPage, isAsked, type MatchingState, type ToPage } from './messages.ts';
import { stepList } from './steps.ts';

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
const focus = keptFocus(results, () => titleOf(Math.max(0, selected)));
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
  if (answer.kind === 'obstacle') {
    sentence.textContent = 'Nothing to explain yet';
    results.replaceChildren(paragraph(answer.reason), ...places(answer.config, state));
  } else {
    sentence.textContent = explained.map(result => result.sentence).join(' ');
    results.replaceChildren(...resultsShown(explained, state));
  }
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

/** Each message with its steps, the reply and what is known about it. */
function resultsShown(explained: readonly MessageExplanation[], state: MatchingState): HTMLElement[] {
  let first = 0;
  let firstChange = 0;
  return explained.flatMap(result => {
    const list = stepList(result.steps, {
      first,
      changed: state.changed?.steps ?? [],
      links: step => [
        ...places(step.config, state),
        ...(step.header === null ? [] : [headerButton(step.header)]),
      ],
      select,
    });
    const made = [
      ...(explained.length > 1 ? [paragraph(result.sentence)] : []),
      section('Steps', [list, reply(result)]),
      ...sections(result, state, firstChange),
    ];
    first += result.steps.length;
    firstChange += changesOf(result).length;
    return made;
  });
}

function reply({ codes, withoutReply }: MessageExplanation): HTMLElement {
  const made = paragraph(codes.length === 0 ? withoutReply : `Reply: ${codes.join(', then ')}`);
  made.className = `reply ${replyClass(codes.at(-1))}`;
  return made;
}

/** No reply is what happens to a message that is relayed, too. */
function replyClass(last: number | undefined): string {
  if (last === undefined) return 'none';
  if (last === 401 || last === 407) return 'open';
  return last >= 200 && last < 300 ? 'good' : 'bad';
}

/** Next to the input, where also screen readers find it; empty for none. */
function showSourceProblem(text: string): void {
  sourceProblem.textContent = text;
  source.setAttribute('aria-invalid', String(text !== ''));
}

function knownText({ configuration, registrations, answerUser }: MatchingState): string {
  const parts = [`Configuration: ${configuration}`];
  parts.push(
    registrations.length === 0
      ? 'no registrations'
      : `registered: ${registrations.map(({ name, address, port }) => `${name} at ${bracketed(address)}:${port}`).join(', ')}`,
  );
  parts.push(answerUser === undefined ? 'the client does not answer' : `the client answers as ${answerUser}`);
  return parts.join('; ');
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** What is known about one message besides its steps; `firstChange` counts the changes of the messages before it. */
function sections(explanation: MessageExplanation, state: MatchingState, firstChange: number): HTMLElement[] {
  let change = firstChange;
  const made: HTMLElement[] = [];
  for (const one of explanation.sections) {
    const items = sectionItems(one, state, change);
    if (one.kind === 'changes') change += one.changes.length;
    if (items.length === 0) continue;
    const list = document.createElement('ul');
    list.append(...items);
    made.push(section(one.title, [list]));
  }
  return [...made, ...explanation.notes.map(paragraph), messageSection(explanation.text)];
}

function sectionItems(
  shown: ExplanationSection,
  state: MatchingState,
  firstChange: number,
): readonly HTMLElement[] {
  switch (shown.kind) {
    case 'list':
      return shown.items.map(({ label, text, config, question }) =>
        item([
          ...(shown.mark === undefined ? [] : [hidden(`${shown.mark} `)]),
          ...(label === undefined ? [] : [strong(label), ': ']),
          ...withCode(`${text} `),
          ...places(config, state),
          ...(question === undefined ? [] : [' ', questionButton(question)]),
        ]),
      );
    case 'changes':
      return shown.changes.map((change, index) => {
        const button = document.createElement('button');
        button.textContent = change.title;
        button.addEventListener('click', () =>
          editor.postMessage({ type: 'change', index: firstChange + index }),
        );
        const risk = change.isRisky ? ' This makes the server less secure.' : '';
        return item([button, ...withCode(` ${change.effect}${risk}`)]);
      });
    case 'identities':
      return shown.identities.map(({ header, identity, value, use }) =>
        item([headerButton(header), ` contains the ${identity} `, code(value), `: ${use}`]),
      );
  }
}

function section(title: string, content: readonly HTMLElement[]): HTMLElement {
  const made = document.createElement('section');
  const heading = document.createElement('h2');
  heading.textContent = title;
  made.append(heading, ...content);
  return made;
}

function places(config: readonly ConfigurationLine[], { fileNames }: MatchingState): HTMLElement[] {
  return config.map(({ file, line }) =>
    link(`${fileNames[file] ?? 'line'}:${line + 1}`, { type: 'line', file, line }),
  );
}

function questionButton(index: number): HTMLElement {
  const button = document.createElement('button');
  button.textContent = 'Change Answer';
  button.addEventListener('click', () => editor.postMessage({ type: 'question', index }));
  return button;
}

function headerButton(name: string): HTMLElement {
  return link(name, { type: 'header', name });
}

function link(label: string, message: FromPage): HTMLElement {
  const button = document.createElement('button');
  button.className = 'link';
  button.textContent = label;
  button.addEventListener('click', () => {
    if (message.type === 'header') markHeader(message.name);
    editor.postMessage(message);
  });
  return button;
}

/** The message itself, line by line, so that a header can be shown even in a pasted message. */
function messageSection(text: string): HTMLElement {
  const lines = document.createElement('pre');
  lines.tabIndex = 0;
  lines.setAttribute('aria-label', 'The message');
  for (const line of text.split(/\r\n|\r|\n/)) {
    const row = document.createElement('span');
    row.className = 'message-line';
    row.textContent = `${line}\n`;
    row.dataset.header = (/^([^\s:]+)\s*:/.exec(line)?.[1] ?? '').toLowerCase();
    lines.append(row);
  }
  const [first] = lines.children;
  if (first instanceof HTMLElement) first.dataset.header = 'request-uri';
  return section('Message', [lines]);
}

const COMPACT: Readonly<Record<string, string>> = {
  from: 'f',
  to: 't',
  via: 'v',
  contact: 'm',
  'content-type': 'c',
};

function markHeader(name: string): void {
  const wanted = name.toLowerCase();
  let first: Element | undefined;
  for (const row of document.querySelectorAll('.message-line')) {
    const header = row instanceof HTMLElement ? row.dataset.header : '';
    const isIt = header === wanted || (header !== '' && header === COMPACT[wanted]);
    row.classList.toggle('marked', isIt);
    if (isIt) first ??= row;
  }
  first?.scrollIntoView({ block: 'center' });
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

function item(content: readonly (string | HTMLElement)[]): HTMLElement {
  const made = document.createElement('li');
  made.append(...content);
  return made;
}

function paragraph(text: string): HTMLElement {
  const made = document.createElement('p');
  made.append(...withCode(text));
  return made;
}

function strong(text: string): HTMLElement {
  const made = document.createElement('strong');
  made.textContent = text;
  return made;
}

/** For the eyes only. */
function hidden(text: string): HTMLElement {
  const made = document.createElement('span');
  made.setAttribute('aria-hidden', 'true');
  made.textContent = text;
  return made;
}
