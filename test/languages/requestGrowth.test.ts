import { describe, expect, it } from 'vitest';
import { pjsipConf } from '../../server/languages/asterisk/pjsip-conf/index.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import type { Language } from '../../server/languages/language.ts';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import type { View } from '../../server/languages/project.ts';
import { sipTrace } from '../../server/languages/trace/index.ts';
import { expectGrowthWithLength } from '../growth.ts';
import { projectOf, settings } from '../languages.ts';

type Ask = (language: Language, view: View<object, object>) => unknown;

const whole = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };
const lenses: Ask = (language, view) => language.lenses?.(view);
const symbols: Ask = (language, view) => language.symbols?.(view);
const hints: Ask = (language, view) => language.hints?.(view, whole);
const tokens: Ask = (language, view) => language.tokens?.(view);
const check: Ask = (language, view) => language.check(view);
const filter = { foldPorts: true, callId: '', search: '' };
const scenarios: Ask = (language, view) => language.callFlows?.write(view, filter, 'sipp');

const numbered = (count: number, part: (number: number) => string): string =>
  Array.from({ length: count }, (_none, number) => part(number)).join('');

/** Texts over which a request once took time that grew with the square of their length. */
const cases: readonly (readonly [string, Language, Ask, (count: number) => string, number])[] = [
  ['lenses, templates that copy from each other', sipConf, lenses, count => '[u](!,u)\n'.repeat(count), 150],
  [
    'hints, devices of one name',
    sipConf,
    hints,
    count => '[a]\ntype=friend\nhost=dynamic\ncontext=x\n'.repeat(count),
    150,
  ],
  ['lenses, objects of one name', pjsipConf, lenses, count => '[a]\ntype=endpoint\n'.repeat(count), 120],
  ...[sipConf, pjsipConf].map((language): (typeof cases)[number] => [
    `hints, an option of ${language.id} that is set again and again`,
    language,
    hints,
    count =>
      `[a]\ntype=${language === sipConf ? 'friend\nhost=dynamic' : 'auth'}\n${'username=a\n'.repeat(count)}`,
    400,
  ]),
  [
    'signature help behind many words',
    opensipsCfg,
    (language, view) => language.signatureHelp?.(view, { line: 1, character: 1_000_000 }) ?? null,
    count => `route {\n\t${'return '.repeat(count)}t_relay(`,
    400,
  ],
  [
    'symbols, endpoints of one name with their aors',
    pjsipConf,
    symbols,
    count => '[a]\ntype=endpoint\naors=a\n[a]\ntype=aor\n[a]\ntype=identify\nendpoint=a\n'.repeat(count),
    150,
  ],
  [
    'problems, modules loaded again and again',
    opensipsCfg,
    check,
    count =>
      'loadmodule "tm.so"\nloadmodule "rr.so"\nmodparam("tm", "fr_timeout", 5)\nmodparam("rr", "x", 1)\n'.repeat(
        count,
      ),
    200,
  ],
  [
    'problems, modules with many names',
    opensipsCfg,
    check,
    count => numbered(count, number => `loadmodule "m${number}.so"\nmodparam("n${number}", "x", 1)\n`),
    500,
  ],
  [
    'problems, variables that are never closed',
    opensipsCfg,
    check,
    count => `route {\n\t$var(a) = ${'$(avp(a){s.select,'.repeat(count)};\n}\n`,
    500,
  ],
  [
    'tokens, a string of many lines with variables',
    opensipsCfg,
    tokens,
    count => `route {\n\txlog("${numbered(count, number => `$avp(a${number}) = 1;\n`)}");\n}\n`,
    1000,
  ],
  [
    'tokens, a session description with many lines',
    sipTrace,
    tokens,
    count =>
      `INVITE sip:a@b SIP/2.0\nContent-Type: application/sdp\n\nv=0\n${'c=IN IP4 10.0.0.1\n'.repeat(count)}\n`,
    1000,
  ],
  [
    'scenarios, a dialog with many requests',
    sipTrace,
    scenarios,
    count =>
      numbered(
        count,
        number =>
          `INVITE sip:a@b SIP/2.0\nVia: SIP/2.0/UDP h;branch=z9hG4bK${number}\nCall-ID: c\nCSeq: ${number} INVITE\nFrom: <sip:a@b>;tag=1\nTo: <sip:c@d>\nContent-Length: 0\n\n`,
      ),
    500,
  ],
];

describe('takes time in proportion to the length', () => {
  it.each(cases)('%s', (_name, language, ask, textOf, length) => {
    expectGrowthWithLength(count => {
      const project = projectOf(language, { 'a.conf': textOf(count) }, 'a.conf');
      const tree = project.trees.get(project.root);
      if (tree === undefined) throw new Error('no tree');
      const view = { uri: project.root, tree, model: language.model(project, settings, undefined) };
      return () => {
        // Checked before anything is asked, as in an editor; what the check found is known from then on.
        if (ask === check) language.parse(textOf(count));
        expect(ask(language, view)).toBeDefined();
      };
    }, length);
  });
});
