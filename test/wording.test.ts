import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The words that the style guide in CONTRIBUTING.md bans, each with an example that the pattern must find. */
const banned: readonly (readonly [RegExp, string])[] = [
  [/\bblanks?\b(?! page)/, 'Take the blank out'],
  [/\bdata bases?\b/, 'the data base'],
  [/\bmend(s|ed|ing)?\b/, 'this is mended'],
  [/\btak(e|es|en|ing) (it|them|the \w+|its \w+) away\b(?! from)/, 'Take the line away'],
  [
    /\b(?<!there |where )is no (option|key|register|whole|trusted|number|word|port|boolean|device|section)\b/,
    'x is no option',
  ],
  [/\bwithout a word\b/, 'drops it without a word'],
  [/\bparted by\b/, 'parted by commas'],
  [/\bbelongs? into\b/, 'it belongs into'],
  [/\btakes? (its|their) place\b/, 'what takes its place'],
  [/\bsettles it\b/, 'the line settles it'],
  [/\btold from\b/, 'told from the name'],
  [/\bexcludes? each other\b/, 'they exclude each other'],
  [/\b(is|are) gone since\b/, 'it is gone since 3.0'],
  [/\bwhoever\b/, 'Whoever reads it'],
  [/\b(?:^|[.:,] )who (reads|records|writes|tries)\b/, 'x, who reads it'],
  [/\bcheck with `?-C\b/, 'The check with -C does not see it'],
  [/\bastray\b/, 'the calls go astray'],
  [/\bheld up\b/, 'the worker is held up'],
  [/\bmay be given several times\b/, 'it may be given several times'],
  [/\bin the row\b/, 'the first in the row'],
  [/, on request\b/, 'the list, on request'],
  [/\bcompared with case\b/, 'names are compared with case'],
  [/\btaken (not )?to (exist|lead|differ)\b/, 'the extension is taken to exist'],
  [/\bat (your|his) cost\b/, 'calls are made at your cost'],
  [/\bsoon guessed\b/, 'it is soon guessed'],
  [/\bkeeps? (everybody|nobody|strangers) out\b/, 'the list keeps everybody out'],
  [/\bcosts? the (whole|endpoint|object|transport)\b/, 'a bad value costs the whole object'],
  [/\bmakes? (no|a) (device|object) of\b/, 'makes no device of the section'],
  [/\blook-ups?\b/, 'the password look-up'],
  [/\b(is|are) taken to be\b/, 'it is taken to be another machine'],
  [/\bnever fits?\b/, 'this word never fits'],
  [/\bswitch(ed|es)? (it |them )?(on|off)\b/, 'the module is switched off'],
  [/\bstands in (quotes|angle|clear)\b/, 'the value stands in quotes'],
  [/\bwithout regard to case\b/, 'names are compared without regard to case'],
  [/\bbeside (this|the) file\b/, 'the flexisip.conf beside this file'],
  [/\ban account of every\b/, 'with an account of every line'],
  [/\bcolour|\bbehaviour|\blicences?\b/, 'the colours'],
  [/\bsignalling\b|\bdialled\b|\bmisspelt\b|\bhonour|\brecognise/, 'the dialled number'],
];

describe('the wording of sentences', () => {
  it.each(banned)('%s finds what it bans', (pattern, example) => {
    expect(new RegExp(pattern, 'i').test(example)).toBe(true);
  });

  it('uses the words of the style guide in code, facts and docs', () => {
    const files = [
      ...['server', 'client', 'docs', 'syntaxes'].flatMap(filesBelow),
      ...['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'package.json'],
    ].filter(path => /\.(ts|md|json)$/.test(path));
    const found = files.flatMap(path =>
      readFileSync(join(root, path), 'utf8')
        .split('\n')
        .flatMap((line, number) =>
          banned
            .filter(([pattern]) => new RegExp(pattern, 'i').test(proseOf(path, line)))
            .map(([pattern]) => `${path}:${number + 1} ${pattern.source}`),
        ),
    );
    expect(found).toEqual([]);
  });
});

/** What a line says to people: in code, its comments and the strings with more than one word. */
function proseOf(path: string, line: string): string {
  if (!path.endsWith('.ts')) return line;
  const comment = /^\s*(?:\/\*\*?|\*|\/\/).*$|\/\/ .*$/.exec(line)?.[0] ?? '';
  const strings = line.match(
    /'(?:[^'\\]|\\.)* (?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)* (?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)* (?:[^`\\]|\\.)*`?/g,
  );
  return [comment, ...(strings ?? [])].join('\n');
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
