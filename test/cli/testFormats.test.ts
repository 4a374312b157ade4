import { expect, it } from 'vitest';
import { testsJson } from '../../server/cli/formats/testsJson.ts';
import { testsJunit } from '../../server/cli/formats/testsJunit.ts';
import { testsPretty } from '../../server/cli/formats/testsPretty.ts';
import type { TestedTests, TestsFormat } from '../../server/cli/formats/testsReport.ts';

const range = { start: { line: 2, character: 4 }, end: { line: 2, character: 30 } };
const sentence = 'Asterisk answers 401.';
const decided = {
  title: 'Challenge',
  detail: 'It has a secret.',
  config: [
    { file: 'file:///etc/sip.conf', line: 6 },
    { file: 'file:///etc/users.conf', line: 0 },
  ],
};

const results: readonly TestedTests[] = [
  {
    file: 'a.siptest.json',
    tests: [
      { name: 'met', range, failures: [] },
      {
        name: 'not <met>',
        range,
        failures: [
          { path: 'finalCode', expected: 200, actual: 401, sentence, decided, question: 'the time' },
          { path: 'matched', expected: 'mia', actual: undefined, sentence, decided, question: 'the time' },
        ],
      },
      {
        name: 'undecided',
        range,
        failures: [
          { path: 'exten', expected: null, actual: '7', sentence, decided: undefined, question: undefined },
        ],
      },
    ],
    shown: uri => uri.replace('file:///etc/', ''),
  },
  {
    file: 'b&c.siptest.json',
    tests: [{ name: 'bad\u001b', range, failures: [], problem: 'No\u001b such file.' }],
    shown: uri => uri,
  },
];

function textOf(format: TestsFormat, files: readonly TestedTests[] = results, hasColors = false): string {
  return [...format(files, hasColors)].join('');
}

it('for people, a report has a mark for each test, and below it what differs and why', () => {
  expect(textOf(testsPretty)).toBe(`a.siptest.json
  ✓ met
  ✗ not <met>
      finalCode: expected 200, got 401
      matched: expected "mia", got nothing
      depends on the time, which "assume" can answer
      Asterisk answers 401.
      decided at sip.conf:7, users.conf:1: Challenge. It has a secret.
  ✗ undecided
      exten: expected null, got "7"
      Asterisk answers 401.

b&c.siptest.json
  ✗ bad\\u001b
      No\\u001b such file.

1 passed, 3 failed.
`);
});

it('for people, a report has colors where they are wanted, and is empty without tests', () => {
  const [{ tests = [], file = '', shown = String } = {}] = results;
  const text = textOf(testsPretty, [{ file, shown, tests: tests.slice(0, 2) }], true);
  expect(text).toContain('\u001b[1ma.siptest.json\u001b[0m\n  \u001b[32m✓\u001b[0m met\n');
  expect(text).toContain('\n  \u001b[31m✗\u001b[0m not <met>\n      finalCode');
  expect(textOf(testsPretty, [])).toBe('');
});

it('in JUnit, each file is a suite and each test a case, failed by what differs', () => {
  expect(textOf(testsJunit)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="SIP Workbench" tests="4" failures="3" errors="0">
  <testsuite name="a.siptest.json" tests="3" failures="2" errors="0">
    <testcase name="met" classname="a.siptest.json"/>
    <testcase name="not &lt;met&gt;" classname="a.siptest.json">
      <failure message="finalCode: expected 200, got 401">finalCode: expected 200, got 401
matched: expected &quot;mia&quot;, got nothing
depends on the time, which &quot;assume&quot; can answer
Asterisk answers 401.
decided at sip.conf:7, users.conf:1: Challenge. It has a secret.</failure>
    </testcase>
    <testcase name="undecided" classname="a.siptest.json">
      <failure message="exten: expected null, got &quot;7&quot;">exten: expected null, got &quot;7&quot;
Asterisk answers 401.</failure>
    </testcase>
  </testsuite>
  <testsuite name="b&amp;c.siptest.json" tests="1" failures="1" errors="0">
    <testcase name="bad\\u001b" classname="b&amp;c.siptest.json">
      <failure message="No\\u001b such file.">No\\u001b such file.</failure>
    </testcase>
  </testsuite>
</testsuites>
`);
});

it('in JSON, a report has every value, nothing as null, and paths as people write them', () => {
  const shownPlaces = [
    { file: 'sip.conf', line: 6 },
    { file: 'users.conf', line: 0 },
  ];
  const question = 'the time';
  const shownDecided = { ...decided, config: shownPlaces };
  expect(JSON.parse(textOf(testsJson))).toEqual({
    files: [
      {
        file: 'a.siptest.json',
        tests: [
          { name: 'met', line: 2, passed: true, failures: [] },
          {
            name: 'not <met>',
            line: 2,
            passed: false,
            failures: [
              { path: 'finalCode', expected: 200, actual: 401, sentence, question, decided: shownDecided },
              { path: 'matched', expected: 'mia', actual: null, sentence, question, decided: shownDecided },
            ],
          },
          {
            name: 'undecided',
            line: 2,
            passed: false,
            failures: [{ path: 'exten', expected: null, actual: '7', sentence }],
          },
        ],
      },
      {
        file: 'b&c.siptest.json',
        tests: [{ name: 'bad\u001b', line: 2, passed: false, problem: 'No\u001b such file.', failures: [] }],
      },
    ],
    summary: { passed: 1, failed: 3 },
  });
});
