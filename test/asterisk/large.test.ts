import { expect, it } from 'vitest';
import { languageById } from '../../server/languages/registry.ts';
import { defaultSettings } from '../../server/workspace/settings.ts';

const language = languageById('sip-conf');

/** What everything that an editor asks for costs: time of the processor in microseconds, and memory. */
function judged(text: string): { readonly time: number; readonly bytes: number } {
  if (language === undefined) throw new Error('no language');
  const uri = 'file:///etc/asterisk/sip.conf';
  const before = process.memoryUsage().heapUsed;
  const start = process.cpuUsage();
  const tree = language.parse(text);
  const project = { root: uri, trees: new Map([[uri, tree]]), resolve: () => [], companions: new Map() };
  const view = { uri, tree, model: language.model(project, defaultSettings.language, undefined) };
  language.check(view);
  const whole = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };
  language.hints?.(view, whole);
  language.lenses?.(view);
  language.symbols?.(view);
  const end = { line: text.split('\n').length - 3, character: 2 };
  language.hover?.(view, end);
  language.prepareTypeHierarchy?.(view, end);
  language.complete?.(view, end);
  language.digestSettings?.(view, end);
  const { user, system } = process.cpuUsage(start);
  return { time: user + system, bytes: process.memoryUsage().heapUsed - before };
}

/** Sections from `[t0]` on, each with the earlier ones that it copies from, by number. */
function sections(count: number, parentsOf: (at: number) => readonly number[], words = '!'): string {
  const header = (at: number) =>
    [words, ...parentsOf(at).map(parent => `t${parent}`)].filter(word => word !== '');
  return Array.from({ length: count }, (_, at) => `[t${at}](${header(at).join(',')})\nnat=yes\n`).join('');
}

const device = (count: number) => `[phone](t${count - 1})\ntype=friend\nhost=dynamic\n`;

it.each<readonly [string, (count: number) => string]>([
  ['one device', count => `[a]\ntype=friend\n${'nat=yes\n'.repeat(count)}`],
  ['user names', count => `[a]\ntype=friend\n${'username=a\n'.repeat(count)}`],
  ['a chain of templates', count => sections(count, at => (at === 0 ? [] : [at - 1])) + device(count)],
  [
    'templates with two parents each',
    count => sections(count, at => [at - 1, at - 2].filter(parent => parent >= 0)) + device(count),
  ],
  [
    'templates that copy twice',
    count => sections(count, at => (at === 0 ? [] : [at - 1, at - 1])) + device(count),
  ],
  [
    'diamonds of templates',
    count =>
      sections(count, at => (at === 0 ? [] : at % 3 === 0 ? [at - 1, at - 2] : [at - (at % 3)])) +
      device(count),
  ],
  [
    'devices that copy from each other',
    count =>
      sections(count, at => (at === 0 ? [] : [at - 1]), '')
        .replaceAll(']()', ']')
        .replaceAll('nat=yes', 'type=peer'),
  ],
])('%s: time that grows with the length', { timeout: 120_000 }, (_name, make) => {
  const costs = (count: number) => [1, 2, 3].map(() => judged(make(count)));
  judged(make(1000));
  const short = Math.min(...costs(500).map(({ time }) => time));
  const long = costs(4000);
  // Eight times the text: 64 times the time would be quadratic.
  expect(Math.min(...long.map(({ time }) => time)) / Math.max(short, 2000)).toBeLessThan(32);
  expect(Math.min(...long.map(({ bytes }) => bytes))).toBeLessThan(200_000_000);
});
