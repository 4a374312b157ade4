import type { SyntaxRule } from '../rule.ts';

export const oldSyntax: SyntaxRule = {
  code: 'opensips-cfg/old-syntax',
  severity: 'error',
  family: 'migration',
  title: 'Form of another version of OpenSIPS',
  why: 'The grammar of the script changed with nearly every version. A form that the chosen version does not have is a syntax error: the server does not start after the upgrade.',
  fix: 'Write the form of the chosen version, or choose the version that the file is for.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif (method == "INVITE") exit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($rm == "INVITE") exit;\n}\n',
  on: 'syntax',
};
