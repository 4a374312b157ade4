import { expect, it } from 'vitest';
import type { SectionPlace } from '../../server/languages/asterisk/config/entry.ts';
import { Findings } from '../../server/languages/asterisk/config/findings.ts';
import { parseConfig } from '../../server/languages/asterisk/config/parser.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';

it('shows what several owners found with the place of one that is still there', () => {
  const [rule] = sipConf.rules;
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
