import { describe, expect, it } from 'vitest';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { folder, projectOf, settings } from '../languages.ts';
import { applyEdits } from '../markers/harness.ts';

function viewOf(source: string) {
  const project = projectOf(sipConf, { 'sip.conf': source }, 'sip.conf');
  const uri = `${folder}sip.conf`;
  return { uri, tree: sipConf.parse(source), model: sipConf.model(project, settings, undefined) };
}

function fixedAll(source: string): string {
  const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const [action] = sipConf.actions?.(viewOf(source), all, [], ['source.fixAll']) ?? [];
  return applyEdits(source, action?.edit?.changes?.[`${folder}sip.conf`] ?? []);
}

describe('fix all', () => {
  it('fixes what every rule with a preferred fix shows as its bad example', () => {
    let mended = 0;
    for (const rule of sipConf.rules()) {
      const fixed = fixedAll(rule.bad);
      if (fixed === rule.bad) continue;
      mended++;
      const codes = sipConf.check(viewOf(fixed)).map(diagnostic => diagnostic.code);
      expect(codes, rule.code).not.toContain(rule.code);
    }
    expect(mended).toBeGreaterThan(0);
  });

  it('offers nothing for a file without such problems, and only when asked', () => {
    const view = viewOf('[general]\n');
    const all = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
    expect(sipConf.actions?.(view, all, [], ['source.fixAll'])).toEqual([]);
    const broken = viewOf('[general]\ninsecure=port, invite\n');
    const kinds = sipConf.actions?.(broken, all, [], undefined).map(action => action.kind);
    expect(kinds).not.toContain('source.fixAll');
    expect(sipConf.actions?.(broken, all, [], ['refactor'])).toEqual([]);
  });
});

describe('quick fixes', () => {
  it('never lead to a text in which the same rule speaks at the same place with the same words', () => {
    let tried = 0;
    for (const rule of sipConf.rules()) {
      const view = viewOf(rule.bad);
      const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
      const before = sipConf.check(view);
      for (const action of sipConf.actions?.(view, all, before, ['quickfix']) ?? []) {
        const cause = action.diagnostics?.[0];
        const edits = action.edit?.changes?.[view.uri] ?? [];
        if (cause === undefined) continue;
        tried++;
        const after = sipConf.check(viewOf(applyEdits(rule.bad, edits)));
        const isSame = after.some(
          one =>
            one.code === cause.code &&
            one.message === cause.message &&
            one.range.start.line === cause.range.start.line,
        );
        expect(isSame, `${action.title} for ${cause.code}`).toBe(false);
      }
    }
    expect(tried).toBeGreaterThan(0);
  });
});
