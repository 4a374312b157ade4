import { describe, expect, it } from 'vitest';
import { runScript } from '../../server/languages/opensips/run/run.ts';
import { languageById } from '../../server/languages/registry.ts';
import { report } from '../../server/languages/report.ts';
import { compileRegexp } from '../../server/text/cppRegexp.ts';
import { compilePosix } from '../../server/text/posixRegexp.ts';
import { defaultSettings } from '../../server/workspace/settings.ts';
import { modelOf } from '../oracle/dryrunCases.ts';

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
  it.each<readonly [string, number, (depth: number) => string]>([
    ['brackets of a condition', 100, depth => `if (${'('.repeat(depth)}1${')'.repeat(depth)}) exit;`],
    ['negations', 100, depth => `if (${'!'.repeat(depth)}is_method("INVITE")) exit;`],
    ['brackets of a value', 100, depth => `$var(a) = ${'('.repeat(depth)}1${')'.repeat(depth)};`],
    ['bits turned over', 100, depth => `$var(a) = ${'~'.repeat(depth)}1;`],
    ['a condition', 500, length => `if (${'1 && '.repeat(length)}1) exit;`],
    ['a sum', 500, length => `$var(a) = ${'1 + '.repeat(length)}1;`],
    ['bits', 500, length => `$var(a) = ${'1 | '.repeat(length)}1;`],
    ['blocks', 151, depth => `${'switch ($ru) { case 1: '.repeat(depth)}exit; ${'}'.repeat(depth)}`],
  ])('%s', (_name, most, statement) => {
    expect(codes(`route { ${statement(most)} }`)).not.toContain('opensips-cfg/too-deep');
    expect(codes(`route { ${statement(most + 1)} }`)).toContain('opensips-cfg/too-deep');
  });

  it('variables in variables', () => {
    const nested = (depth: number): string =>
      `route { xlog("${'$(avp('.repeat(depth)}$ru${'))'.repeat(depth)}"); }`;
    expect(codes(nested(20))).not.toContain('opensips-cfg/unknown-variable');
    expect(codes(nested(21))).toContain('opensips-cfg/unknown-variable');
  });

  it('groups of the expressions of the C library', () => {
    const nested = (depth: number): string => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(compilePosix(nested(99))).toBeDefined();
    for (const depth of [100, 200_000]) expect(compilePosix(nested(depth))).toBeUndefined();
    for (const depth of [200, 200_000]) expect(compileRegexp(nested(depth))).toBe('too many nested groups');
    expect(compileRegexp(nested(199))).not.toEqual(expect.any(String));
  });

  it('routes that call themselves, and values of JSON', () => {
    const run = (body: string) =>
      runScript(modelOf(`socket=udp:127.0.0.1:5060\nloadmodule "json.so"\n${body}`), {
        messages: [
          {
            text: 'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n\r\n',
            source: { address: '127.0.0.10', port: 5070 },
            transport: 'udp',
          },
        ],
      }).steps[0];
    expect(run('route[a] { route(a); }\nroute { route(a); }')?.notes).toEqual([
      'route[a] is not run: the server stops at 100 nested routes.',
    ]);
    const deeper = `route[a] { ${'if (1) { '.repeat(12)} route(a); ${'}'.repeat(12)} }\nroute { route(a); }`;
    expect(run(deeper)).toMatchObject({ isStopped: true, notes: [expect.stringContaining('too deep')] });
    const json = (depth: number): string =>
      `route { $json(d) := "${'['.repeat(depth)}${']'.repeat(depth)}"; if ($json(d) == NULL) xlog("none"); }`;
    expect(run(json(33))?.log).toEqual([]);
    for (const depth of [34, 100_000]) expect(run(json(depth))?.log).toEqual(['none']);
  });
});
