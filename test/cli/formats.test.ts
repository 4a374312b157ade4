import { describe, expect, it } from 'vitest';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import { codeClimateFormat } from '../../server/cli/formats/codeClimate.ts';
import { githubFormat } from '../../server/cli/formats/github.ts';
import { jsonFormat } from '../../server/cli/formats/json.ts';
import { junitFormat } from '../../server/cli/formats/junit.ts';
import { prettyFormat } from '../../server/cli/formats/pretty.ts';
import type { CheckReport, ReportFormat } from '../../server/cli/formats/report.ts';
import { sarifFormat } from '../../server/cli/formats/sarif.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';

function finding(more: Partial<Diagnostic> = {}): Diagnostic {
  const range = { start: { line: 4, character: 5 }, end: { line: 4, character: 10 } };
  return {
    range,
    code: 'sip-conf/missing-type',
    severity: DiagnosticSeverity.Error,
    message: 'No type.',
    ...more,
  };
}

/** A report about files, each with what was found in it. */
function reportOf(
  files: Readonly<Record<string, readonly Diagnostic[]>>,
  summary: Partial<CheckReport['summary']> = {},
  notes: readonly string[] = [],
): CheckReport {
  return {
    files: Object.entries(files).map(([file, diagnostics]) => ({
      file,
      uri: `file:///etc/asterisk/${file}`,
      language: 'sip-conf',
      diagnostics,
    })),
    directory: 'file:///etc/asterisk',
    notes,
    isFixable: false,
    summary: { files: Object.keys(files).length, error: 0, warning: 0, information: 0, hint: 0, ...summary },
  };
}

function textOf(format: ReportFormat, report: CheckReport, hasColors = false): string {
  return [...format(report, hasColors)].join('');
}

describe('the report for people', () => {
  const found = [
    finding(),
    finding({ code: 'a/b', severity: DiagnosticSeverity.Warning, message: 'Odd.' }),
    finding({ severity: DiagnosticSeverity.Information, message: 'Old.', code: undefined as never }),
  ];

  it('lists the problems of a file with line and column from 1, and counts them', () => {
    const report = reportOf({ 'fine.conf': [], 'sip.conf': found }, { error: 1, warning: 2, information: 3 });
    expect(textOf(prettyFormat, report)).toBe(
      [
        'sip.conf',
        '      5:6  error        No type.  sip-conf/missing-type',
        '      5:6  warning      Odd.  a/b',
        '      5:6  information  Old.  ',
        '',
        '2 files checked: 1 error, 2 warnings, 3 information.',
        '',
      ].join('\n'),
    );
  });

  it('says when there is nothing to say, and for which version files were judged', () => {
    expect(textOf(prettyFormat, reportOf({ 'sip.conf': [] }))).toBe('1 file checked, no problems found.\n');
    expect(textOf(prettyFormat, reportOf({}))).toBe('');
    const report = reportOf({ 'sip.conf': [] }, { hint: 1 }, ['Judged for\u001b 20.']);
    expect(textOf(prettyFormat, report)).toBe('1 file checked: 1 hint.\nJudged for\\u001b 20.\n');
    expect(textOf(prettyFormat, { ...report, isFixable: true })).toContain(
      '1 hint.\nFixes that need no decision:',
    );
  });

  it('has colors where they are wanted, each of them ended', () => {
    const report = reportOf({ 'sip.conf': found.slice(0, 1) }, { error: 1 });
    expect(textOf(prettyFormat, report, true)).toBe(
      [
        '\u001b[1msip.conf\u001b[0m',
        '\u001b[2m      5:6\u001b[0m  \u001b[31merror      \u001b[0m  No type.  \u001b[2msip-conf/missing-type\u001b[0m',
        '',
        '1 file checked: \u001b[31m1 error\u001b[0m.',
        '',
      ].join('\n'),
    );
  });
});

describe('JUnit', () => {
  it('has one suite for each file, one failed case for each problem, and a passed one for a file without', () => {
    const report = reportOf({
      'fine.conf': [],
      'sip.conf': [finding(), finding({ severity: DiagnosticSeverity.Hint })],
    });
    expect(textOf(junitFormat, report)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="SIP Workbench" tests="3" failures="2" errors="0">
  <testsuite name="fine.conf" tests="1" failures="0" errors="0">
    <testcase name="no problems" classname="fine.conf"/>
  </testsuite>
  <testsuite name="sip.conf" tests="2" failures="2" errors="0">
    <testcase name="sip-conf/missing-type (line 5, column 6)" classname="sip.conf">
      <failure type="error" message="No type.">sip.conf, line 5, column 6</failure>
    </testcase>
    <testcase name="sip-conf/missing-type (line 5, column 6)" classname="sip.conf">
      <failure type="hint" message="No type.">sip.conf, line 5, column 6</failure>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  it('names a problem without a code by its place alone', () => {
    const { code: _code, ...bare } = finding();
    expect(textOf(junitFormat, reportOf({ 'sip.conf': [bare] }))).toContain('name=" (line 5, column 6)"');
  });

  it('keeps characters of two halves, and shows a half alone as a replacement', () => {
    const message = 'a😀b \ud83d \ude00 \ufffe & < > " \'';
    const text = textOf(junitFormat, reportOf({ 'sip.conf': [finding({ message })] }));
    expect(text).toContain('message="a😀b \ufffd \ufffd \ufffd &amp; &lt; &gt; &quot; &apos;"');
  });
});

describe('Code Climate', () => {
  it('tells what, where in lines from 1, and how bad', () => {
    const range = { start: { line: 4, character: 0 }, end: { line: 6, character: 0 } };
    const report = reportOf({
      'sip.conf': [finding({ range }), finding({ severity: DiagnosticSeverity.Hint, message: 'b\u001b' })],
    });
    expect(JSON.parse(textOf(codeClimateFormat, report))).toEqual([
      {
        type: 'issue',
        check_name: 'sip-conf/missing-type',
        description: 'No type.',
        categories: ['Bug Risk'],
        severity: 'critical',
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        location: { path: 'sip.conf', lines: { begin: 5, end: 7 } },
      },
      expect.objectContaining({ severity: 'info', description: 'b\\u001b' }),
    ]);
  });

  it('has another fingerprint for another file, rule or message, and for the second and third of equal problems', () => {
    const { code: _code, ...bare } = finding();
    const found = [
      finding(),
      finding(),
      finding(),
      finding({ message: 'b' }),
      finding({ code: 'a/b' }),
      bare,
    ];
    const issues = JSON.parse(textOf(codeClimateFormat, reportOf({ 'a.conf': found, 'b.conf': found })));
    const prints = issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    expect(new Set(prints).size).toBe(2 * found.length);
    expect(issues[5].check_name).toBe('');
  });
});

describe('GitHub', () => {
  it('gets columns only for a stretch of one line', () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 3 } };
    const { code: _code, ...bare } = finding({ severity: DiagnosticSeverity.Hint });
    expect(textOf(githubFormat, reportOf({ 'sip.conf': [finding({ range }), bare] }))).toBe(
      '::error file=sip.conf,line=1,endLine=2,title=sip-conf/missing-type::No type.\n' +
        '::notice file=sip.conf,line=5,endLine=5,col=6,endColumn=11,title=::No type.\n',
    );
  });

  it('gets a message of several lines as one command', () => {
    const report = reportOf({ 'sip.conf': [finding({ message: '100%\r\n::error::x' })] });
    expect(textOf(githubFormat, report)).toMatch(/::100%25%0D%0A::error::x\n$/);
  });
});

describe('JSON', () => {
  it('has everything that a diagnostic says, and what was counted', () => {
    const location = { uri: 'file:///etc/asterisk/a.conf', range: finding().range };
    const found = finding({
      source: 'SIP Workbench',
      codeDescription: { href: 'https://example.com/x.md' },
      relatedInformation: [{ location, message: 'Here.' }],
    });
    const { range } = found;
    const report = reportOf({ 'sip.conf': [found, finding()], 'b.conf': [] }, { error: 2 }, [
      'Judged for 20.',
    ]);
    expect(JSON.parse(textOf(jsonFormat, report))).toEqual({
      files: [
        {
          file: 'sip.conf',
          language: 'sip-conf',
          diagnostics: [
            {
              code: 'sip-conf/missing-type',
              severity: 'error',
              message: 'No type.',
              range,
              source: 'SIP Workbench',
              href: 'https://example.com/x.md',
              related: [{ uri: location.uri, range, message: 'Here.' }],
            },
            { code: 'sip-conf/missing-type', severity: 'error', message: 'No type.', range },
          ],
        },
        { file: 'b.conf', language: 'sip-conf', diagnostics: [] },
      ],
      summary: { files: 2, error: 2, warning: 0, information: 0, hint: 0 },
      notes: ['Judged for 20.'],
    });
  });

  it('has no notes when there are none', () => {
    expect(JSON.parse(textOf(jsonFormat, reportOf({})))).not.toHaveProperty('notes');
  });
});

describe('SARIF', () => {
  function run(...found: readonly Diagnostic[]) {
    const log = JSON.parse(textOf(sarifFormat, reportOf({ 'sip.conf': found })));
    expect(log).toMatchObject({ $schema: expect.stringContaining('sarif-2.1.0'), version: '2.1.0' });
    return log.runs[0];
  }

  it('says who reports, and describes each rule once, in the order of their codes', () => {
    const { tool, results } = run(finding({ code: 'sip-conf/unknown-option' }), finding(), finding());
    expect(tool.driver).toMatchObject({
      name: 'SIP Workbench',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      informationUri: expect.stringMatching(/^https:/),
    });
    const codes = ['sip-conf/missing-type', 'sip-conf/unknown-option'];
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(codes);
    const titles = codes.map(code => sipConf.rules().find(rule => rule.code === code)?.title);
    expect(
      tool.driver.rules.map(({ shortDescription }: { shortDescription: object }) => shortDescription),
    ).toEqual(titles.map(text => ({ text })));
    expect(results.map(({ ruleIndex }: { ruleIndex: number }) => ruleIndex)).toEqual([1, 0, 0]);
  });

  it('has a finding of no rule under a name of its own', () => {
    const { code: _code, ...bare } = finding();
    const { tool, results } = run(bare, finding({ code: 'x/y' }));
    expect(tool.driver.rules).toEqual([{ id: 'sip-workbench' }, { id: 'x/y' }]);
    expect(results[0]).toEqual({
      ruleId: 'sip-workbench',
      ruleIndex: 0,
      level: 'error',
      message: { text: 'No type.' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'sip.conf' },
            region: { startLine: 5, startColumn: 6, endLine: 5, endColumn: 11 },
          },
        },
      ],
    });
  });

  it('makes no link of a section and its templates', () => {
    const { results } = run(finding({ message: 'Section [phone](base) [x] (y).' }));
    expect(results[0].message.text).toBe('Section \\[phone](base) [x] (y).');
  });

  it('has a path from the folder of the run, however that one is written', () => {
    const report = { ...reportOf({ 'sip.conf': [finding()] }), directory: 'file:///etc/asterisk/' };
    expect(textOf(sarifFormat, report)).toContain('"uri": "sip.conf"');
    const other = { ...report, directory: 'file:///etc/aster' };
    expect(textOf(sarifFormat, other)).toContain('"uri": "file:///etc/asterisk/sip.conf"');
  });
});
