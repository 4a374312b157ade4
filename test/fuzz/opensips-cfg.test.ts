import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import {
  edit,
  fragmentOf,
  includes,
  parse,
  print,
  type ScriptTree,
} from '../../server/languages/opensips/reading/parser.ts';
import { splitLines } from '../../server/text/lines.ts';
import { settings } from '../languages.ts';

/** Pieces of scripts, well formed and not, so that random joins meet every state of the lexer and the parser. */
const pieces = [
  'route {\n',
  'route[a] {\n',
  'failure_route["b"] {\n',
  'timer_route[t, 5] {\n',
  'onreply_route {\n',
  '}\n',
  '\texit;\n',
  '\tif ($rm == "INVITE" && !has_totag()) {\n',
  '\t} else {\n',
  '\txlog("x $ru\\n");\n',
  '\tsend_reply(404, "Not Found");\n',
  '\tsend_reply(404, "Not Found);\n',
  '\t$var(x) = $(ru{s.substr,0,2}) + 1;\n',
  '\t$avp(y\n',
  '\troute(a, 1, NULL)\n',
  '\tswitch ($rm) { case "A": break; default: exit; }\n',
  '\twhile ($var(i) < 5) { $var(i) = $var(i) + 1; }\n',
  '\tfor ($var(i) in $(avp(x)[*])) xlog("a");\n',
  'log_level=3\n',
  'socket=udp:127.0.0.1:5060 as 1.2.3.4:5060\n',
  'socket=udp:[::1]:5060\n',
  'alias=a.example.com b.example.com:5060\n',
  'loadmodule "tm.so"\n',
  'modparam("tm", "fr_timeout", 5)\n',
  'modparam("tm", "fr_timeout", 5\n',
  'include_file "more.cfg"\n',
  '# comment\n',
  '/* block\n',
  '*/\n',
  '"',
  "'",
  '$(',
  '(',
  ')',
  '{',
  '}',
  ';',
  '\n',
  '\r\n',
  ' ',
  '@',
  'é',
  '\\\n',
  'if',
  'else',
  'route',
  '$var(x)',
  '= on ',
] as const;

const script = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map(parts => parts.join(''));
const anything = fc.oneof(
  script,
  fc.string({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

function summary(tree: ScriptTree): unknown {
  const { lines, starts, blocks, reads, notable } = tree;
  return { lines, starts, blocks, reads, notable };
}

describe('the parser of opensips.cfg', () => {
  it('gives every text back byte for byte', () => {
    fc.assert(
      fc.property(anything, text => print(parse(text)) === text),
      { numRuns: 800 },
    );
  });

  it('never throws, and its blocks cover the file', () => {
    fc.assert(
      fc.property(anything, text => {
        const tree = parse(text);
        fragmentOf(tree);
        includes(tree);
        expect(tree.blocks.reduce((sum, block) => sum + block.lineCount, 0)).toBe(tree.lines.length);
      }),
      { numRuns: 800 },
    );
  });

  it('gives after an edit what it gives for the whole text', () => {
    fc.assert(
      fc.property(anything, fc.nat(), fc.nat(4), script, (text, at, removed, inserted) => {
        const tree = parse(text);
        const line = at % (tree.lines.length + 1);
        const count = Math.min(removed, tree.lines.length - line);
        const lines = splitLines(inserted);
        const after = edit(tree, { line, removed: count, lines });
        const whole = [...tree.lines.slice(0, line), ...lines, ...tree.lines.slice(line + count)].join('');
        expect(summary(after)).toEqual(summary(parse(whole)));
      }),
      { numRuns: 2500 },
    );
  });

  it('leaves a text that every rule and every feature of the editor can read', () => {
    fc.assert(
      fc.property(anything, fc.nat(), fc.nat(40), (text, atLine, character) => {
        const uri = 'file:///opensips.cfg';
        const tree = opensipsCfg.parse(text);
        const project = {
          root: uri,
          trees: new Map([[uri, tree]]),
          resolve: () => [uri],
          companions: new Map(),
        };
        const model = opensipsCfg.model(project, { ...settings, opensipsVersion: 'auto' }, undefined);
        const view = { uri, tree, model };
        const position = { line: atLine % (tree.lines.length + 1), character };
        const whole = { start: { line: 0, character: 0 }, end: { line: tree.lines.length, character: 0 } };
        const diagnostics = opensipsCfg.check(view);
        opensipsCfg.actions?.(view, whole, diagnostics, undefined);
        opensipsCfg.hover?.(view, position);
        opensipsCfg.complete?.(view, position);
        opensipsCfg.signatureHelp?.(view, position);
        opensipsCfg.references?.(view, position, true);
        opensipsCfg.selectionRanges?.(view, [position]);
        opensipsCfg.prepareCallHierarchy?.(view, position);
        opensipsCfg.symbols?.(view);
        opensipsCfg.folding?.(view);
        opensipsCfg.tokens?.(view);
        opensipsCfg.hints?.(view, whole);
        opensipsCfg.links?.(view);
        opensipsCfg.format?.(view, { tabSize: 4, insertSpaces: true });
      }),
      { numRuns: 600 },
    );
  });

  it('keeps the blocks that an edit does not touch', () => {
    const text = Array.from({ length: 50 }, (_, index) => `route[r${index}] {\n\texit;\n}\n`).join('');
    const tree = parse(text);
    const after = edit(tree, { line: 61, removed: 1, lines: ['\tdrop;\n'] });
    const kept = after.blocks.filter(block => tree.blocks.includes(block));
    expect(kept.length).toBeGreaterThanOrEqual(48);
  });
});
