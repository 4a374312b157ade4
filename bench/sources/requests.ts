import type { Position } from 'vscode-languageserver-types';
import type { Language } from '../../server/languages/language.ts';
import type { Project, View } from '../../server/languages/project.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { redactTrace } from '../../server/languages/trace/writing/redact/redactTrace.ts';
import { splitLines } from '../../server/text/lines.ts';
import { defaultSettings } from '../../server/workspace/settings.ts';

/** A request by its name. */
export type Request = readonly [name: string, work: () => unknown];

export function projectOf(tree: object): Project<object> {
  const trees = new Map([[URI, tree]]);
  return { root: URI, trees, resolve: () => [], companions: new Map() };
}

export function viewOf(language: Language, tree: object): View<object, object> {
  return { uri: URI, tree, model: language.model(projectOf(tree), defaultSettings.language, undefined) };
}

/** Every request about one text, in an order in which the last ones may change the model. */
export function requestsOf(language: Language, view: View<object, object>, text: string): readonly Request[] {
  const lines = splitLines(text);
  return [
    ...ofFile(language, view, text, lines),
    ...places(lines).flatMap(([where, position]) =>
      ofPosition(language, view, position).map(([name, work]): Request => [`${name} ${where}`, work]),
    ),
    ...ofModel(language, view, lines),
    ['keystroke', () => keystroke(language, view, lines.length >> 1)],
  ];
}

const URI = 'file:///etc/x/main.conf';
const formatting = { tabSize: 4, insertSpaces: true };

function ofFile(
  language: Language,
  view: View<object, object>,
  text: string,
  lines: readonly string[],
): readonly Request[] {
  const middle = lines.length >> 1;
  const range = {
    start: { line: Math.max(0, middle - 2), character: 0 },
    end: { line: middle + 2, character: 0 },
  };
  const whole = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
  return [
    ['reading in steps', () => [...(language.readInSteps?.(text) ?? [])]],
    ['edit', () => language.edit(view.tree, { line: middle, removed: 1, lines: ['x\n'] })],
    ['print', () => language.print(view.tree)],
    ['includes', () => language.includes(view.tree)],
    ['companions', () => language.companionsNamed?.(view.tree)],
    ['marked lines', () => language.markedLines?.(view.tree)],
    ['symbols', () => language.symbols?.(view)],
    ['folding', () => language.folding?.(view)],
    ['links', () => language.links?.(view)],
    ['lenses', () => language.lenses?.(view)],
    ['tokens', () => language.tokens?.(view)],
    ['hints', () => language.hints?.(view, whole)],
    ['format', () => language.format?.(view, formatting)],
    ['actions', () => language.actions?.(view, range, diagnosticsIn(language, view, range), undefined)],
    ['status', () => language.status?.(view)],
    ['server check', () => language.serverCheck?.obstacle(view.model)],
  ];
}

/** Those of one place, as the editor sends them with the caret on a line. */
function diagnosticsIn(
  language: Language,
  view: View<object, object>,
  { start, end }: { readonly start: Position; readonly end: Position },
) {
  return language
    .check(view)
    .filter(({ range }) => range.start.line >= start.line && range.end.line < end.line)
    .slice(0, 10);
}

function ofPosition(language: Language, view: View<object, object>, position: Position): readonly Request[] {
  return [
    ['hover', () => language.hover?.(view, position)],
    ['completion', () => language.complete?.(view, position)],
    ['signature', () => language.signatureHelp?.(view, position)],
    ['highlights', () => language.highlights?.(view, position)],
    ['definition', () => language.definition?.(view, position)],
    ['references', () => language.references?.(view, position, true)],
    ['prepare rename', () => language.prepareRename?.(view, position)],
    [
      'rename',
      () => language.prepareRename?.(view, position) && language.rename?.(view, position, 'newname'),
    ],
    ['selection', () => language.selectionRanges?.(view, [position])],
    ['digest', () => language.digestSettings?.(view, position)],
    [
      'type hierarchy',
      () =>
        language
          .prepareTypeHierarchy?.(view, position)
          .map(item => [language.supertypes?.(view.model, item), language.subtypes?.(view.model, item)]),
    ],
    [
      'call hierarchy',
      () =>
        language
          .prepareCallHierarchy?.(view, position)
          .map(item => [
            language.incomingCalls?.(view.model, item),
            language.outgoingCalls?.(view.model, item),
          ]),
    ],
    ['on type', () => language.formatOnType?.(view, position, '\n', formatting)],
  ];
}

function places(lines: readonly string[]): readonly (readonly [string, Position])[] {
  const last = lines.length - 1;
  const middle = last >> 1;
  const end = { line: last, character: (lines[last] ?? '').replace(/[\r\n]+$/, '').length };
  return [
    ['at the end', end],
    ['in the middle', { line: middle, character: (lines[middle]?.length ?? 0) >> 1 }],
    ['at a name', { line: middle, character: 1 }],
  ];
}

function ofModel(
  language: Language,
  view: View<object, object>,
  lines: readonly string[],
): readonly Request[] {
  const filter = { foldPorts: true, callId: '', search: '' };
  const invite = (user: string): string =>
    `INVITE sip:${user}@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK1\r\nFrom: <sip:${user}@192.0.2.1>;tag=1\r\nTo: <sip:${user}@192.0.2.1>\r\nContact: <sip:${user}@192.0.2.9>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n`;
  const named = /^\[([^\]]+)/.exec(lines[lines.length >> 1] ?? '')?.[1] ?? 'a';
  const { upgrades } = language;
  return [
    ['workspace symbols', () => language.workspaceSymbols?.(view.model, 'a')],
    ['explain', () => language.explain?.(view, { messages: [invite('a')] })],
    ['explain by name', () => language.explain?.(view, { messages: [invite(named)] })],
    ['explain a device', () => language.explain?.(view, { device: named })],
    ['route map', () => language.routeMaps?.mapOf(view.model)],
    ['upgrade', () => upgrades?.upgrade(view.model, undefined, upgrades.versions.at(-1) ?? '')],
    ['call flow', () => language.callFlows?.flowOf(view, filter)],
    [
      'call flow of a search',
      () => language.callFlows?.flowOf(view, { ...filter, search: 'a', withLegs: true }),
    ],
    ...(['svg', 'mermaid', 'text', 'messages', 'sipp', 'redacted'] as const).map(
      (format): Request => [`write ${format}`, () => language.callFlows?.write(view, filter, format)],
    ),
    ['compare messages', () => language.callFlows?.compare(view, 0, 1)],
    [
      'redact',
      () => (language.id === 'sip-trace' ? redactTrace(traceOf(parseTrace(lines.join('')))) : undefined),
    ],
  ];
}

/** Twice, since the model of the first edit is what the second one goes on from. */
function keystroke(language: Language, view: View<object, object>, line: number): void {
  let { tree, model } = view;
  for (const typed of ['x\n', 'y\n']) {
    tree = language.edit(tree, { line, removed: 1, lines: [typed] });
    model = language.model(projectOf(tree), defaultSettings.language, model);
    language.check({ uri: URI, tree, model });
  }
}
