import type { MatchingExplanation } from '../../../server/languages/asterisk/sip-conf/matching/matchingExplanation.ts';
import type { FlexisipExplanation } from '../../../server/languages/flexisip/explain/explanation.ts';
import { outcomeInWords } from '../../../server/languages/flexisip/expressions/expressionTree.ts';
import type { ConfigurationLine, Step } from '../../../server/sip/explanation.ts';
import { drawPath, MARKS } from './draw.ts';
import type { FromPage, MatchingState, ToPage } from './messages.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const editor = acquireVsCodeApi();
const sentence = byId('sentence', HTMLElement);
const source = byId('source', HTMLInputElement);
const known = byId('known', HTMLElement);
const picture = byId('picture', HTMLElement);
const words = byId('words', HTMLElement);
let steps: readonly Step[] = [];
let selected = -1;

window.addEventListener('message', (event: MessageEvent<ToPage>) => {
  if (event.data.type === 'state') show(event.data.state);
});
source.addEventListener('change', () => editor.postMessage({ type: 'source', text: source.value }));
picture.addEventListener('keydown', onKey);
for (const button of document.querySelectorAll('button[data-ask]')) {
  button.addEventListener('click', () => {
    const what = button.getAttribute('data-ask');
    if (what === 'message' || what === 'registrations' || what === 'answer' || what === 'report')
      editor.postMessage({ type: 'ask', what });
  });
}
editor.postMessage({ type: 'ready' });

function show(state: MatchingState): void {
  const { answer, source: from } = state;
  source.value = from === undefined ? '' : `${bracketed(from.address)}:${from.port}/${from.transport}`;
  known.textContent = knownText(state);
  selected = -1;
  if (answer.kind === 'obstacle') {
    steps = [];
    sentence.textContent = 'Nothing to explain yet';
    picture.replaceChildren();
    words.replaceChildren(paragraph(answer.reason), ...places(answer.config, state));
    return;
  }
  if (answer.kind === 'explained-by-flexisip') {
    const { explanation } = answer;
    steps = explanation.steps;
    sentence.textContent = explanation.sentence;
    const codes = explanation.finalCode === null ? [] : [explanation.finalCode];
    picture.replaceChildren(drawPath(document, steps, codes, select, 'No reply of these modules'));
    words.replaceChildren(
      stepsSection(steps, state),
      ...expressionSections(explanation, state),
      messageSection(state.text),
    );
    return;
  }
  const { explanation } = answer;
  steps = explanation.steps;
  sentence.textContent = explanation.sentence;
  picture.replaceChildren(drawPath(document, steps, explanation.codes, select));
  words.replaceChildren(...sections(explanation, state));
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

function sections(explanation: MatchingExplanation, state: MatchingState): HTMLElement[] {
  const { nearMisses, changes, remarks, identities, assumptions } = explanation;
  const made = [stepsSection(explanation.steps, state)];
  const add = (title: string, items: HTMLElement[]): void => {
    if (items.length > 0) made.push(section(title, 'ul', items));
  };
  add(
    'Almost Matched',
    nearMisses.map(({ device, reason, config }) =>
      item([strong(device), ` ${reason} `, ...places(config, state)]),
    ),
  );
  add(
    'What Would Change the Outcome',
    changes.map((change, index) => {
      const button = document.createElement('button');
      button.textContent = change.title;
      button.addEventListener('click', () => editor.postMessage({ type: 'change', index }));
      const risk = change.isRisky ? ' This opens the server further.' : '';
      return item([button, ` ${change.effect}${risk}`]);
    }),
  );
  add(
    'Security',
    remarks.map(({ text, config }) => item([`${text} `, ...places(config, state)])),
  );
  add(
    'Identities',
    identities.map(({ header, identity, value, use }) =>
      item([headerButton(header), ` carries the ${identity} `, code(value), `: ${use}`]),
    ),
  );
  add(
    'Assumed',
    assumptions.map(text => item([text])),
  );
  made.push(messageSection(state.text));
  return made;
}

function expressionSections({ expressions }: FlexisipExplanation, state: MatchingState): HTMLElement[] {
  const items = expressions.map(({ section: name, key, outcome, config }) =>
    item([strong(`[${name}] ${key}`), `: ${outcomeInWords(outcome)} `, ...places([config], state)]),
  );
  return items.length === 0 ? [] : [section('Expressions for This Message', 'ul', items)];
}

function stepsSection(shown: readonly Step[], state: MatchingState): HTMLElement {
  return section(
    'Steps',
    'ol',
    shown.map((step, index) => stepItem(step, index, state)),
  );
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
  const made = item([`${MARKS[step.verdict]} `, strong(step.title), ` (${step.verdict}): ${step.detail} `]);
  made.id = `step-${index}`;
  made.className = step.verdict;
  made.append(...places(step.config, state));
  if (step.header !== null) made.append(headerButton(step.header));
  return made;
}

function places(config: readonly ConfigurationLine[], { fileNames }: MatchingState): HTMLElement[] {
  return config.map(({ file, line }) =>
    link(`${fileNames[file] ?? 'line'}:${line + 1}`, { type: 'line', file, line }),
  );
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

/** The message itself, line by line, so that a header can be shown also when it was pasted. */
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
  if (move !== undefined) mark(Math.min(steps.length - 1, Math.max(0, Math.max(0, selected) + move)));
  else if (event.key === 'Home') mark(0);
  else if (event.key === 'End') mark(steps.length - 1);
  else if (event.key === 'Enter' || event.key === ' ') select(Math.max(selected, 0));
  else return;
  event.preventDefault();
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
  made.textContent = text;
  return made;
}

function strong(text: string): HTMLElement {
  const made = document.createElement('strong');
  made.textContent = text;
  return made;
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
