import { expect, it } from 'vitest';
import { languageById } from '../../server/languages/registry.ts';
import { defaultSettings } from '../../server/workspace/settings.ts';

const language = languageById('sip-conf');

function judged(text: string): { readonly ms: number; readonly bytes: number } {
  if (language === undefined) throw new Error('no language');
  const uri = 'file:///etc/asterisk/sip.conf';
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
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
  return { ms: performance.now() - start, bytes: process.memoryUsage().heapUsed - before };
}

it.each<readonly [string, (count: number) => string, number]>([
  ['one device', count => `[a]\ntype=friend\n${'nat=yes\n'.repeat(count)}`, 8000],
  ['user names', count => `[a]\ntype=friend\n${'username=a\n'.repeat(count)}`, 8000],
])('%s', { timeout: 60_000 }, (_name, make, count) => {
  judged(make(100));
  const { ms, bytes } = judged(make(count));
  expect(ms).toBeLessThan(15_000);
  expect(bytes).toBeLessThan(700_000_000);
});
