import { afterEach, describe, expect, test } from 'vitest';
import { contentOf } from '../../server/workspace/files.ts';
import { runCli } from './fakeIo.ts';

const broken = '[general]\ncontext=public\n\n[alice]\ntype=frend\nhost=dynamic\n';
const fine = '[general]\ncontext=public\nallowguest=no\n';

test('JSON has the form of the contract, and an error makes the status 1', async () => {
  const { out, err, code } = await runCli(['check', 'sip.conf', '--format', 'json'], { 'sip.conf': broken });
  const report: {
    files: { diagnostics: object[] }[];
    summary: Record<string, number>;
  } = JSON.parse(out);
  expect(report).toMatchObject({
    files: [{ file: 'sip.conf', language: 'sip-conf' }],
    summary: { files: 1 },
  });
  expect(report.files[0]?.diagnostics).toContainEqual(
    expect.objectContaining({
      code: 'sip-conf/missing-type',
      severity: 'error',
      message: expect.stringContaining('frend'),
      range: {
        start: { line: 4, character: 5 },
        end: { line: 4, character: 10 },
      },
      source: 'SIP Workbench',
    }),
  );
  expect(report.summary.error).toBe(1);
  expect(err).toBe('');
  expect(code).toBe(1);
});

test('included files are reported under their own names, and a folder reports each file once', async () => {
  const files = {
    'sip.conf': `${fine}#include "sip.d/*.conf"\n`,
    'sip.d/sip_a.conf': broken,
    'sip.d/b.conf': '[b]\nhost=x\n',
  };
  const names = async (...args: string[]): Promise<string[]> => {
    const { out } = await runCli(['check', '--format', 'json', ...args], files);
    const { files: checked }: { files: { file: string }[] } = JSON.parse(out);
    return checked.map(({ file }) => file);
  };
  expect(await names('sip.conf')).toEqual(['sip.conf', 'sip.d/b.conf', 'sip.d/sip_a.conf']);
  expect(await names('/etc/asterisk/sip.conf')).toEqual([
    '/etc/asterisk/sip.conf',
    '/etc/asterisk/sip.d/b.conf',
    '/etc/asterisk/sip.d/sip_a.conf',
  ]);
  expect(await names('.')).toEqual(['sip.conf', 'sip.d/b.conf', 'sip.d/sip_a.conf']);
  expect(await names('sip.d/sip_a.conf', 'sip.conf')).toEqual([
    'sip.conf',
    'sip.d/b.conf',
    'sip.d/sip_a.conf',
  ]);
});

test('OpenSIPS looks for an included file beside the one that names it as well', async () => {
  const { out } = await runCli(['check', 'opensips.cfg', '--format', 'json'], {
    'opensips.cfg': 'include_file "routes/all.cfg"\n',
    'routes/all.cfg': 'include_file "one.cfg"\n',
    'routes/one.cfg': 'route { exit; }\n',
  });
  const { files }: { files: { file: string }[] } = JSON.parse(out);
  expect(files.map(({ file }) => file)).toEqual(['opensips.cfg', 'routes/all.cfg', 'routes/one.cfg']);
});

test('the language comes from the name, from --language, or is asked for', async () => {
  expect(await runCli(['check', 'x.txt'], { 'x.txt': broken })).toMatchObject({
    code: 2,
    out: '',
    err: 'sip-workbench: x.txt: neither the name nor the first lines show the language; set it with --language\n',
  });
  expect(
    (
      await runCli(['check', '--language', 'sip-conf', 'x.txt'], {
        'x.txt': broken,
      })
    ).code,
  ).toBe(1);
  expect(
    (
      await runCli(['check', '--language', 'toml', 'x.txt'], {
        'x.txt': broken,
      })
    ).code,
  ).toBe(2);
});

test('standard input is read under the name it stands for, with what lies beside it', async () => {
  const files = { 'extra.conf': broken };
  const { out, code } = await runCli(
    ['check', '-', '--stdin-filename', 'sip.conf', '--format', 'json'],
    files,
    `${fine}#include extra.conf\n`,
  );
  expect(JSON.parse(out)).toMatchObject({
    files: [{ file: 'sip.conf', diagnostics: [] }, { file: 'extra.conf' }],
  });
  expect(code).toBe(1);
});

test('a file that cannot be read or is not a text is one line on standard error and status 2', async () => {
  expect(await runCli(['check', 'gone.conf'])).toEqual({
    out: '',
    err: 'sip-workbench: gone.conf: no such file or folder\n',
    code: 2,
    files: new Map(),
  });
  const ran = await runCli(['check', 'sip.conf'], { 'sip.conf': 'a\u0000b' });
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('sip.conf: This file is binary.');
  const both = await runCli(['check', 'gone.conf', 'sip.conf'], {
    'sip.conf': broken,
  });
  expect(both.code).toBe(2);
  expect(both.out).toContain('missing-type');
});

test('a file that is too long is refused with its name, and the others are checked', async () => {
  const many = {
    'sip.conf': ' [a]\r'.repeat(250_001),
    'pjsip.conf': '\n'.repeat(1_000_001),
    'users.txt': 'version:1\n'.repeat(2_000_001),
    'opensips.cfg': '\n'.repeat(500_001),
    'flexisip.conf': 'a\r'.repeat(500_001),
    'one.opensips.cfg': `route{${'$x = 12;'.repeat(600_000)}}`,
    'a.siptrace': 'OPTIONS sip:a@b SIP/2.0\n'.repeat(200_001),
  };
  const ran = await runCli(['check', ...Object.keys(many), 'b/pjsip.conf'], {
    ...many,
    'b/pjsip.conf': '[a]\n',
  });
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('sip.conf: This file has more than 250,000 sections. ');
  expect(ran.err).toContain('pjsip.conf: This file has more than 1,000,000 lines. ');
  expect(ran.err).toContain('users.txt: This file has more than 2,000,000 lines. ');
  for (const name of ['opensips.cfg', 'flexisip.conf'])
    expect(ran.err).toContain(`${name}: This file has more than 500,000 lines. `);
  expect(ran.err).toContain('one.opensips.cfg: This file has more than 3,000,000 words and signs. ');
  expect(ran.err).toContain('a.siptrace: This file has more than 200,000 messages. ');
  expect(ran.out).toContain('b/pjsip.conf');
});

test('wrong usage is status 2, help and version are status 0', async () => {
  expect((await runCli(['check'])).code).toBe(2);
  expect(
    (
      await runCli(['check', 'sip.conf', '--format', 'xml'], {
        'sip.conf': fine,
      })
    ).code,
  ).toBe(2);
  expect(
    (
      await runCli(['check', 'sip.conf', '--max-problems', 'x'], {
        'sip.conf': fine,
      })
    ).code,
  ).toBe(2);
  expect((await runCli(['chek'])).err).toContain("unknown command 'chek'");
  expect((await runCli(['check', '--help'])).code).toBe(0);
  expect((await runCli(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('--max-problems limits what is listed and not what is counted', async () => {
  const { out, code } = await runCli(['check', 'sip.conf', '--max-problems', '1', '--format', 'json'], {
    'sip.conf': `${broken}[bob]\ntype=nobody\n`,
  });
  const report: {
    files: { diagnostics: object[] }[];
    summary: { error: number };
  } = JSON.parse(out);
  expect(report.files[0]?.diagnostics).toHaveLength(1);
  expect(report.summary.error).toBe(2);
  expect(code).toBe(1);
});

test('the version of the server decides', async () => {
  const codes = async (version: string): Promise<string> =>
    (await runCli(['check', 'sip.conf', '--asterisk', version, '--format', 'json'], { 'sip.conf': fine }))
      .out;
  expect(await codes('21')).not.toBe(await codes('20'));
});

test('the pretty report cannot be used to write to the terminal', async () => {
  const { out } = await runCli(['check', 'sip.conf'], {
    'sip.conf': '[a]\ntype=\u001b[2Jfriend\n',
  });
  expect(out).not.toContain('\u001b');
  expect(out).toMatch(/1 file checked: .*\.\n$/);
});

test('GitHub gets workflow commands, and no message can begin another', async () => {
  const { out } = await runCli(['check', 'sip.conf', '--format', 'github'], {
    'sip.conf': broken,
  });
  expect(out).toMatch(
    /^::error file=sip\.conf,line=5,endLine=5,col=6,endColumn=11,title=sip-conf\/missing-type::/m,
  );
  for (const line of out.trimEnd().split('\n')) expect(line).toMatch(/^::(error|warning|notice) /);
});

test('GitHub gets names of files with the marks of its commands escaped', async () => {
  const name = 'a,b:c%d/sip.conf';
  const { out } = await runCli(['check', name, '--format', 'github'], {
    [name]: broken,
  });
  expect(out).toMatch(/^::error file=a%2Cb%3Ac%25d\/sip\.conf,line=5,/m);
  expect(out).not.toContain('a,b');
});

test('SARIF names rules, places and levels', async () => {
  const { out } = await runCli(['check', 'sip.conf', '--format', 'sarif'], {
    'sip.conf': broken,
  });
  const log: {
    version: string;
    runs: {
      tool: { driver: { rules: { id: string; helpUri: string }[] } };
      results: { ruleId: string; ruleIndex: number }[];
    }[];
  } = JSON.parse(out);
  const [run] = log.runs;
  expect(log.version).toBe('2.1.0');
  expect(run?.results).toContainEqual(
    expect.objectContaining({
      ruleId: 'sip-conf/missing-type',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'sip.conf' },
            region: { startLine: 5, startColumn: 6, endLine: 5, endColumn: 11 },
          },
        },
      ],
    }),
  );
  for (const { ruleId, ruleIndex } of run?.results ?? [])
    expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
});

test('a word that is not a version is wrong usage', async () => {
  for (const version of ['banana', '0', '-1', '20;']) {
    const ran = await runCli(['check', 'sip.conf', `--asterisk=${version}`], {
      'sip.conf': fine,
    });
    expect(ran.err).toContain('Write a version such as 20 or 1.8.');
    expect(ran.code).toBe(2);
  }
  expect(
    (
      await runCli(['check', 'sip.conf', '--asterisk=20.5.0-rc1'], {
        'sip.conf': fine,
      })
    ).code,
  ).toBe(0);
});

test('without paths, the current folder is checked', async () => {
  expect((await runCli(['check'], { 'sip.conf': broken })).out).toContain('sip-conf/missing-type');
});

test('a folder in which nothing can be checked is said to be so', async () => {
  const ran = await runCli(['check', 'empty'], {
    'empty/notes.txt': 'nothing',
  });
  expect(ran).toMatchObject({ out: '', code: 0 });
  expect(ran.err).toBe('sip-workbench: empty: no file in this folder has a name that shows its language\n');
});

test('an included file that is binary is named', async () => {
  const ran = await runCli(['check', 'sip.conf'], {
    'sip.conf': `${fine}#include "other.conf"\n`,
    'other.conf': '\u0000',
  });
  expect(ran.err).toContain('sip.conf: other.conf: This file is binary.');
  expect(ran.code).toBe(2);
});

test('files that include each other give each message once', async () => {
  const ran = await runCli(['check', 'sip.conf', '--format', 'github'], {
    'sip.conf': `${fine}#include "sip_b.conf"\n`,
    'sip_b.conf': '#include "sip.conf"\n[phone](!)\n',
  });
  const lines = ran.out.trim().split('\n');
  expect(lines.length).toBeGreaterThan(2);
  expect(new Set(lines).size).toBe(lines.length);
});

test('a file is a relative URI in SARIF below the folder of the run, and a whole one elsewhere', async () => {
  const names = {
    'sip_a#1?.conf': 'sip_a%231%3F.conf',
    'sip-a:b.conf': 'sip-a%3Ab.conf',
    'sip_100%.conf': 'sip_100%25.conf',
    'sip_\\[é].conf': 'sip_%5C%5B%C3%A9%5D.conf',
    'a b/sip.conf': 'a%20b/sip.conf',
    '/etc/asterisk/sip.conf': 'sip.conf',
    '/srv/sip.conf': 'file:///srv/sip.conf',
  };
  for (const [name, uri] of Object.entries(names)) {
    const files = { [name]: broken };
    const { out } = await runCli(['check', name, '--format', 'sarif'], files);
    const uris = [...out.matchAll(/"uri": "(.*)"/g)].map(match => match[1]);
    expect(new Set(uris)).toEqual(new Set([uri]));
  }
});

test('SARIF tells where the other place of a duplicate is, and what every rule says', async () => {
  const { out } = await runCli(['check', 'sip.conf', '--format', 'sarif'], {
    'sip.conf': `${fine}; sip-workbench-ignore sip-conf/no-such-rule: old\n[general]\nbindport=5061\n`,
  });
  const [run] = JSON.parse(out).runs;
  expect(run.columnKind).toBe('utf16CodeUnits');
  expect(run.results).toContainEqual(
    expect.objectContaining({
      ruleId: 'sip-conf/second-general',
      relatedLocations: [
        {
          id: 0,
          message: { text: expect.any(String) },
          physicalLocation: {
            artifactLocation: { uri: 'sip.conf' },
            region: { startLine: 1, startColumn: 2, endLine: 1, endColumn: 9 },
          },
        },
      ],
    }),
  );
  for (const rule of run.tool.driver.rules) {
    expect(rule).toEqual({
      id: expect.stringMatching(/^(sip-conf|workbench)\//),
      shortDescription: { text: expect.any(String) },
      fullDescription: {
        text: expect.any(String),
        markdown: expect.any(String),
      },
      help: { text: expect.any(String), markdown: expect.any(String) },
      helpUri: expect.stringMatching(/^https:.*\.md$/),
      defaultConfiguration: {
        level: expect.stringMatching(/^(error|warning|note)$/),
      },
      properties: { tags: [expect.any(String)] },
    });
  }
});

test('a name of a file is one line on standard error whatever is in it', async () => {
  const { err, code } = await runCli(['check', 'a\nb\u001b.conf']);
  expect(err).toBe('sip-workbench: a b\\u001b.conf: no such file or folder\n');
  expect(code).toBe(2);
});

test('rules have the severity that the command line gives them', async () => {
  const codes = async (...rules: string[]): Promise<string> => {
    const options = rules.flatMap(rule => ['--rule', rule]);
    const { out, code } = await runCli(['check', 'sip.conf', '--format', 'json', ...options], {
      'sip.conf': broken,
    });
    const { files }: { files: { diagnostics: { code: string; severity: string }[] }[] } = JSON.parse(out);
    const found = files.flatMap(({ diagnostics }) => diagnostics);
    return [...found.map(one => `${one.code} ${one.severity}`), code].join(' | ');
  };
  const guests = 'sip-conf/guest-calls-allowed';
  const type = 'sip-conf/missing-type';
  expect(await codes()).toBe(`${guests} warning | ${type} error | 1`);
  expect(await codes(`${type}=hint`, `${guests}=off`)).toBe(`${type} hint | 0`);
  expect(await codes(`${type}=warning`, `${guests}=error`, `${type}=off`)).toBe(`${guests} error | 1`);
});

test('a rule or severity that does not exist is wrong usage', async () => {
  for (const [rule, reason] of [
    ['sip-conf/no-such-rule=off', 'there is no rule sip-conf/no-such-rule.'],
    ['sip-conf/missing-typ=off', 'Did you mean sip-conf/missing-type?'],
    ['sip-conf/missing-type', 'Write CODE=SEVERITY with one of error, warning, information, hint, off.'],
    ['sip-conf/missing-type=loud', 'Write CODE=SEVERITY'],
  ]) {
    const ran = await runCli(['check', 'sip.conf', `--rule=${rule}`], {
      'sip.conf': broken,
    });
    expect(ran.err).toContain(reason);
    expect(ran.code).toBe(2);
  }
});

test('a text in UTF-16 is detected from a binary file', async () => {
  for (const mark of ['', '\uFEFF']) {
    const bytes = [...`${mark}${fine}`].flatMap(sign => [sign.charCodeAt(0) & 255, sign.charCodeAt(0) >> 8]);
    const swapped = bytes.map((_, index) => bytes[index ^ 1] ?? 0);
    for (const text of [bytes, swapped]) {
      const content = contentOf(new Uint8Array(text));
      expect(content).toEqual({
        kind: 'unreadable',
        reason: expect.stringContaining('UTF-16'),
      });
    }
  }
  expect(contentOf(new Uint8Array([1, 0, 0, 0, 2, 0, 0, 0]))).toMatchObject({
    reason: expect.stringContaining('binary'),
  });
});

test.each([
  [['--fail-on', 'warning'], 1],
  [['--fail-on', 'error'], 0],
  [['--max-warnings', '0'], 1],
  [['--max-warnings', '9'], 0],
])('a warning with %s exits with %i', async (options, status) => {
  const files = { 'sip.conf': '[general]\ncontext=public\n' };
  expect((await runCli(['check', ...options, 'sip.conf'], files)).code).toBe(status);
});

test('--quiet leaves out what is less than an error, and still counts it', async () => {
  const { out } = await runCli(['check', '--quiet', '--format', 'json', 'sip.conf'], { 'sip.conf': broken });
  const { files, summary } = JSON.parse(out);
  const severities = files[0].diagnostics.map((found: { severity: string }) => found.severity);
  expect(new Set(severities)).toEqual(new Set(['error']));
  expect(summary.warning).toBeGreaterThan(0);
});

test('--ignore-unknown passes over a file of no known language', async () => {
  const files = { 'notes.txt': 'hello\n', 'sip.conf': fine };
  expect((await runCli(['check', 'notes.txt', 'sip.conf'], files)).code).toBe(2);
  expect((await runCli(['check', '--ignore-unknown', 'notes.txt', 'sip.conf'], files)).code).toBe(0);
});

test('JUnit has a failed case for each problem, and no character that XML cannot hold', async () => {
  const { out } = await runCli(['check', '--format', 'junit', 'sip.conf'], {
    'sip.conf': '[general]\nallowguest=no\n[a"<\u0001]\ntype=frend\n',
  });
  expect(out).toMatch(
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="SIP Workbench" tests="\d+" failures="\d+"/,
  );
  expect(out).toContain('<failure type="error"');
  expect(out).toContain('&quot;');
  expect(out).not.toContain('\u0001');
});

test('Code Climate tells equal problems apart, and keeps a fingerprint when lines above change', async () => {
  const twice = `${fine}[a]\ntype=frend\n[a]\ntype=frend\n`;
  const prints = async (text: string): Promise<string[]> => {
    const { out } = await runCli(['check', '--format', 'codeclimate', 'sip.conf'], { 'sip.conf': text });
    return JSON.parse(out).map((issue: { fingerprint: string }) => issue.fingerprint);
  };
  const found = await prints(twice);
  expect(new Set(found).size).toBe(found.length);
  expect(await prints(`; a comment\n\n${twice}`)).toEqual(found);
});

test('a file of a folder below is judged as a part of the file that includes it, whatever its name', async () => {
  const files = {
    'sip.conf': `${fine}\n[phone](!)\ntype=friend\nhost=dynamic\n\n#include "sip.d/berlin/*.conf"\n`,
    'sip.d/berlin/desk.conf': '[201](phone)\nsecret=Kx7-pq9-Lw2-v\n',
    'sip.d/berlin/sip_lab.conf': '[202](phone)\nsecret=Kx7-pq9-Lw2-w\n',
    'sip.d/other/desk.conf': '[203](phone)\n',
  };
  for (const name of ['sip.d/berlin/desk.conf', 'sip.d/berlin/sip_lab.conf']) {
    const { out, err, code } = await runCli(['check', name, '--format', 'json'], files);
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ files: [{ file: name, language: 'sip-conf' }] });
  }
  const alone = await runCli(['check', 'sip.d/other/desk.conf'], files);
  expect(alone.err).toMatch(/neither the name nor the first lines show the language/);
});

test('says for which version it judged when that one is not known by itself', async () => {
  const files = { 'sip.conf': fine, 'flexisip.conf': '[global]\naliases=a.example.org\n' };
  const said = 'Asterisk 19 is treated as branch 18, the nearest earlier branch known here.';
  const pretty = await runCli(['check', 'sip.conf', '--asterisk', '19.8'], files);
  expect(pretty.out).toContain(said.replace('19', '19.8'));
  const json = await runCli(['check', 'sip.conf', '--asterisk', '19', '--format', 'json'], files);
  expect(JSON.parse(json.out)).toMatchObject({ notes: [said] });
  const github = await runCli(['check', 'sip.conf', '--asterisk', '19', '--format', 'github'], files);
  expect(github.err).toContain(said);
  const known = await runCli(['check', 'sip.conf', '--asterisk', '18.20', '--format', 'json'], files);
  expect(JSON.parse(known.out)).not.toHaveProperty('notes');
  const oldest = await runCli(['check', 'sip.conf', '--asterisk', '1.2'], files);
  expect(oldest.out).toContain('Asterisk 1.2 is treated as branch 1.4, the oldest branch known here.');
  const guessed = await runCli(['check', 'flexisip.conf'], files);
  expect(guessed.out).toMatch(/^Checked as Flexisip 2\.\d+\. No version is selected/m);
  const other = { 'flexisip-old.conf': '[module::Router]\nfork-late=true\n', 'sip.conf': fine };
  const several = await runCli(['check', '--asterisk', '19'], other);
  expect(several.out).toMatch(/^flexisip-old\.conf: Checked as Flexisip/m);
  expect(several.out).toContain(`sip.conf: ${said}`);
});

test('a project file sets versions, rules and languages for editors and the command line; options override it', async () => {
  const files = {
    'pbx/sip-workbench.json': JSON.stringify({
      versions: { asterisk: '1.4' },
      rules: { 'sip-conf/missing-type': 'hint' },
      files: { '*.j2': { language: 'sip-conf' } },
    }),
    'pbx/etc/sip.conf': broken,
    'pbx/etc/phones.j2': broken,
  };
  const severities = async (...args: string[]): Promise<string[]> => {
    const { out } = await runCli(['check', '--format', 'json', ...args], files);
    const report: { files: { file: string; diagnostics: { code: string; severity: string }[] }[] } =
      JSON.parse(out);
    return report.files.flatMap(({ file, diagnostics }) =>
      diagnostics
        .filter(({ code }) => code === 'sip-conf/missing-type')
        .map(({ severity }) => `${file} ${severity}`),
    );
  };
  expect(await severities('pbx')).toEqual(['pbx/etc/phones.j2 hint', 'pbx/etc/sip.conf hint']);
  expect(await severities('pbx/etc/phones.j2')).toEqual(['pbx/etc/phones.j2 hint']);
  expect(await severities('--language', 'opensips-cfg', 'pbx')).toEqual([]);
  expect(await severities('--rule', 'sip-conf/missing-type=warning', 'pbx/etc/sip.conf')).toEqual([
    'pbx/etc/sip.conf warning',
  ]);
  expect(await severities('--project', 'pbx/sip-workbench.json', 'pbx/etc/sip.conf')).toEqual([
    'pbx/etc/sip.conf hint',
  ]);
  const branch = await runCli(['check', '--asterisk', '20', 'pbx/etc/sip.conf'], files);
  const own = await runCli(['check', 'pbx/etc/sip.conf'], files);
  expect(branch.out).not.toBe(own.out);
});

test('a project file that cannot be used is said, and the status is 2', async () => {
  const files = { 'sip.conf': fine, 'sip-workbench.json': '{"rulez": {}}' };
  const nearest = await runCli(['check', 'sip.conf'], files);
  expect(nearest.err).toContain(
    'sip-workbench.json: the file: "rulez" is not known here. Did you mean "rules"?',
  );
  expect(nearest.code).toBe(2);
  const named = await runCli(['check', '--project', 'sip-workbench.json', 'sip.conf'], files);
  expect(named.err).toContain('sip-workbench.json: the file: "rulez" is not known here');
  expect(named.code).toBe(2);
});

describe('what a script does not tell about its server', () => {
  const script = (lines: string) => `loadmodule "proto_udp.so"\n${lines}route {\n\texit;\n}\n`;
  const installed: Record<string, string> = {};
  const codes = async (text: string, ...args: string[]): Promise<string[]> => {
    const { out } = await runCli(
      ['check', '--format', 'json', '--opensips', '3.6', ...args, 'opensips.cfg'],
      {
        'opensips.cfg': text,
        ...installed,
      },
    );
    const { files }: { files: { diagnostics: { code: string }[] }[] } = JSON.parse(out);
    return files.flatMap(file => file.diagnostics.map(({ code }) => code.replace('opensips-cfg/', '')));
  };

  test('sockets in the arguments of the service', async () => {
    expect(await codes(script(''))).toEqual(['no-socket']);
    expect(await codes(script(''), '--opensips-arguments', '-l udp:192.0.2.10:5060')).toEqual([]);
    expect(await codes(script(''), '--opensips-arguments', '-ludp:192.0.2.10')).toEqual([]);
    expect(await codes(script(''), '--opensips-arguments', '-m 64')).toEqual(['no-socket']);
  });

  test('a preprocessor in the arguments of the service', async () => {
    const open = script('socket=SOCKET_OF_HOST\n');
    expect(await codes(open)).toEqual(['old-syntax']);
    expect(await codes(open, '--opensips-arguments', '-p /usr/bin/m4')).toEqual([]);
  });

  test('modules that the user has built', async () => {
    const own = 'socket=udp:127.0.0.1:5060\nmpath="/modules/"\nloadmodule "rtpproxy2.so"\n';
    const text = `${script(own)}route[a] {\n\tmy_function("a");\n}\n`;
    expect(await codes(text)).toEqual(expect.arrayContaining(['unknown-module', 'unknown-function']));
    expect(await codes(text, '--opensips-modules', 'other rtpproxy2')).toEqual([]);
  });

  describe('modules in the folder of the script', () => {
    const text = (load: string) =>
      script(`socket=udp:127.0.0.1:5060\nmpath="/srv/modules/"\nloadmodule "${load}"\n`);
    afterEach(() => {
      for (const path of Object.keys(installed)) delete installed[path];
    });

    test('a file there is known to exist, whatever its name', async () => {
      installed['/srv/modules/rtpproxy2.so'] = '';
      expect(await codes(text('rtpproxy2.so'))).toEqual([]);
      expect(await codes(text('rtpproxy3.so'))).toEqual(['unknown-module']);
      expect(await codes(text('/srv/modules/rtpproxy2.so'))).toEqual([]);
    });

    test('a module in a folder of its own, as in the source', async () => {
      installed['/srv/modules/rtpproxy2/rtpproxy2.so'] = '';
      expect(await codes(text('rtpproxy2/rtpproxy2.so'))).toEqual([]);
    });

    test('a folder that cannot be read proves nothing', async () => {
      expect(await codes(text('billing.so'))).toEqual(['unknown-module']);
    });
  });

  test('functions and parameters that the user has added', async () => {
    const own =
      'socket=udp:127.0.0.1:5060\nmpath="/modules/"\nloadmodule "tm.so"\nmodparam("tm", "my_timer", 5)\n';
    const text = `${script(own)}route[a] {\n\tt_relay2("a");\n\tlog_it();\n}\n`;
    expect(await codes(text)).toEqual(
      expect.arrayContaining(['unknown-parameter', 'unknown-function', 'unknown-function']),
    );
    const named = ['--opensips-functions', 'tm.t_relay2, log_it', '--opensips-parameters', 'tm.my_timer'];
    const without = ['unused-route', 'missing-max-forwards-check'];
    expect((await codes(text, ...named)).filter(code => !without.includes(code))).toEqual([]);
    const anywhere = ['--opensips-functions', 't_relay2 log_it', '--opensips-parameters', 'my_timer'];
    expect((await codes(text, ...anywhere)).filter(code => !without.includes(code))).toEqual([]);
    const other = ['--opensips-functions', 'sl.t_relay2 log_it', '--opensips-parameters', 'sl.my_timer'];
    expect((await codes(text, ...other)).filter(code => !without.includes(code)).sort()).toEqual([
      'unknown-function',
      'unknown-parameter',
    ]);
  });
});
