import { message } from '../../../../rules/rule.ts';
import { readVariable } from '../../syntax/variable.ts';
import { type RouteRule, replacing } from '../rule.ts';

export const readOnlyVariable: RouteRule = {
  code: 'opensips-cfg/read-only-variable',
  severity: 'error',
  family: 'types',
  title: 'Assignment to something that cannot be written',
  why: 'Most variables show a part of the message and cannot be written, and a transformation is not a place to write to. OpenSIPS does not start with such an assignment.',
  fix: 'Write to a variable such as `$var(x)` or `$avp(x)`, or compare with `==`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$rm = "INVITE";\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$var(method) = "INVITE";\n}\n',
  on: 'route',
  *check(subject) {
    for (const { token, role } of subject.uses.variables) {
      if (role !== 'write' && role !== 'iterator') continue;
      const read = readVariable(token.text, subject.world);
      if (read.fault !== undefined) continue;
      if (read.syntax.isMarker) {
        const plain = token.text.replace(/^\$+/, '$');
        yield {
          span: token,
          message: message(
            `${token.text} cannot be written: \`$$\` stands for a dollar sign.`,
            'OpenSIPS does not start.',
            `Write \`${plain}\`.`,
          ),
          ...(role === 'write' ? { fixes: [replacing(`Write ${plain}`, token, plain, true)] } : {}),
        };
        continue;
      }
      const { name } = read.syntax;
      if (role === 'iterator') {
        if (name === 'var' || name === 'avp' || name.startsWith('json')) continue;
        yield {
          span: token,
          message: message(
            `\`for\` cannot run with ${token.text}.`,
            'Only `$var(...)`, `$avp(...)` and `$json(...)` can take the values, so OpenSIPS does not start.',
            'Use one of them.',
          ),
        };
      } else if (read.shape?.writable === false) {
        yield {
          span: token,
          message: message(
            `${token.text} cannot be written.`,
            'OpenSIPS does not start.',
            'Write to `$var(...)` or `$avp(...)`; a comparison is written `==`.',
          ),
        };
      } else if (read.syntax.transformations.length > 0) {
        yield {
          span: token,
          message: message(
            'A transformation cannot be written to.',
            'OpenSIPS does not start.',
            'Take the transformation away from the left side.',
          ),
        };
      }
    }
  },
};
