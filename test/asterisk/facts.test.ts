import { expect, it } from 'vitest';
import { branches } from '../../server/languages/asterisk/config/branch.ts';
import { describeOption } from '../../server/languages/asterisk/pjsip-conf/describe/describeOption.ts';
import {
  objectTypes,
  optionFacts,
  optionsOf,
  releaseOf,
} from '../../server/languages/asterisk/pjsip-conf/facts/facts.ts';
import {
  allOptions,
  branchOf,
  defaultIn,
  existsIn,
  optionFacts as sipOptionFacts,
} from '../../server/languages/asterisk/sip-conf/facts/facts.ts';

it('knows defaults by branch', () => {
  const always = sipOptionFacts('alwaysauthreject');
  expect(branches.map(branch => always && defaultIn(always, branch))).toEqual([
    'no',
    'no',
    ...Array(6).fill('yes'),
  ]);
});

it('takes the nearest older branch for a version', () => {
  expect(branchOf('20.5.2')).toEqual({ branch: '20', hasChanSip: true });
  expect(branchOf('19')).toEqual({ branch: '18', hasChanSip: true });
  expect(branchOf('1.6.1')).toEqual({ branch: '1.4', hasChanSip: true });
  expect(branchOf('21.0')).toEqual({ branch: '20', hasChanSip: false });
});

it('finds options by their aliases, in the branches that read them', () => {
  const directMedia = sipOptionFacts('canreinvite');
  expect(directMedia?.name).toBe('directmedia');
  expect(directMedia && existsIn(directMedia, '1.4', 'canreinvite')).toBe(true);
  expect(directMedia && existsIn(directMedia, '1.4', 'directmedia')).toBe(false);
});

it('describes each of the 255 options in one to three sentences', () => {
  const options = allOptions();
  expect(options).toHaveLength(255);
  for (const { name, description = '', security, risk } of options) {
    expect(description.length, name).toBeGreaterThan(20);
    expect(description.length, name).toBeLessThanOrEqual(420);
    if (security === true) expect(risk, name).toBeTruthy();
  }
});

it('describes every option of pjsip.conf, with a full sentence about its risk', () => {
  const options = objectTypes().flatMap(({ name }) => optionsOf(name));
  expect(options.length).toBeGreaterThan(300);
  for (const { type, name, description = '', risk } of options) {
    expect(description, `${type} ${name}`).toMatch(/^\S.{8,}/);
    if (risk !== undefined) expect(risk, `${type} ${name}`).toMatch(/^[A-Z].{20,}\.$/);
  }
  const risky = options.filter(({ risk }) => risk !== undefined).map(({ type, name }) => `${type} ${name}`);
  expect(risky).toEqual(
    expect.arrayContaining([
      'endpoint auth',
      'endpoint identify_by',
      'identify match_header',
      'transport bind',
    ]),
  );
});

it('shows the risk of an option of pjsip.conf above everything else', () => {
  const facts = optionFacts('endpoint', 'identify_by');
  const text = facts === undefined ? '' : describeOption(facts, releaseOf('20'));
  expect(text.split('\n\n')[1]).toMatch(/^\*\*Security:\*\* \*\*With username, /);
});

it('marks words of an option of pjsip.conf that a release does not know', () => {
  const facts = optionFacts('auth', 'auth_type');
  const values = (version: string) =>
    facts === undefined ? '' : /Values:\*\* (.*)/.exec(describeOption(facts, releaseOf(version)))?.[1];
  expect(values('18')).toBe('`userpass`, `md5`, `digest` (not in Asterisk 18), `google_oauth`');
  expect(values('20')).toBe('`userpass`, `md5`, `digest` (since 20.12.0), `google_oauth`');
  expect(values('23')).toBe('`userpass`, `md5`, `digest`, `google_oauth`');
});
