import type { SyntaxRule } from '../rule.ts';

export const missingSemicolon: SyntaxRule = {
  code: 'opensips-cfg/missing-semicolon',
  severity: 'error',
  family: 'syntax',
  title: 'Missing semicolon after a statement',
  why: 'A line break does not end a statement. OpenSIPS continues on the next line, finds text that does not fit, and reports that line; the server does not start.',
  fix: 'Put a `;` at the end of the statement.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\txlog("hello\\n")\n\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\txlog("hello\\n");\n\texit;\n}\n',
  on: 'syntax',
};
