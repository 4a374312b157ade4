import type { SyntaxRule } from '../rule.ts';

export const syntaxError: SyntaxRule = {
  code: 'opensips-cfg/syntax-error',
  severity: 'error',
  family: 'syntax',
  title: 'Syntax error',
  why: 'OpenSIPS reads the whole file before it starts. If the text does not fit its grammar, the server does not start.',
  fix: 'Replace the text with what the message expects.',
  bad: 'log_level=3;\nsocket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  good: 'log_level=3\nsocket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  on: 'syntax',
};
