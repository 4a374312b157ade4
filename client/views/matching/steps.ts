import { type Step, VERDICT_MARKS } from '../../../server/sip/explanation.ts';
import { withCode } from './code.ts';

/** What the steps of a message are shown with. */
export interface StepsShown {
  /** The number of the first step, over all messages. */
  readonly first: number;
  /** The numbers of the steps that an edit, an answer or a version changed. */
  readonly changed: readonly number[];
  /** The buttons to what decided a step. */
  readonly links: (step: Step) => readonly HTMLElement[];
  readonly select: (index: number) => void;
}

/**
 * The path of decisions, from the message to the reply, as text that wraps. Each step has one button, which the arrow keys
 * move between. Text of files becomes content only, never markup.
 */
export function stepList(steps: readonly Step[], shown: StepsShown): HTMLOListElement {
  const list = document.createElement('ol');
  list.className = 'steps';
  // Without numbers, some screen readers would not say that it is a list.
  list.setAttribute('role', 'list');
  list.setAttribute(
    'aria-label',
    'Steps of the decision, in order. The arrow keys move between them; Enter shows the line.',
  );
  list.append(...steps.map((step, index) => stepItem(step, shown.first + index, shown)));
  return list;
}

function stepItem(step: Step, index: number, { changed, links, select }: StepsShown): HTMLLIElement {
  const made = document.createElement('li');
  made.id = `step-${index}`;
  made.className = `step ${step.verdict}`;
  const button = document.createElement('button');
  button.className = 'title';
  const mark = textIn('span', 'mark', VERDICT_MARKS[step.verdict]);
  mark.setAttribute('aria-hidden', 'true');
  const isChanged = changed.includes(index);
  button.append(
    mark,
    ...(isChanged ? [textIn('span', 'changed', 'Changed:'), ' '] : []),
    textIn('strong', 'name', step.title),
    ' ',
    textIn('span', 'verdict', step.verdict),
  );
  const detail = textIn('p', 'detail', '');
  detail.append(...withCode(step.detail));
  detail.id = `detail-${index}`;
  button.setAttribute('aria-describedby', detail.id);
  made.append(button, detail);
  const places = links(step);
  if (places.length > 0) {
    const line = document.createElement('p');
    line.append(...places);
    made.append(line);
  }
  made.addEventListener('click', event => {
    const isLink = event.target instanceof Element && event.target.closest('.link') !== null;
    // Who selects text to copy it does not want to go anywhere.
    if (!isLink && getSelection()?.isCollapsed !== false) select(index);
  });
  return made;
}

function textIn(kind: 'span' | 'strong' | 'p', name: string, text: string): HTMLElement {
  const made = document.createElement(kind);
  made.className = name;
  made.textContent = text;
  return made;
}
