import { describe, expect, it } from 'vitest';
import {
  problemLog,
  readCheckOutput,
  readVersionOutput,
} from '../../server/languages/opensips/check/checkOutput.ts';

const at = (file: string, line: number) => ({ place: { file, line } });
const error = { severity: 'error', kind: 'finding', details: [] } as const;

describe('the output of opensips -C', () => {
  it('of 1.11 to 2.4 names file, line and column in words', () => {
    const output = [
      'Nov  3 10:11:12 [4711] ERROR:core:load_module: could not open module </modules/nosuch.so>: no such file',
      'Nov  3 10:11:12 [4711] CRITICAL:core:yyerror: parse error in config file /etc/opensips/opensips.cfg, line 7, column 13-14: failed to load module',
      'Nov  3 10:11:12 [4711] CRITICAL:core:yyerror: parse error in config file /etc/opensips/opensips.cfg, line 30, column 2-3: syntax error',
      "Nov  3 10:11:12 [4711] CRITICAL:core:yyerror: parse error in config file /etc/opensips/opensips.cfg, line 30, column 2-3: bad command: missing ';'?",
      'Nov  3 10:11:12 [4711] ERROR:core:main: bad config file (3 errors)',
      'Nov  3 10:11:12 [4711] NOTICE:core:main: Exiting....',
    ].join('\n');
    expect(readCheckOutput(output, true)).toEqual([
      {
        ...error,
        text: 'failed to load module',
        details: ['could not open module </modules/nosuch.so>: no such file'],
        ...at('/etc/opensips/opensips.cfg', 7),
      },
      { ...error, text: "bad command: missing ';'?", ...at('/etc/opensips/opensips.cfg', 30) },
    ]);
  });

  it('of 3.0 to 3.3 shows lines of the script without a level, which are left out', () => {
    const output = [
      'Nov 27 02:26:37 [1882] Traceback (last included file at the bottom):',
      'Nov 27 02:26:37 [1882]  0. /etc/opensips/opensips.cfg',
      'Nov 27 02:26:37 [1882] CRITICAL:core:yyerror: parse error in /etc/opensips/opensips.cfg:11:6-7: unknown command <foo>, missing loadmodule?',
      '',
      'Nov 27 02:26:37 [1882] modparam("usrloc", "db_url", "mysql://opensips:hunter2@localhost/opensips")',
      'Nov 27 02:26:37 [1882] ^~~~~',
      'Nov 27 02:26:37 [1882] ERROR:core:parse_opensips_cfg: bad config file (1 errors)',
      'Nov 27 02:26:37 [1882] ERROR:core:main: failed to parse config file /etc/opensips/opensips.cfg',
    ].join('\n');
    expect(readCheckOutput(output, true)).toEqual([
      {
        ...error,
        text: 'unknown command <foo>, missing loadmodule?',
        ...at('/etc/opensips/opensips.cfg', 11),
      },
    ]);
  });

  it('of 3.4 and later shows them with a level, and may begin with the log_prefix of the script', () => {
    const output = [
      'Nov 27 02:26:37 [1882] edge:CRITICAL:Traceback (last included file at the bottom):',
      'Nov 27 02:26:37 [1882] edge:CRITICAL: 0. opensips.cfg',
      'Nov 27 02:26:37 [1882] edge:CRITICAL:core:yyerror: parse error in b.cfg:1:1-13: syntax error',
      'Nov 27 02:26:37 [1882] edge:CRITICAL:nosuchglobal=3',
      'Nov 27 02:26:37 [1882] edge:CRITICAL:^~~~~~~~~~~~~',
      'Nov 27 02:26:37 [1882] edge:CRITICAL:core:yyerror: parse error in b.cfg:1:1-13: ',
      'Nov 27 02:26:37 [1882] edge:ERROR:core:parse_opensips_cfg: bad config file (2 errors)',
      'Nov 27 02:26:37 [1882] edge:ERROR:core:main: failed to parse config file opensips.cfg',
    ].join('\n');
    expect(readCheckOutput(output, true)).toEqual([{ ...error, text: 'syntax error', ...at('b.cfg', 1) }]);
  });

  it('may be JSON, in two forms', () => {
    const output = [
      '{"time": "Nov 27 02:26:37", "pid": 1902, "level": "CRITICAL", "message": "route {\\n"}',
      '{"time": "Nov 27 02:26:37", "pid": 1902, "level": "CRITICAL", "module": "core", "function": "yyerror", "message": "parse error in a.cfg:8:6-7: unknown command <foo>, missing loadmodule?\\n"}',
      '{"time": "Nov 27 02:26:37", "proc": {"id": "1902"}, "pri": "CRITICAL", "subsys": "core", "native": {"function": "yyerror"}, "msg": "parse error in a.cfg:9:6-7: invalid left operand in assignment\\n", "pname": "opensips", "hostname": "edge"}',
      '{"time": "broken',
      '{"level": "ERROR"}',
    ].join('\n');
    expect(readCheckOutput(output, true)).toEqual([
      { ...error, text: 'unknown command <foo>, missing loadmodule?', ...at('a.cfg', 8) },
      { ...error, text: 'invalid left operand in assignment', ...at('a.cfg', 9) },
    ]);
  });

  it('tells of warnings of the parser, and of nothing else that is accepted', () => {
    const output = [
      "Nov 27 02:26:37 [1] WARNING:core:warn: warning in config file a.cfg, line 6, column 1-14: 'log_facility' is deprecated, use 'syslog_facility' instead",
      'Nov 27 02:26:37 [1] WARNING:core:main: could not open /dev/urandom (2)',
      'Nov 27 02:26:37 [1] ERROR:some_module:load: an error that stops nothing',
      'Listening on',
      'Nov 27 02:26:37 [1] NOTICE:core:main: config file ok, exiting...',
    ].join('\n');
    expect(readCheckOutput(output, false)).toEqual([
      {
        severity: 'warning',
        kind: 'finding',
        text: "'log_facility' is deprecated, use 'syslog_facility' instead",
        details: [],
        ...at('a.cfg', 6),
      },
    ]);
  });

  it('takes what follows a syntax error for a consequence', () => {
    const parseError = (line: number, text: string) =>
      `CRITICAL:core:yyerror: parse error in a.cfg:${line}:1-2: ${text}`;
    const output = [
      parseError(4, 'unknown command <foo>, missing loadmodule?'),
      parseError(9, 'syntax error'),
      parseError(9, "bad route statement or missing ')'"),
      parseError(12, "bare word <exit> found, command calls need '()'"),
      parseError(20, ''),
    ].join('\n');
    expect(readCheckOutput(output, true).map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'finding: unknown command <foo>, missing loadmodule?',
      "finding: bad route statement or missing ')'",
      "consequence: bare word <exit> found, command calls need '()'",
    ]);
  });

  it('takes what a missing module leaves unknown for a consequence, and joins what is said about one line', () => {
    const parseError = (line: number, text: string) =>
      `CRITICAL:core:yyerror: parse error in a.cfg:${line}:1-2: ${text}`;
    const output = [
      'ERROR:core:sr_load_module: could not open module </m/json.so>: no such file',
      parseError(3, 'failed to load module json.so'),
      parseError(5, 'unknown command <t_relay>, missing loadmodule?'),
      "ERROR:core:pv_parse_spec2: unknown script var $json(), maybe a 'loadmodule' statement is missing?",
      parseError(6, 'unknown script variable'),
      parseError(6, 'invalid left operand in assignment'),
      parseError(7, 'invalid left operand in assignment'),
    ].join('\n');
    expect(readCheckOutput(output, true)).toMatchObject([
      { kind: 'finding', text: 'failed to load module json.so', place: { line: 3 } },
      { kind: 'consequence', place: { line: 5 } },
      {
        kind: 'consequence',
        text: 'unknown script variable',
        details: [
          "unknown script var $json(), maybe a 'loadmodule' statement is missing?",
          'invalid left operand in assignment',
        ],
        place: { line: 6 },
      },
      { kind: 'finding', place: { line: 7 } },
    ]);
  });

  it('names the line of a call whose arguments are refused', () => {
    const output = [
      'ERROR:core:check_cmd: Param [1] expected to be an integer or variable',
      'ERROR:core:check_actions: check failed for function <sl_send_reply>, /etc/opensips/opensips.cfg:79',
      'ERROR:core:main: bad function call in config file',
    ].join('\n');
    expect(readCheckOutput(output, true)).toEqual([
      {
        ...error,
        text: 'check failed for function <sl_send_reply>',
        details: ['Param [1] expected to be an integer or variable'],
        ...at('/etc/opensips/opensips.cfg', 79),
      },
    ]);
    expect(readCheckOutput('ERROR:core:fix_actions: fixing failed (code=-6) at a.cfg:12', true)).toEqual([
      { ...error, text: 'fixing failed (code=-6)', ...at('a.cfg', 12) },
    ]);
    expect(readCheckOutput('CRITICAL:core:yylex: error at a.cfg line 9', true)).toEqual([
      { ...error, text: 'error', ...at('a.cfg', 9) },
    ]);
  });

  it('leaves out warnings about the machine', () => {
    const warning = 'WARNING:core:main: could not open /dev/urandom (2)';
    expect(readCheckOutput(warning, true)).toEqual([]);
    expect(
      readCheckOutput(`${warning}\nCRITICAL:core:yyerror: parse error in a.cfg:3:1-2: no`, true),
    ).toEqual([{ ...error, text: 'no', ...at('a.cfg', 3) }]);
  });

  it('takes no address for a file with a line', () => {
    const [answer] = readCheckOutput('ERROR:core:udp_init: cannot bind at 127.0.0.1:5060, in use', true);
    expect(answer).toEqual({ ...error, text: 'cannot bind at 127.0.0.1:5060, in use' });
  });

  it('knows what only the check complains about', () => {
    const output = [
      'ERROR:core:check_actions: script function "t_check_trans" (types=65) does not support route type (2)',
      'ERROR:core:check_actions: route stack[0]=3',
      'ERROR:core:main: bad function call in config file',
    ].join('\n');
    expect(readCheckOutput(output, true)).toEqual([
      {
        severity: 'warning',
        kind: 'check-only',
        text: 'script function "t_check_trans" (types=65) does not support route type (2)',
        details: [],
      },
    ]);
  });

  it('keeps what has no line together, with the cause first', () => {
    const output = [
      'WARNING:core:solve_module_dependencies: module auth_db depends on an SQL DB module, but none was loaded!',
      'ERROR:core:main: failed to solve module dependencies',
    ].join('\n');
    expect(readCheckOutput(output, true)).toEqual([
      {
        ...error,
        text: 'failed to solve module dependencies',
        details: ['module auth_db depends on an SQL DB module, but none was loaded!'],
      },
    ]);
  });

  it('never repeats a password', () => {
    const output = [
      'ERROR:db_mysql:db_mysql_new_connection: cannot connect to mysql://opensips:hunter2@localhost/opensips',
      'ERROR:auth:set: bad secret="hunter2"',
      'CRITICAL:core:yyerror: parse error in a.cfg:3:1-2: Parameter password=hunter2, refused',
    ].join('\n');
    const [answer] = readCheckOutput(output, true);
    expect(JSON.stringify(answer)).not.toContain('hunter2');
    expect(answer?.details[0]).toBe('cannot connect to mysql://opensips:***@localhost/opensips');
  });

  it('keeps to what somebody reads', () => {
    const url = `${'x'.repeat(480)} mysql://opensips:${'hunter2'.repeat(10)}@localhost`;
    const [long] = readCheckOutput(`CRITICAL:core:yyerror: parse error in a.cfg:3:1-2: ${url}`, true);
    expect(long?.text.length).toBeLessThanOrEqual(501);
    expect(long?.text).not.toContain('hunter2');
    const many = Array.from(
      { length: 5000 },
      (_, line) => `CRITICAL:core:yyerror: parse error in a.cfg:${line}:1-2: no`,
    );
    expect(readCheckOutput(many.join('\n'), true)).toHaveLength(1000);
  });

  it.each(['', '\n', 'no log at all', 'CRITICAL:', '{', '{}', '[]', 'ERROR:core:main:', '\0\uFFFD\r\r\n'])(
    'reads %j without harm',
    output => {
      expect(readCheckOutput(output, false)).toEqual([]);
      expect(readCheckOutput(output, true).filter(({ place }) => place !== undefined)).toEqual([]);
    },
  );
});

describe('what the editor hands on of the output', () => {
  it.each([
    [
      'Nov 27 02:26:37 [1] edge:CRITICAL:core:yyerror: parse error in a.cfg:3:1-2: cannot use mysql://a:hunter2@b',
      'Nov 27 02:26:37 [1] edge:CRITICAL:modparam("usrloc", "db_url", "mysql://a:hunter2@b")',
      'Nov 27 02:26:37 [1] edge:NOTICE:core:main: Exiting....',
    ],
    [
      '{"level": "CRITICAL", "module": "core", "function": "yyerror", "message": "parse error in a.cfg:3:1-2: cannot use mysql://a:hunter2@b\\n"}',
      '{"level": "CRITICAL", "message": "modparam(\\"usrloc\\", \\"db_url\\", \\"mysql://a:hunter2@b\\")"}',
    ],
  ])('is what it says, and nothing that it shows of the script', (...lines) => {
    const output = lines.join('\n');
    const log = problemLog(output);
    expect(log).not.toMatch(/hunter2|modparam|Exiting/);
    expect(readCheckOutput(log, true)).toEqual(readCheckOutput(output, true));
    expect(readCheckOutput(log, true)).toMatchObject([
      { text: 'cannot use mysql://a:***@b', ...at('a.cfg', 3) },
    ]);
  });
});

describe('the output of opensips -V', () => {
  it.each([
    ['version: opensips 1.11.11-notls (x86_64/linux)\nflags: STATS: On', '1.11.11-notls'],
    ['version: opensips 3.6.8 (x86_64/linux)', '3.6.8'],
    ['version: opensips 4.0.0-dev (x86_64/linux)', '4.0.0-dev'],
    ['version: kamailio 5.6.3 (x86_64/linux)', undefined],
    ['opensips 3.6', undefined],
    ['', undefined],
  ])('%j has the version %s', (output, version) => {
    expect(readVersionOutput(output)).toBe(version);
  });
});
