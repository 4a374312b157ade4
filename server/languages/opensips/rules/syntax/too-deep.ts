import type { SyntaxRule } from '../rule.ts';

const HEAD = 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n';

export const tooDeep: SyntaxRule = {
  code: 'opensips-cfg/too-deep',
  severity: 'information',
  family: 'syntax',
  title: 'Nesting or expression beyond what is read',
  why: 'SIP Workbench reads a hundred brackets inside each other, a hundred and fifty blocks, and expressions of five hundred operators. OpenSIPS may read more. What lies beyond is not checked.',
  fix: 'Divide the expression, or move inner blocks to routes of their own.',
  bad: `${HEAD}\t$var(a) = ${'('.repeat(120)}1${')'.repeat(120)};\n}\n`,
  good: `${HEAD}\t$var(a) = ((1));\n}\n`,
  on: 'syntax',
};
