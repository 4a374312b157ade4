import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainScript } from '../../../server/languages/opensips/explain/explain.ts';
import { opensipsCfg } from '../../../server/languages/opensips/index.ts';
import { modelOf } from '../../oracle/dryrunCases.ts';
import { stories } from './stories.ts';

const page = readFileSync(new URL('../../../docs/explain.md', import.meta.url), 'utf8');

describe.each(['2.4', '3.4', '3.6', '4.0'])('the stories about the default script of %s', version => {
  const file = `./${version === '4.0' ? '3.6' : version}.cfg`;
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const model = modelOf(text, version);
  const view = { uri: model.project.root, tree: opensipsCfg.parse(text), model };

  it.each(stories.map(one => [one.title, one] as const))('are as the guide tells them: %s', (title, one) => {
    const answer = explainScript(view, one.question);
    const result = answer.kind === 'explained' ? answer.results[one.index] : undefined;
    const lines = new Set(
      result?.steps.filter(({ verdict }) => verdict === 'decided').map(step => step.title),
    );
    expect(result?.questions).toEqual([]);
    expect(lines.size).toBeGreaterThan(0);
    expect(page).toContain(`| ${title} | ${result?.sentence} |`);
  });
});
