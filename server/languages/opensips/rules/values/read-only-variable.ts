import { message } from '../../../../rules/rule.ts';
import { type LocalFinding, type RouteRule, replacing } from '../rule.ts';

export const readOnlyVariable: RouteRule = {
  code: 'opensips-cfg/read-only-variable',
  severity: 'error',
  family: 'types',
  title: 'Assignment to a read-only variable',
  why: 'Most variables show a part of the message and are read-only, and a transformation cannot be assigned to. OpenSIPS does not start with such an assignment.',
  fix: 'Write to a variable such as `$var(x)` or `$avp(x)`, or compare with `==`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$rm = "INVITE";\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$var(method) = "INVITE";\n}\n',
  on: 'route',
  check(subject) {
    const found: LocalFinding[] = [];
    for (const { token, role } of subject.uses.variables) {
      if (role !== 'write' && role !== 'iterator') continue;
      const read = subject.world.read(token.text);
      if (read.fault !== undefined) continue;
      if (read.syntax.isMarker) {
        const plain = token.text.replace(/^\$+/, '$');
        found.push({
          span: token,
          message: message(
            `${token.text} cannot be assigned: \`$$\` means a dollar sign.`,
            'OpenSIPS does not start.',
            `Write \`${plain}\`.`,
          ),
          ...(role === 'write' ? { fixes: [replacing(`Write ${plain}`, token, plain, true)] } : {}),
        });
        continue;
      }
      const { name } = read.syntax;
      if (role === 'iterator') {
        if (name === 'var' || name === 'avp' || name.startsWith('json')) continue;
        found.push({
          span: token,
          message: message(
            `\`for\` cannot use ${token.text} as its variable.`,
            'Only `$var(...)`, `$avp(...)` and `$json(...)` can hold the values, so OpenSIPS does not start.',
            'Use one of them.',
          ),
        });
      } else if (read.shape?.writable === false) {
        found.push({
          span: token,
          message: message(
            `${token.text} is read-only.`,
            'OpenSIPS does not start.',
            'Assign to `$var(...)` or `$avp(...)`, or write `==` to compare.',
          ),
        });
      } else if (read.syntax.transformations.length > 0) {
        found.push({
          span: token,
          message: message(
            'A transformation cannot be assigned to.',
            'OpenSIPS does not start.',
            'Remove the transformation from the left side.',
          ),
        });
      }
    }
    return found;
  },
};
