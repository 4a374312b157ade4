import { describe, expect, it } from 'vitest';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import { checkAll } from '../languages.ts';

const head = ['proto_udp', 'tm', 'sl', 'textops', 'sipmsgops'].map(
  name => `loadmodule "/modules/${name}.so"`,
);

/** The syntax problems of a script, one for each message. */
function problems(lines: readonly string[], opensipsVersion = '3.6'): readonly string[] {
  const socket = opensipsVersion === '2.4' ? 'listen' : 'socket';
  const text = [`${socket}=udp:127.0.0.1:5060`, ...head, ...lines, ''].join('\n');
  const found = checkAll(opensipsCfg, { 'opensips.cfg': text }, 'opensips.cfg', { opensipsVersion });
  return [...found.values()]
    .flat()
    .filter(({ severity }) => severity === 1)
    .map(({ message }) => String(message));
}

const inRoute = (statement: string) => ['route {', statement, '}', 'route[x] {', '\texit;', '}'];

describe('syntax of other languages in a route', () => {
  it.each([
    ['if ($rU eq "1") exit;', 'write `==`'],
    ['if ($rU like "^1") { exit; }', 'write `=~`'],
    ['if ($rU ne "1" and is_method("ACK")) exit;', 'write `!=`'],
    ['if (is_method("ACK")) then { exit; }', 'follows the condition directly'],
    ['if (is_method("ACK")) exit; elseif (is_method("BYE")) exit; else { exit; }', 'write `else if`'],
    ['if (is_method("ACK")) { exit; } elif ($rU == "1") { exit; }', 'write `else if`'],
    ['if (is_method("ACK")) { exit; }; else { exit; }', 'must follow the statement or block of its `if`'],
    ['$var(i)++;', 'write `+= 1`'],
    ['$var(i)--;', 'write `-= 1`'],
    ['$var(a) = "x" . $fU;', 'texts are joined with `+`'],
    ['exit; // done', 'a comment starts with `#`'],
    ['append_hf("X: " + $fU);', 'an argument is a single value'],
    ['route[x];', 'write `route(x)`'],
    ['if (is_method("INVITE")) { route["x"]; }', 'write `route("x")`'],
    ['if (route(x) == 1) exit;', 'compare `$rc`'],
    ['if (!t_check_trans() || is_method("ACK") < 0) exit;', 'compare `$rc`'],
    ['switch ($rm) { case "INVITE", "ACK": exit; default: exit; }', 'a `case` has one value'],
    ['$var(a) = "he said "hi" to me";', 'Write `\\"` for a quotation mark'],
    ['xlog("from "$fU" to $tU\\n");', 'Write `\\"` for a quotation mark'],
    ["$var(a) = 'it''s';", "Put a text that contains `'` in double quotes"],
  ])('%s', (statement, what) => {
    for (const version of ['2.4', '3.6', '4.0'])
      expect(problems(inRoute(statement), version)).toEqual([expect.stringContaining(what)]);
  });

  it('is not seen in what OpenSIPS accepts', () => {
    for (const statement of [
      'if ($rU == "eq") exit; else if ($rU == "elseif") exit;',
      'xlog("a" "b\\n");',
      "$var(a) = 'it\"s';",
      '$var(i) += 1; $var(i) = $var(i) + -1;',
      'route(x); if ($rc == 1) exit;',
      'switch ($rm) { case "INVITE": case "ACK": exit; default: exit; }',
      'if (is_method("ACK")) { exit; }; exit;',
      'exit;# done',
    ])
      expect(problems(inRoute(statement)), statement).toEqual([]);
  });
});

describe('what was to be filled in before OpenSIPS reads the script', () => {
  it.each([
    ["define(`IP', `127.0.0.1')", 'this is a macro of m4'],
    ['dnl the sockets', 'this is a macro of m4'],
    ['udp_workers=${WORKERS}', 'this is a placeholder'],
    ['socket=udp:{{ address }}:5060', 'this is a placeholder'],
    ['include_file local.cfg', '`include_file "name"`'],
    ['include "local.cfg"', '`include_file "name"`'],
    ['socket=udp:127.0.0.1:5061 use_workers=4', 'without `=`'],
  ])('%s', (line, what) => {
    expect(problems([line, ...inRoute('route(x);')])).toEqual([expect.stringContaining(what)]);
  });
});

describe('a route that is defined after one that lacks its brace', () => {
  it('is still a route', () => {
    expect(
      problems(['route {', '\tif (is_method("ACK")) {', '\t\texit;', '}', 'route[x] {', '\texit;', '}']),
    ).toEqual([expect.stringContaining('a `}` is missing before it')]);
  });
});
