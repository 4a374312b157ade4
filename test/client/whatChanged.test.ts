import { expect, it } from 'vitest';
import { whatChanged } from '../../client/views/matching/whatChanged.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import type { ExplainAnswer } from '../../server/languages/explanation.ts';

function explained(text: string): ExplainAnswer {
  const root = 'file:///sip.conf';
  const tree = sipConf.parse(text);
  const project = { root, trees: new Map([[root, tree]]), resolve: () => [], companions: new Map() };
  const model = sipConf.model(project, { severities: {} }, undefined);
  const answer = sipConf.explain?.({ uri: root, tree, model }, { device: 'alice' });
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

const conf = '[general]\nallowguest=no\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kz7-pQ2m-x9Lw\n';

it('says nothing when an edit makes no difference', () => {
  expect(whatChanged(explained(conf), explained(conf.replace('[alice]', '; a comment\n[alice]')))).toBe(
    undefined,
  );
});

it('gives the result before the edits, and the steps that are new', () => {
  const changed = whatChanged(explained(conf), explained(conf.replace('secret=Kz7-pQ2m-x9Lw\n', '')));
  expect(changed?.text).toMatch(/^Before your edits: 401/);
  expect(changed?.steps.length).toBeGreaterThan(0);
});

it('gives the result before a device was lost', () => {
  const changed = whatChanged(explained(conf), explained(conf.replace('type=friend', 'type=frend')));
  expect(changed).toEqual({ text: expect.stringMatching(/^Before your edits: 401/), steps: [] });
});
