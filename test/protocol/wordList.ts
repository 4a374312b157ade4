import { DiagnosticSeverity } from 'vscode-languageserver-types';
import { type Language, suggestNext } from '../../server/languages/language.ts';
import type { Project } from '../../server/languages/project.ts';
import { RenameError } from '../../server/languages/rename.ts';
import { splitLines } from '../../server/text/lines.ts';

/** A word list: one word a line; `include PATH` includes, `bad` is an error, `crash` makes every feature throw. */
export interface WordTree {
  readonly lines: readonly string[];
}

export interface WordModel {
  readonly project: Project<WordTree>;
}

/** What the fake language was asked to do, for tests that count. */
export interface WordCounts {
  parsed: number;
  edited: number;
  modelled: number;
}

/** A language as small as can be, to test the frame with. */
export function wordList(
  counts: WordCounts = { parsed: 0, edited: 0, modelled: 0 },
): Language<WordTree, WordModel> {
  return {
    id: 'sip-conf',
    title: 'Word list',
    rules: () => [],
    commentPrefixes: ['#'],
    companions: ['forbidden.txt'],
    triggers: { completion: ['.'] },
    recognizes: name => name.endsWith('.words'),
    parse: text => {
      counts.parsed++;
      return { lines: splitLines(text) };
    },
    edit: (tree, { line, removed, lines }) => {
      counts.edited++;
      return { lines: [...tree.lines.slice(0, line), ...lines, ...tree.lines.slice(line + removed)] };
    },
    print: tree => tree.lines.join(''),
    includes: tree =>
      tree.lines.flatMap((text, line) => {
        const path = /^include (\S+)/.exec(text)?.[1];
        if (path === undefined) return [];
        const range = { start: { line, character: 8 }, end: { line, character: 8 + path.length } };
        return [{ path, optional: false, range }];
      }),
    model: project => {
      counts.modelled++;
      return { project };
    },
    check: ({ tree, model, uri }) => {
      const forbidden = model.project.companions.get('forbidden.txt')?.split(/\s+/) ?? [];
      return tree.lines.flatMap((text, line) => {
        const word = text.trim();
        const range = { start: { line, character: 0 }, end: { line, character: word.length } };
        const source = 'SIP Workbench';
        if (word === 'crash') throw new TypeError('broken rule');
        if (word === 'bad' || (word !== '' && forbidden.includes(word)))
          return [
            {
              range,
              severity: DiagnosticSeverity.Error,
              code: 'sip-conf/bad-word',
              message: `${word}!`,
              source,
            },
          ];
        const path = /^include (\S+)/.exec(text)?.[1];
        if (path !== undefined && model.project.resolve(uri, path)?.length === 0)
          return [
            { range, severity: DiagnosticSeverity.Error, code: 'sip-conf/missing', message: path, source },
          ];
        return [];
      });
    },
    hover: ({ tree }, { line }) => {
      const word = tree.lines[line]?.trim();
      if (word === 'crash') throw new Error('secret=hunter2');
      return word === undefined ? undefined : { contents: word };
    },
    complete: () => ({ isIncomplete: false, items: [{ label: 'good', data: 7, ...suggestNext }] }),
    resolveCompletion: item => ({ ...item, documentation: `number ${String(item.data)}` }),
    rename: ({ model, tree }, { line }, newName) => {
      if (newName === '') throw new RenameError('A word cannot be empty.');
      const old = tree.lines[line]?.trim();
      const changes = [...model.project.trees].map(([uri, { lines }]) => [
        uri,
        lines.flatMap((text, number) =>
          text.trim() === old
            ? [
                {
                  range: {
                    start: { line: number, character: 0 },
                    end: { line: number, character: text.trim().length },
                  },
                  newText: newName,
                },
              ]
            : [],
        ),
      ]);
      return { changes: Object.fromEntries(changes) };
    },
    workspaceSymbols: (model, query) =>
      [...model.project.trees].flatMap(([uri, { lines }]) =>
        lines.flatMap((text, line) => {
          const range = { start: { line, character: 0 }, end: { line, character: text.trim().length } };
          return text.includes(query)
            ? [{ name: text.trim(), kind: 13 as const, location: { uri, range } }]
            : [];
        }),
      ),
  };
}
