import type { SyntaxRule } from '../rule.ts';

export const unclosedText: SyntaxRule = {
  code: 'opensips-cfg/unclosed-text',
  severity: 'error',
  family: 'syntax',
  title: 'String or variable that is never closed',
  why: 'A string runs on over line breaks until the next quote, a variable until its parenthesis is closed. Everything between is swallowed, and OpenSIPS stumbles far behind the real place.',
  fix: 'Close the string or the parenthesis where it should end.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\txlog("hello);\n\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\txlog("hello");\n\texit;\n}\n',
  on: 'syntax',
};
