import type { SyntaxRule } from '../rule.ts';

const HEAD = 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n';

export const tooDeep: SyntaxRule = {
  code: 'opensips-cfg/too-deep',
  severity: 'information',
  family: 'syntax',
  title: 'Nesting too deep to check',
  why: 'SIP Workbench reads up to 100 nested brackets, 150 nested blocks and 500 operators in one expression. OpenSIPS may accept more, but anything beyond these limits is not checked.',
  fix: 'Split the expression, or move inner blocks to separate routes.',
  bad: `${HEAD}\t$var(a) = ${'('.repeat(120)}1${')'.repeat(120)};\n}\n`,
  good: `${HEAD}\t$var(a) = ((1));\n}\n`,
  on: 'syntax',
};
