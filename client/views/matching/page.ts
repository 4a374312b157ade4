import {
  changesOf,
  type ExplanationSection,
  type MessageExplanation,
} from '../../../server/languages/explanation.ts';
import { type ConfigurationLine, type Step, VERDICT_MARKS } from '../../../server/sip/explanation.ts';
import { drawPath } from './draw.ts';
import { type FromPage, isAsked, type MatchingState, type ToPage } from './messages.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const editor = acquireVsCodeApi();
const sentence = byId('sentence', HTMLElement);
const source = byId('source', HTMLInputElement);
const sourceProblem = byId('source-problem', HTMLElement);
const known = byId('known', HTMLElement);
const changed = byId('changed', HTMLElement);
const picture = byId('picture', HTMLElement);
const words = byId('words', HTMLElement);
const scriptTools = byId('script-tools', HTMLElement);
const noStep = byId('no-step', HTMLElement);
let steps: readonly Step[] = [];
let selected = -1;

window.addEventListener('message', (event: MessageEvent<ToPage>) => {
  if (event.data.type === 'state') show(event.data.state);
  else if (event.data.type === 'cursor') selectAt(event.data.file, event.data.line);
  else showSourceProblem(event.data.text);
});
source.addEventListener('change', () => editor.postMessage({ type: 'source', text: source.value }));
picture.addEventListener('keydown', onKey);
for (const button of document.querySelectorAll('button[data-ask]')) {
  button.addEventListener('click', () => {
    const what = button.getAttribute('data-ask');
    if (isAsked(what)) editor.postMessage({ type: 'ask', what });
  });
}
byId('next-branch', HTMLElement).addEventListener('click', () =>
  selectNext(step => step.isBranch === true, 'No branch follows.'),
);
editor.postMessage({ type: 'ready' });

function show(state: MatchingState): void {
  const { answer, source: from } = state;
  source.value = from === undefined ? '' : `${bracketed(from.address)}:${from.port}/${from.transport}`;
  showSourceProblem('');
  known.textContent = knownText(state);
  changed.textContent = state.changed?.text ?? '';
  selected = -1;
  noStep.textContent = '';
  scriptTools.hidden = answer.kind === 'obstacle' || answer.results.every(({ way }) => way === undefined);
  if (answer.kind === 'obstacle') {
    steps = [];
    sentence.textContent = 'Nothing to explain yet';
    picture.replaceChildren();
    words.replaceChildren(paragraph(answer.reason), ...places(answer.config, state));
    return;
  }
  const { results } = answer;
  steps = results.flatMap(result => result.steps);
  sentence.textContent = results.map(result => result.sentence).join(' ');
  let shown = 0;
  const pictures: SVGSVGElement[] = [];
  const texts: HTMLElement[] = [];
  let changes = 0;
  for (const result of results) {
    const first = shown;
    pictures.push(
      drawPath(document, result.steps, result.codes, index => select(first + index), result.withoutReply),
    );
    if (results.length > 1) texts.push(paragraph(result.sentence));
    texts.push(...sections(result, state, { step: first, change: changes }));
    shown += result.steps.length;
    changes += changesOf(result).length;
  }
  picture.replaceChildren(...pictures);
  words.replaceChildren(...texts);
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

/** The text about one message; `first` counts the steps and changes of the messages before it. */
function sections(
  explanation: MessageExplanation,
  state: MatchingState,
  first: { readonly step: number; readonly change: number },
): HTMLElement[] {
  let change = first.change;
  const made = [
    section(
      'Steps',
      'ol',
      explanation.steps.map((step, index) => stepItem(step, first.step + index, state)),
    ),
  ];
  for (const one of explanation.sections) {
    const items = sectionItems(one, state, change);
    if (one.kind === 'changes') change += one.changes.length;
    if (items.length > 0) made.push(section(one.title, 'ul', items));
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

function section(title: string, kind: 'ol' | 'ul', items: readonly HTMLElement[]): HTMLElement {
  const made = document.createElement('section');
  const heading = document.createElement('h2');
  heading.textContent = title;
  const list = document.createElement(kind);
  list.append(...items);
  made.append(heading, list);
  return made;
}

function stepItem(step: Step, index: number, state: MatchingState): HTMLElement {
  const made = item([
    `${VERDICT_MARKS[step.verdict]} `,
    strong(step.title),
    ` (${step.verdict}): `,
    ...withCode(`${step.detail} `),
  ]);
  made.id = `step-${index}`;
  made.className = step.verdict;
  if (state.changed?.steps.includes(index) === true) made.prepend(strong('Changed: '));
  made.append(...places(step.config, state));
  if (step.header !== null) made.append(headerButton(step.header));
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
  const made = document.createElement('section');
  const heading = document.createElement('h2');
  heading.textContent = 'Message';
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
  made.append(heading, lines);
  return made;
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
  const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
  const move = moves[event.key];
  if (move !== undefined) walk(Math.min(steps.length - 1, Math.max(0, Math.max(0, selected) + move)));
  else if (event.key === 'Home') walk(0);
  else if (event.key === 'End') walk(steps.length - 1);
  else if (event.key === 'Enter' || event.key === ' ') select(Math.max(selected, 0));
  else return;
  event.preventDefault();
}

/** Moves to a step; for the run of a script, its line is shown too. */
function walk(index: number): void {
  if (scriptTools.hidden) mark(index);
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
  mark(index);
  const step = steps[index];
  const [place] = step?.config ?? [];
  if (place !== undefined) editor.postMessage({ type: 'line', file: place.file, line: place.line });
  else if (step?.header !== undefined && step.header !== null) {
    markHeader(step.header);
    editor.postMessage({ type: 'header', name: step.header });
  }
}

function mark(index: number): void {
  selected = index;
  picture.querySelectorAll('g.step').forEach((group, place) => {
    group.setAttribute('aria-selected', String(place === index));
    group.setAttribute('tabindex', place === index ? '0' : '-1');
    if (place === index && group instanceof SVGElement) group.focus();
  });
  words.querySelectorAll('li').forEach(made => {
    made.classList.toggle('marked', made.id === `step-${index}`);
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

/** A sentence whose words between backticks are code. */
function withCode(text: string): (string | HTMLElement)[] {
  return text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 0 ? part : code(part)));
}

function code(text: string): HTMLElement {
  const made = document.createElement('code');
  made.textContent = text;
  return made;
}

function byId<Kind extends HTMLElement>(id: string, kind: abstract new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no #${id}.`);
  return found;
}
