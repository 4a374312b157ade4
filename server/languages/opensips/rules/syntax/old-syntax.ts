import type { SyntaxRule } from '../rule.ts';

export const oldSyntax: SyntaxRule = {
  code: 'opensips-cfg/old-syntax',
  severity: 'error',
  family: 'migration',
  title: 'Syntax of another OpenSIPS version',
  why: 'The script grammar changed in nearly every version. Syntax that the selected version does not have is an error, so the server does not start after an upgrade.',
  fix: 'Use the syntax of the selected version, or select the version that the file is for.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif (method == "INVITE") exit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($rm == "INVITE") exit;\n}\n',
  on: 'syntax',
};
