import { message } from '../../../rules/rule.ts';
import type { RouteRule } from '../rule.ts';
import { requiredCount, resolvedCalls } from '../typecheck.ts';

export const argumentCount: RouteRule = {
  code: 'opensips-cfg/argument-count',
  severity: 'error',
  family: 'types',
  title: 'Call with too few or too many arguments',
  why: 'OpenSIPS counts the arguments while it reads the script and does not start when they do not fit.',
  fix: 'Give the arguments that the function takes.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nroute {\n\tsl_send_reply(404);\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nroute {\n\tsl_send_reply(404, "Not Found");\n}\n',
  since: '3.0',
  on: 'route',
  *check(subject) {
    for (const { use, verdict } of resolvedCalls(subject)) {
      if (verdict.kind !== 'found' || verdict.params === undefined) continue;
      const { call } = use;
      const { params } = verdict;
      const count = call.args.length;
      const required = requiredCount(params);
      const name = call.name.text;
      if (count < required || count > params.length) {
        yield {
          span: call.name,
          message: message(
            `\`${name}\` takes ${counted(required, params.length)}, here it gets ${count}.`,
            'OpenSIPS does not start.',
            signature(name, params),
          ),
        };
        continue;
      }
      for (const [at, argument] of call.args.entries()) {
        const parameter = params[at];
        if (argument.kind !== 'omitted' || parameter === undefined || parameter.optional === true) continue;
        yield {
          span: call.name,
          message: message(
            `The argument ${at + 1} of \`${name}\` cannot be left out.`,
            'OpenSIPS does not start.',
            signature(name, params),
          ),
        };
        break;
      }
    }
  },
};

function counted(least: number, most: number): string {
  if (least === most) return most === 0 ? 'no arguments' : most === 1 ? 'one argument' : `${most} arguments`;
  return `${least} to ${most} arguments`;
}

function signature(
  name: string,
  params: readonly { readonly name?: string; readonly optional?: boolean; readonly type: string }[],
): string {
  const list = params.map(parameter => {
    const word = parameter.name ?? parameter.type;
    return parameter.optional === true ? `[${word}]` : word;
  });
  return `Write \`${name}(${list.join(', ')})\`.`;
}
