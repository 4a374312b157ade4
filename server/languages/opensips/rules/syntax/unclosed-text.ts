import type { SyntaxRule } from '../rule.ts';

export const unclosedText: SyntaxRule = {
  code: 'opensips-cfg/unclosed-text',
  severity: 'error',
  family: 'syntax',
  title: 'String or variable that is never closed',
  why: 'A string continues over line breaks until the next quote, and a variable until its closing parenthesis. Everything between is swallowed, so OpenSIPS reports an error far below the real place.',
  fix: 'Close the string or the parenthesis where it should end.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\txlog("hello);\n\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\txlog("hello");\n\texit;\n}\n',
  on: 'syntax',
};
