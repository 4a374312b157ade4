import { expect, it } from 'vitest';
import { branches } from '../../server/languages/asterisk/config/branch.ts';
import {
  allOptions,
  branchOf,
  defaultIn,
  existsIn,
  optionFacts,
} from '../../server/languages/asterisk/sip-conf/facts/facts.ts';

it('knows defaults by branch', () => {
  const always = optionFacts('alwaysauthreject');
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
  const directMedia = optionFacts('canreinvite');
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
