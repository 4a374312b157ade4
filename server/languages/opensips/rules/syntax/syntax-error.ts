import type { SyntaxRule } from '../rule.ts';

export const syntaxError: SyntaxRule = {
  code: 'opensips-cfg/syntax-error',
  severity: 'error',
  family: 'syntax',
  title: 'Text that the grammar of OpenSIPS does not allow',
  why: 'OpenSIPS reads the whole file before it starts. At the first thing that does not fit its grammar it gives up, and the server does not start.',
  fix: 'Write what the message expects in its place.',
  bad: 'log_level=3;\nsocket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  good: 'log_level=3\nsocket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  on: 'syntax',
};
