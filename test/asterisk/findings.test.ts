import { expect, it } from 'vitest';
import type { SectionPlace } from '../../server/languages/asterisk/config/entry.ts';
import { Findings } from '../../server/languages/asterisk/config/findings.ts';
import { parseConfig } from '../../server/languages/asterisk/config/parser.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';

it('shows the first findings of a habit in the order of the file, in whatever order they were found', () => {
  const rule = sipConf.rules().find(({ habit }) => habit === 'rule');
  const [section] = parseConfig('[a]\nx\n').sections;
  if (rule === undefined || section === undefined) throw new Error('nothing to find');
  const file = 'file:///etc/x/main.conf';
  const limits = { error: 1000, warning: 1000, information: 1000, hint: 1000 };
  const places = Array.from({ length: 60 }, (_, index) => ({ file, section: { ...section }, index }));
  const found = (place: SectionPlace) => [
    { rule, finding: { place, line: 1, start: 0, end: 1, message: 'Weak.' } },
  ];
  const indexes = () => findings.of(file, limits).map(({ finding }) => finding.place.index);
  const repeats = () => findings.of(file, limits).map(({ finding }) => finding.repeats)[0];
  const firstOf = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);

  const findings = new Findings();
  for (const place of [...places].reverse()) findings.put('section', place, found(place));
  expect(indexes()).toEqual(firstOf(21));
  expect(repeats()).toBe(60);

  for (const place of places.slice(30, 50)) {
    findings.put('section', place, found(place));
    expect(indexes()).toEqual(firstOf(21));
  }
  for (const place of places.slice(0, 3)) findings.drop('section', place);
  expect(indexes()).toEqual(firstOf(21, 3));
  expect(repeats()).toBe(57);

  for (const place of places.slice(0, 3)) findings.put('section', place, found(place));
  expect(indexes()).toEqual(firstOf(21));
  for (const place of places.slice(21)) findings.drop('section', place);
  expect(indexes()).toEqual(firstOf(21));
  expect(repeats()).toBeUndefined();
  for (const place of places.slice(20)) findings.drop('section', place);
  expect(indexes()).toEqual(firstOf(20));
});

it('shows the first findings of the file when there are too many', () => {
  const rule = sipConf.rules().find(({ habit }) => habit === undefined);
  const [section] = parseConfig('[a]\nx\n').sections;
  if (rule === undefined || section === undefined) throw new Error('nothing to find');
  const file = 'file:///etc/x/main.conf';
  const findings = new Findings();
  for (let index = 400; index >= 0; index--) {
    const place = { file, section: { ...section }, index };
    findings.put('section', place, [
      { rule, finding: { place, line: 1, start: 0, end: 1, message: 'Wrong.', severity: 'error' } },
    ]);
  }
  const limits = { error: 3, warning: 3, information: 3, hint: 3 };
  expect(findings.of(file, limits).map(({ finding }) => finding.place.index)).toEqual([0, 1, 2]);
});

it('shows what several owners found with the place of one that is still there', () => {
  const [rule] = sipConf.rules();
  const [section] = parseConfig('[a]\nx\n').sections;
  if (rule === undefined || section === undefined) throw new Error('nothing to find');
  const found = (place: SectionPlace) => [
    { rule, finding: { place, line: 1, start: 0, end: 1, message: 'Wrong.' } },
  ];
  const file = 'file:///etc/x/main.conf';
  const [old, now] = [
    { file, section, index: 7 },
    { file, section, index: 3 },
  ];
  const findings = new Findings();
  findings.put('section', old, found(old));
  findings.put('section', now, found(now));
  expect(findings.of(file).map(({ finding }) => finding.place)).toEqual([old]);
  findings.drop('section', old);
  expect(findings.of(file).map(({ finding }) => finding.place)).toEqual([now]);
  findings.drop('section', now);
  expect(findings.of(file)).toEqual([]);
});
