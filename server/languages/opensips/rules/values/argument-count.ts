import { message } from '../../../../rules/rule.ts';
import { appendAll } from '../../../../text/longLists.ts';
import { requiredCount } from '../../facts/callSignature.ts';
import { countsOf, formsBefore31 } from '../../facts/callsBefore31.ts';
import { isAtLeast } from '../../facts/versions.ts';
import { countsBefore30 } from '../../model/typecheck.ts';
import type { Call } from '../../syntax/syntax.ts';
import { type LocalFinding, type RouteRule, type RouteSubject, replacing } from '../rule.ts';

export const argumentCount: RouteRule = {
  code: 'opensips-cfg/argument-count',
  severity: 'error',
  family: 'types',
  title: 'Call with too few or too many arguments',
  why: 'OpenSIPS counts the arguments while it reads the script, and does not start if the number is wrong.',
  fix: 'Write the arguments that the function takes.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nroute {\n\tsl_send_reply(404);\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nroute {\n\tsl_send_reply(404, "Not Found");\n}\n',
  on: 'route',
  check(subject) {
    const found: LocalFinding[] = [];
    if (!isAtLeast(subject.world.version, '3.1')) appendAll(found, withoutTypes(subject));
    for (const { use, verdict } of subject.resolved) {
      if (verdict.kind !== 'found' || verdict.params === undefined) continue;
      const { call } = use;
      const { params } = verdict;
      const count = call.args.length;
      const required = requiredCount(params);
      const name = call.name.text;
      if (count < required || count > params.length) {
        found.push({
          span: call.name,
          message: message(
            `\`${name}\` takes ${counted(required, params.length)}, but gets ${count} here.`,
            'OpenSIPS does not start.',
            signature(name, params),
          ),
          ...withoutSurplus(call, params.length),
        });
        continue;
      }
      for (const [at, argument] of call.args.entries()) {
        const parameter = params[at];
        if (argument.kind !== 'omitted' || parameter === undefined || parameter.optional === true) continue;
        found.push({
          span: call.name,
          message: message(
            `Argument ${at + 1} of \`${name}\` cannot be left out.`,
            'OpenSIPS does not start.',
            signature(name, params),
          ),
        });
        break;
      }
    }
    return found;
  },
};

/** Removes what is behind the last argument that the function takes. */
function withoutSurplus({ args }: Call, most: number): Pick<LocalFinding, 'fixes'> {
  const [first, last] = [args[most], args.at(-1)];
  if (first === undefined || last === undefined) return {};
  const before = args[most - 1];
  const start = before === undefined ? first : { line: before.endLine, start: before.end };
  const span = { line: start.line, start: start.start, endLine: last.endLine, end: last.end };
  const surplus = args.length - most;
  const title = surplus === 1 ? 'Remove the last argument' : `Remove the last ${surplus} arguments`;
  return { fixes: [replacing(title, span, '')] };
}

function* withoutTypes(subject: RouteSubject): Generator<LocalFinding> {
  const { version } = subject.world;
  for (const { use, verdict } of subject.resolved) {
    const { name, args, parentheses } = use.call;
    if (verdict.kind !== 'found' || use.within !== undefined || !parentheses) continue;
    const forms = verdict.owner.module === undefined ? formsBefore31(name.text, version) : undefined;
    const counts = forms === undefined ? countsBefore30(name.text, subject) : countsOf(forms);
    if (counts === undefined || counts.length === 0 || counts.includes(args.length)) continue;
    yield {
      span: name,
      message: message(
        `\`${name.text}\` takes ${alternatives(counts)} in ${version}, but gets ${args.length} here.`,
        'OpenSIPS does not start.',
        'Write the arguments that the function takes.',
      ),
    };
  }
}

/** `no arguments`, `1 to 3 arguments`, `1 or 3 arguments`. */
function alternatives(counts: readonly number[]): string {
  const [least = 0] = counts;
  const most = counts.at(-1) ?? least;
  if (most - least === counts.length - 1) return counted(least, most);
  return `${counts.slice(0, -1).join(', ')} or ${most} arguments`;
}

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
