import {
  changesOf,
  type ExplanationSection,
  type MessageExplanation,
} from '../../../server/languages/explanation.ts';
import type { ConfigurationLine } from '../../../server/sip/explanation.ts';
import { code, withCode } from './code.ts';
import { markHeader, messageLines } from './messageLines.ts';
import type { FromPage, MatchingState } from './messages.ts';
import { stepList } from './steps.ts';

/** What results are drawn with. */
interface Page {
  readonly state: MatchingState;
  readonly post: (message: FromPage) => void;
  readonly select: (step: number) => void;
}

/**
 * Each message with its steps, the reply and what is known about it; or why there is nothing to explain. Text of files becomes
 * content only, never markup.
 */
export function drawResults(page: Page): HTMLElement[] {
  const { answer, changed } = page.state;
  if (answer.kind === 'obstacle') return [paragraph(answer.reason), ...places(answer.config, page)];
  let first = 0;
  let firstChange = 0;
  return answer.results.flatMap(result => {
    const list = stepList(result.steps, {
      first,
      changed: changed?.steps ?? [],
      links: step => [
        ...places(step.config, page),
        ...(step.header === null ? [] : [headerLink(step.header, page)]),
      ],
      select: page.select,
    });
    const made = [
      ...(answer.results.length > 1 ? [paragraph(result.sentence)] : []),
      section('Steps', [list, reply(result)]),
      ...sections(result, page, firstChange),
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

/** What is known about one message besides its steps; `firstChange` counts the changes of the messages before it. */
function sections(explanation: MessageExplanation, page: Page, firstChange: number): HTMLElement[] {
  let change = firstChange;
  const made: HTMLElement[] = [];
  for (const one of explanation.sections) {
    const items = sectionItems(one, page, change);
    if (one.kind === 'changes') change += one.changes.length;
    if (items.length === 0) continue;
    const list = document.createElement('ul');
    list.append(...items);
    made.push(section(one.title, [list]));
  }
  return [...made, ...explanation.notes.map(paragraph), section('Message', [messageLines(explanation.text)])];
}

function sectionItems(shown: ExplanationSection, page: Page, firstChange: number): readonly HTMLElement[] {
  switch (shown.kind) {
    case 'list':
      return shown.items.map(({ label, text, config, question }) =>
        item([
          ...(shown.mark === undefined ? [] : [hidden(`${shown.mark} `)]),
          ...(label === undefined ? [] : [strong(label), ': ']),
          ...withCode(`${text} `),
          ...places(config, page),
          ...(question === undefined
            ? []
            : [' ', button('Change Answer', { type: 'question', index: question }, page)]),
        ]),
      );
    case 'changes':
      return shown.changes.map((change, index) => {
        const risk = change.isRisky ? ' This makes the server less secure.' : '';
        const apply = button(change.title, { type: 'change', index: firstChange + index }, page);
        return item([apply, ...withCode(` ${change.effect}${risk}`)]);
      });
    case 'identities':
      return shown.identities.map(({ header, identity, value, use }) =>
        item([headerLink(header, page), ` contains the ${identity} `, code(value), `: ${use}`]),
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

function places(config: readonly ConfigurationLine[], page: Page): HTMLElement[] {
  const { fileNames } = page.state;
  return config.map(({ file, line }) =>
    link(`${fileNames[file] ?? 'line'}:${line + 1}`, { type: 'line', file, line }, page),
  );
}

function headerLink(name: string, page: Page): HTMLElement {
  const made = link(name, { type: 'header', name }, page);
  made.addEventListener('click', () => markHeader(name));
  return made;
}

function link(label: string, message: FromPage, page: Page): HTMLElement {
  const made = button(label, message, page);
  made.className = 'link';
  return made;
}

function button(label: string, message: FromPage, { post }: Page): HTMLElement {
  const made = document.createElement('button');
  made.textContent = label;
  made.addEventListener('click', () => post(message));
  return made;
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
