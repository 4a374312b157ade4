import { describe, expect, it } from 'vitest';
import { languageById } from '../../server/languages/registry.ts';
import { report } from '../../server/languages/report.ts';
import { defaultSettings } from '../../server/workspace/settings.ts';

const language = languageById('opensips-cfg');
const codes = (text: string): string[] => {
  if (language === undefined) throw new Error('no language');
  const uri = 'file:///opensips.cfg';
  const tree = language.parse(text);
  expect(language.print(tree)).toBe(text);
  const project = {
    root: uri,
    trees: new Map([[uri, tree]]),
    resolve: () => [],
    companions: new Map(),
  };
  const view = {
    uri,
    tree,
    model: language.model(project, defaultSettings.language, undefined),
  };
  const end = { line: 0, character: text.length };
  language.symbols?.(view);
  language.folding?.(view);
  language.tokens?.(view);
  language.hints?.(view, { start: { line: 0, character: 0 }, end });
  language.format?.(view, { tabSize: 4, insertSpaces: true });
  language.hover?.(view, end);
  language.complete?.(view, end);
  language.signatureHelp?.(view, end);
  language.highlights?.(view, end);
  language.selectionRanges?.(view, [end]);
  return report(language, view, defaultSettings.language).map(({ code }) => String(code));
};

describe('no nesting overflows, and what is too deep is told', () => {
  it.each([
    ['switch in a condition', `route { if (${'switch(1){'.repeat(3000)}`],
    ['switch', `route { ${'switch($ru){ case 1: '.repeat(3000)}`],
    ['blocks', `route { ${'if (1) {'.repeat(3000)}`],
    ['bare blocks', `route { ${'{'.repeat(20_000)}`],
    ['else', `route { ${'if (1) exit; else '.repeat(5000)} exit; }`],
    ['statements in conditions', `route { ${'if ({'.repeat(3000)}`],
    ['while', `route { ${'while (1) '.repeat(5000)} exit; }`],
    ['brackets', `route { $var(a) = ${'('.repeat(20_000)}`],
    ['negations', `route { if (${'!'.repeat(20_000)}1) exit; }`],
    ['a long sum', `route { $var(a) = ${'1 + '.repeat(200_000)}1; }`],
    ['a long condition', `route { if (${'1 && '.repeat(200_000)}1) exit; }`],
    ['bits', `route { $var(a) = ${'1 | '.repeat(50_000)}1; }`],
  ])('%s', { timeout: 60_000 }, (_name, text) => {
    expect(codes(text)).toContain('opensips-cfg/too-deep');
  });

  it.each([
    ['calls', `route { ${'f('.repeat(20_000)}`],
    ['variables', `route { ${'$(var('.repeat(20_000)}`],
    ['variables in variables', `route { xlog("${'$avp($(avp('.repeat(20_000)}"); }`],
    ['transformations', `route { xlog("${'$(avp(a){s.select,'.repeat(8000)}"); }`],
    ['strings', `route { xlog("${'\\"'.repeat(50_000)}`],
  ])('%s', { timeout: 60_000 }, (_name, text) => {
    codes(text);
  });
});

describe('what is read nests exactly as deep as is said', () => {
  it.each([
    ['brackets', '(', ')'],
    ['negations', '!', ''],
  ])('%s', (_name, open, close) => {
    const nested = (depth: number) =>
      `route { if (${open.repeat(depth)}is_method("INVITE")${close.repeat(depth)}) exit; }`;
    expect(codes(nested(100))).not.toContain('opensips-cfg/too-deep');
    expect(codes(nested(101))).toContain('opensips-cfg/too-deep');
  });

  it.each([['a condition', '1 && ', 'if (', '1) exit;']])('%s', (_name, part, before, after) => {
    const long = (count: number) => `route { ${before}${part.repeat(count)}${after} }`;
    expect(codes(long(500))).not.toContain('opensips-cfg/too-deep');
    expect(codes(long(501))).toContain('opensips-cfg/too-deep');
  });
});
