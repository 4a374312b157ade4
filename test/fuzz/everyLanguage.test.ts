import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Language } from '../../server/languages/language.ts';
import type { View } from '../../server/languages/project.ts';
import { languages } from '../../server/languages/registry.ts';
import { splitLines } from '../../server/text/lines.ts';
import { settings } from '../languages.ts';

/** What a language says about a whole file, in an order that does not depend on how it came to know. */
function everything(language: Language, view: View<object, object>): unknown {
  return {
    diagnostics: language
      .check(view)
      .map(found => JSON.stringify(found))
      .sort(),
    symbols: language.symbols?.(view),
    folding: language.folding?.(view),
    links: language.links?.(view),
    tokens: language.tokens?.(view),
    lenses: language.lenses?.(view),
  };
}

for (const language of languages) {
  const pool = language
    .rules()
    .flatMap(({ bad, good }) => [...splitLines(bad), ...splitLines(good)])
    .filter(line => line.endsWith('\n'));
  const line = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...pool) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('\n', '}\n', '{\n', '[\n', '"\n', '/*\n', '*/\n', ';--\n', '--;\n', ' x\n'),
    },
  );
  const lines = (maxLength: number): fc.Arbitrary<string[]> => fc.array(line, { maxLength });
  const edit = fc.record({ at: fc.nat(40), removed: fc.nat(4), added: lines(3) });

  test(`after every edit ${language.id} says what it would say about the whole afresh`, () => {
    fc.assert(
      fc.property(lines(40), fc.array(edit, { maxLength: 6 }), (start, edits) => {
        const uri = 'file:///etc/server/some.conf';
        const companions = new Map<string, string | null>();
        const projectOf = (tree: object) => ({
          root: uri,
          trees: new Map([[uri, tree]]),
          resolve: () => [],
          companions,
        });
        let text = start;
        let tree = language.parse(text.join(''));
        let model = language.model(projectOf(tree), settings, undefined);
        everything(language, { uri, tree, model });
        for (const { at, removed, added } of edits) {
          const from = Math.min(at, text.length);
          const gone = Math.min(removed, text.length - from);
          text = [...text.slice(0, from), ...added, ...text.slice(from + gone)];
          tree = language.edit(tree, { line: from, removed: gone, lines: added });
          model = language.model(projectOf(tree), settings, model);
          const fresh = language.parse(text.join(''));
          const freshModel = language.model(projectOf(fresh), settings, undefined);
          expect(language.print(tree)).toBe(text.join(''));
          expect(everything(language, { uri, tree, model })).toEqual(
            everything(language, { uri, tree: fresh, model: freshModel }),
          );
        }
      }),
      { numRuns: 300 },
    );
  });
}
