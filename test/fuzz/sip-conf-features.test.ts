import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Position } from 'vscode-languageserver-types';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import type { View } from '../../server/languages/project.ts';
import { RenameError } from '../../server/languages/rename.ts';
import { splitLines } from '../../server/text/lines.ts';
import { folder, projectOf, settings } from '../languages.ts';
import { applyEdits, decodeTokens } from '../markers/harness.ts';

const piece = fc.constantFrom(
  '[general]',
  '[alice](tpl)',
  '[Alice]',
  '[tpl](!)',
  '[tpl](!,tpl2)',
  '[x](+)',
  '[alice](+,!)',
  '[broken',
  '[b](',
  '[]',
  '[authentication]',
  'type=friend',
  'type=peer',
  'host=dynamic',
  'host=192.0.2.7:1',
  'secret = a;b',
  'a\\;b=c',
  'register => ',
  'p?tls://u@d:s:a@h:5/e~1',
  'register=>a"b:c@',
  'auth=u#m@r',
  'mwi=>a:b:c@h:1/2',
  'context=phones',
  'domain=a,phones',
  'allow=!all,ulaw:20|alaw',
  'permit=10.0.0.0/8,!::1/33',
  'acl=office',
  'insecure=port, invite',
  'nat',
  'nat=',
  'setvar=a=b=c',
  'md5secret=AB',
  ';--',
  '--;',
  ';---',
  '; sip-workbench-ignore ',
  ' ',
  '\t',
  '\n',
  '\n',
  '\n',
  '\r\n',
  '\r',
  '=',
  '=>',
  '+=',
  '#include "sip_more.conf"',
  '#include ',
  '#tryinclude x',
  '#exec y',
  '\\',
  '\uFEFF',
  'ä',
  '😀',
  '\ud800',
  '@',
  '/',
  '~',
  '?',
  ',',
  '(',
  ')',
  '|',
  '`',
  '\u0000',
  '__proto__=1',
  '[__proto__](constructor)',
  'constructor=1',
  'toString=1',
  'hasOwnProperty=x',
);
const text = fc.array(piece, { maxLength: 40 }).map(pieces => pieces.join(''));
const companions = fc.record(
  { 'extensions.conf': text, 'acl.conf': text, 'sip_more.conf': text },
  { requiredKeys: [] },
);
const version = fc.constantFrom('1.4', '1.6.2', '1.8', '11', '13', '20', '21');

/** Calls every feature, and checks what must hold for any answer. */
function useEverything(view: View<object, object>, source: string, position: Position): void {
  const language: typeof anyLanguage = anyLanguage;
  const range = { start: { line: Math.max(0, position.line - 2), character: 0 }, end: position };
  const diagnostics = language.check(view);
  language.hover?.(view, position);
  for (const item of language.complete?.(view, position).items ?? []) {
    const { documentation } = language.resolveCompletion?.(item) ?? item;
    expect(documentation === undefined || typeof documentation === 'object').toBe(true);
    if (item.textEdit !== undefined && 'range' in item.textEdit) {
      const { start, end } = item.textEdit.range;
      expect(start.line).toBe(position.line);
      expect(start.character).toBeLessThanOrEqual(position.character);
      const length = splitLines(source)[position.line]?.length ?? 0;
      expect(end.character).toBeGreaterThanOrEqual(Math.min(position.character, length - 2));
    }
  }
  language.signatureHelp?.(view, position);
  language.symbols?.(view);
  language.workspaceSymbols?.(view.model, 'al');
  for (const fold of language.folding?.(view) ?? []) expect(fold.endLine).toBeGreaterThan(fold.startLine);
  for (
    let one = language.selectionRanges?.(view, [position])[0];
    one?.parent !== undefined;
    one = one.parent
  ) {
    expect(one.parent.range).not.toEqual(one.range);
  }
  language.highlights?.(view, position);
  language.definition?.(view, position);
  language.references?.(view, position, true);
  const item = language.prepareTypeHierarchy?.(view, position)[0];
  if (item !== undefined) {
    language.supertypes?.(view.model, item);
    language.subtypes?.(view.model, item);
  }
  if (language.prepareRename?.(view, position) !== undefined) {
    try {
      language.rename?.(view, position, 'renamed');
    } catch (error) {
      expect(error).toBeInstanceOf(RenameError);
    }
  }
  language.links?.(view);
  const lines = splitLines(source);
  let end = { line: 0, character: 0 };
  for (const token of decodeTokens(language.tokens?.(view) ?? [])) {
    const isBehind = token.line > end.line || token.character >= end.character;
    expect(isBehind, 'tokens overlap').toBe(true);
    end = { line: token.line, character: token.character + token.length };
    expect(end.character).toBeLessThanOrEqual(lines[token.line]?.length ?? 0);
  }
  language.tokens?.(view, range);
  language.hints?.(view, range);
  language.lenses?.(view);
  for (const kind of [undefined, ['source.fixAll'], ['quickfix']]) {
    for (const action of language.actions?.(view, range, diagnostics, kind) ?? []) {
      const edits = action.edit?.changes?.[view.uri];
      if (edits !== undefined) applyEdits(source, edits);
    }
  }
  language.format?.(view, { tabSize: 2, insertSpaces: true }, range);
  language.formatOnType?.(view, position, '\n', { tabSize: 2, insertSpaces: true });
  language.status?.(view);
}

const anyLanguage: import('../../server/languages/language.ts').Language = sipConf;

describe('the features of sip.conf', () => {
  it('take names that every object has for ordinary text', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      const source = `[general]\n${name}=1\nallow=${name}\n[${name}](!)\n[a](${name})\n${name}=x\ninsecure=${name}\n`;
      const project = projectOf(anyLanguage, { 'sip.conf': source }, 'sip.conf');
      const model = anyLanguage.model(project, settings, undefined);
      for (const [uri, tree] of project.trees)
        source.split('\n').forEach((text, line) => {
          useEverything({ uri, tree, model }, source, { line, character: text.length });
        });
    }
  });

  it('answer at every place of every text', () => {
    fc.assert(
      fc.property(
        text,
        companions,
        version,
        fc.nat(20),
        fc.nat(30),
        (source, others, branch, line, character) => {
          const files = { ...others, 'sip.conf': source };
          const project = projectOf(anyLanguage, files, 'sip.conf');
          const model = anyLanguage.model(project, { ...settings, asteriskVersion: branch }, undefined);
          for (const [uri, tree] of project.trees) {
            const own = uri === `${folder}sip.conf` ? source : (others['sip_more.conf'] ?? '');
            useEverything({ uri, tree, model }, own, { line, character });
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});

const line = fc.constantFrom(
  '[general]',
  '[alice]',
  '[Alice]',
  '[alice](+)',
  '[phone](!)',
  '[phone](!,base)',
  '[base](!)',
  '[bob](phone)',
  '[bob](phone,base)',
  '[carol](alice)',
  'type=friend',
  'type=peer',
  'host=dynamic',
  'secret=abc',
  'nat=no',
  'context=internal',
  'register => bob?u:p@carol',
  'disallow=all',
  'allow=alaw',
  'context+=x',
  '#include "other.conf"',
  '; note',
  ';-- x',
  '--;',
  '',
);
const lines = fc.array(line, { maxLength: 25 });
const edit = fc.tuple(fc.boolean(), fc.nat(28), fc.nat(3), fc.array(line, { maxLength: 3 }));

describe('the features of sip.conf after edits', () => {
  it('answer as they would for the whole text afresh', () => {
    fc.assert(
      fc.property(lines, lines, fc.array(edit, { maxLength: 6 }), fc.nat(28), (root, other, edits, at) => {
        const files: Record<string, string[]> = { 'sip.conf': [...root], 'other.conf': [...other] };
        const project = () =>
          projectOf(
            anyLanguage,
            Object.fromEntries(
              Object.entries(files).map(([name, all]) => [name, all.map(one => `${one}\n`).join('')]),
            ),
            'sip.conf',
          );
        const first = project();
        const trees = new Map<string, object>();
        for (const [name, all] of Object.entries(files)) {
          trees.set(folder + name, anyLanguage.parse(all.map(one => `${one}\n`).join('')));
        }
        const kept = (state: ReturnType<typeof project>) => ({
          ...state,
          trees: new Map([...state.trees.keys()].map(uri => [uri, trees.get(uri) ?? anyLanguage.parse('')])),
        });
        let model = anyLanguage.model(kept(first), settings, undefined);
        for (const [inOther, place, count, inserted] of edits) {
          const name = inOther ? 'other.conf' : 'sip.conf';
          const all = files[name] ?? [];
          const from = Math.min(place, all.length);
          const removed = Math.min(count, all.length - from);
          all.splice(from, removed, ...inserted);
          const old = trees.get(folder + name) ?? {};
          const added = inserted.map(one => `${one}\n`);
          trees.set(folder + name, anyLanguage.edit(old, { line: from, removed, lines: added }));
          model = anyLanguage.model(kept(project()), settings, model);
        }
        const state = kept(project());
        const fresh = anyLanguage.model(state, settings, undefined);
        for (const [uri, tree] of state.trees) {
          const position = { line: at, character: 2 };
          expect(answers({ uri, tree, model }, position)).toEqual(
            answers({ uri, tree, model: fresh }, position),
          );
        }
      }),
      { numRuns: 1500 },
    );
  });
});

function answers(view: View<object, object>, position: Position): unknown[] {
  const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const item = anyLanguage.prepareTypeHierarchy?.(view, position)[0];
  return [
    anyLanguage.hover?.(view, position),
    anyLanguage.complete?.(view, position),
    anyLanguage.symbols?.(view),
    anyLanguage.workspaceSymbols?.(view.model, ''),
    anyLanguage.definition?.(view, position),
    anyLanguage.references?.(view, position, true),
    anyLanguage.prepareRename?.(view, position),
    item === undefined ? [] : anyLanguage.subtypes?.(view.model, item),
    anyLanguage.hints?.(view, all),
    anyLanguage.lenses?.(view),
    anyLanguage.actions?.(view, all, [], undefined),
  ];
}
