import { describe, expect, it } from 'vitest';
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import type { PlacedAnswer, ServerCheck } from '../../server/languages/serverCheck.ts';

const check: ServerCheck = opensipsCfg.serverCheck ?? expect.fail('opensips.cfg has no check of its server');
const head = 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n';

/** What an editor shows for a script about which OpenSIPS wrote `output`, as `line severity source message`. */
function merged(
  script: string,
  output: string,
  { version = '3.6.2', status = 255, uri = root } = {},
): string[] {
  return mergedDiagnostics(script, output, { version, status, uri }).map(
    ({ range, severity, source, code, message, relatedInformation = [] }) =>
      [
        `${range.start.line + 1} ${severity === DiagnosticSeverity.Error ? 'error' : 'other'} ${code ?? source}`,
        code === undefined ? `: ${message}` : '',
        ...relatedInformation.map(related => ` <- ${related.message}`),
      ].join(''),
  );
}

const root = 'file:///etc/opensips/opensips.cfg';

function mergedDiagnostics(
  script: string,
  output: string,
  { version = '3.6.2', status = 255, uri = root } = {},
): Diagnostic[] {
  const tree = opensipsCfg.parse(script);
  const project = { root: uri, trees: new Map([[uri, tree]]), resolve: () => [], companions: new Map() };
  const settings = { asteriskVersion: '20', opensipsVersion: '3.6', flexisipVersion: 'auto', severities: {} };
  const model = opensipsCfg.model(project, settings, undefined);
  const view = { uri, tree, model };
  const run = { status, output, version };
  const placed = check
    .answers(model, run)
    .map((answer): PlacedAnswer => ({ answer, line: answer.place && answer.place.line - 1 }));
  const found = opensipsCfg
    .check(view)
    .filter(({ severity = DiagnosticSeverity.Error }) => severity <= DiagnosticSeverity.Warning);
  return check.merge(view, found, placed, run).diagnostics;
}

const parseError = (line: number, text: string) =>
  `Nov 27 02:26:37 [1] CRITICAL:core:yyerror: parse error in /etc/opensips/opensips.cfg:${line}:1-5: ${text}`;

describe('what OpenSIPS says beside what is found here', () => {
  it('stands by itself where nothing was found', () => {
    const script = `${head}route {\n\texit;\n}\n`;
    expect(merged(script, parseError(4, 'something new'))).toEqual([
      '4 error opensips -C: OpenSIPS 3.6.2 refuses this line: “something new”. OpenSIPS does not start.',
    ]);
    expect(mergedDiagnostics(script, parseError(4, 'something new'))[0]?.range).toEqual({
      start: { line: 3, character: 1 },
      end: { line: 3, character: 6 },
    });
  });

  it('confirms what was found on the line', () => {
    const script = `${head}route {\n\tno_such_function();\n}\n`;
    expect(merged(script, parseError(4, 'unknown command <no_such_function>, missing loadmodule?'))).toEqual([
      '4 error opensips-cfg/unknown-function <- OpenSIPS 3.6.2 refuses it too: “unknown command <no_such_function>, missing loadmodule?”.',
    ]);
  });

  it('confirms a missing semicolon, for which the server names the next statement', () => {
    const script = `${head}route {\n\txlog("hello\\n")\n\n\t# a comment\n\texit;\n}\n`;
    const output = [parseError(7, 'syntax error'), parseError(7, "bad command: missing ';'?")].join('\n');
    expect(merged(script, output)).toEqual([
      "4 error opensips-cfg/missing-semicolon <- OpenSIPS 3.6.2 refuses it too: “bad command: missing ';'?”.",
    ]);
  });

  it('is not hidden behind a warning of ours', () => {
    const script = `${head}route {\n\tif ($rm == "A" and $rU == "b" or $rd == "c") exit;\n}\n`;
    expect(merged(script, parseError(4, 'something new'))).toEqual([
      '4 error opensips -C: OpenSIPS 3.6.2 refuses this line: “something new”. OpenSIPS does not start.',
      '4 other opensips-cfg/and-or-mixed',
    ]);
  });

  it('is one problem after a syntax error that is not known here', () => {
    const script = `${head}route {\n\texit;\n\texit;\n}\n`;
    const output = [parseError(4, 'syntax error'), parseError(5, 'bad command')].join('\n');
    expect(merged(script, output)).toEqual([
      '4 error opensips -C: OpenSIPS 3.6.2 refuses this line: “syntax error”. OpenSIPS does not start.',
    ]);
  });

  it('stands at the top when it concerns the whole script', () => {
    const script = `${head}route {\n\texit;\n}\n`;
    expect(merged(script, 'ERROR:core:main: failed to init DNS resolver')).toEqual([
      '1 error opensips -C: OpenSIPS 3.6.2 refuses this script: “failed to init DNS resolver”. OpenSIPS does not start.',
    ]);
  });

  it('confirms by its words what stands on another line', () => {
    expect(
      merged(
        'socket=tcp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\texit;\n}\n',
        [
          'ERROR:core:fix_all_socket_lists: listeners found for protocol tcp, but no module can handle it',
          'ERROR:core:main: failed to initialize list addresses',
        ].join('\n'),
      ),
    ).toContainEqual(
      expect.stringMatching(/^1 error opensips-cfg\/transport-not-loaded <- OpenSIPS 3\.6\.2 refuses it too/),
    );
  });

  it('is told even when OpenSIPS says nothing', () => {
    expect(merged(`${head}route {\n\texit;\n}\n`, '')).toEqual([
      '1 error opensips -C: OpenSIPS 3.6.2 refuses this script without saying why. OpenSIPS does not start.',
    ]);
    expect(merged(`${head}route {\n\tno_such_function();\n}\n`, '')).toEqual([
      '4 error opensips-cfg/unknown-function',
    ]);
  });

  it('is a warning at most for a script that OpenSIPS accepts', () => {
    const script = `${head}route {\n\texit;\n}\n`;
    expect(merged(script, parseError(4, 'odd'), { status: 0 })).toEqual([
      '4 other opensips -C: OpenSIPS 3.6.2 warns about this line: “odd”.',
    ]);
    expect(merged(script, '', { status: 0 })).toEqual([]);
  });

  it('does not repeat the secrets of the script', () => {
    const script = `${head}loadmodule "/modules/auth.so"\nmodparam("auth", "secret", "correct horse")\nroute {\n\texit;\n}\n`;
    const output = ['ERROR:auth:fix: cannot use <correct horse>', parseError(4, 'no: correct horse')].join(
      '\n',
    );
    const [message = ''] = merged(script, output);
    expect(message).toContain('“no: ***”, with “cannot use <***>”');
    expect(message).not.toContain('horse');
    const elsewhere = `${head}route {\n\t$avp(pwd) = "correct horse";\n\texit;\n}\n`;
    expect(merged(elsewhere, parseError(4, 'bad url mysql://u:pw@h or correct horse')).join()).toContain(
      '“bad url mysql://u:***@h or ***”',
    );
  });
});

describe('a template', () => {
  it('is not given to OpenSIPS', () => {
    const project = { trees: new Map(), resolve: () => [], companions: new Map() };
    const settings = {
      asteriskVersion: '20',
      opensipsVersion: '3.6',
      flexisipVersion: 'auto',
      severities: {},
    };
    const modelOf = (name: string) =>
      opensipsCfg.model({ ...project, root: `file:///${name}` }, settings, undefined);
    expect(check.obstacle(modelOf('opensips.cfg.m4'))).toMatch(/template/);
    expect(check.obstacle(modelOf('opensips.cfg'))).toBeUndefined();
  });

  it('is told apart from a script of another version', () => {
    const settings = {
      asteriskVersion: '20',
      opensipsVersion: '3.6',
      flexisipVersion: 'auto',
      severities: {},
    };
    const project = { root, trees: new Map(), resolve: () => [], companions: new Map() };
    const model = opensipsCfg.model(project, settings, undefined);
    const summary = (version: string, status: number) =>
      check.summary(model, { version, status, output: '' });
    expect(summary('3.6.2', 0)).toBe('OpenSIPS 3.6.2 accepts this script.');
    expect(summary('3.4.11', 255)).toBe(
      'OpenSIPS 3.4.11 refuses this script. The file is checked here for 3.6, so the results may differ.',
    );
  });
});
