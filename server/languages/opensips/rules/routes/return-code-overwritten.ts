import { message } from '../../../../rules/rule.ts';
import { expressionsIn, isEnd, listsIn } from '../../syntax/flow.ts';
import type { Call, Expression, Statement } from '../../syntax/syntax.ts';
import type { Token } from '../../syntax/token.ts';
import type { LocalFinding, RouteRule } from '../rule.ts';

export const returnCodeOverwritten: RouteRule = {
  code: 'opensips-cfg/return-code-overwritten',
  severity: 'warning',
  family: 'flow',
  title: 'Return code read too late',
  why: 'Every statement except `if` sets `$rc` and `$retcode`, also `xlog` and assignments, which set it to 1. After one of them, the code of the function above is lost.',
  fix: 'Read the return code directly after the function, or keep it in a variable such as `$var(rc)`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/usrloc.so"\nloadmodule "/modules/registrar.so"\nroute {\n\tlookup("location");\n\txlog("looked up\\n");\n\tswitch ($retcode) {\n\tcase -1:\n\t\texit;\n\t}\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/usrloc.so"\nloadmodule "/modules/registrar.so"\nroute {\n\tlookup("location");\n\tswitch ($retcode) {\n\tcase -1:\n\t\texit;\n\t}\n\txlog("looked up\\n");\n}\n',
  on: 'route',
  check({ statements, uses }) {
    if (!uses.variables.some(({ token }) => isCode(token))) return [];
    const found: LocalFinding[] = [];
    for (const list of listsIn(statements)) {
      for (const [at, statement] of list.entries()) {
        const read = returnCodeIn(statement);
        if (read === undefined) continue;
        const finding = lostCode(list, at, read);
        if (finding !== undefined) found.push(finding);
      }
    }
    return found;
  },
};

/** A finding if only statements with a fixed code of their own are between the function and the place that reads its code. */
function lostCode(list: readonly Statement[], at: number, read: Token): LocalFinding | undefined {
  let before = at - 1;
  while (before >= 0 && setsOne(list[before])) before--;
  const source = list[before];
  const culprit = list[before + 1];
  if (before === at - 1 || source?.type !== 'call' || isEnd(source) || culprit === undefined)
    return undefined;
  const name = culprit.type === 'call' ? culprit.name.text : 'the assignment';
  const kept = { line: source.endLine, start: source.end, endLine: source.endLine, end: source.end };
  return {
    span: read,
    message: message(
      `\`${read.text}\` is the code of ${name === 'the assignment' ? name : `\`${name}\``} here, not of \`${source.name.text}\`.`,
      'It is always 1.',
      `Read it directly after \`${source.name.text}\`, or keep it in a variable.`,
    ),
    fixes: [
      {
        title: 'Keep the return code in $var(rc)',
        edits: [
          { span: kept, text: ' $var(rc) = $rc;' },
          { span: read, text: '$var(rc)' },
        ],
        isPreferred: true,
      },
    ],
  };
}

/** Statements that set the return code to 1 and do not read it. */
function setsOne(statement: Statement | undefined): boolean {
  if (statement?.type === 'assign') return returnCodeIn(statement) === undefined;
  return statement?.type === 'call' && isLog(statement) && !statement.args.some(readsCode);
}

function isLog({ name }: Call): boolean {
  return name.text === 'xlog' || name.text === 'xdbg' || name.text === 'log';
}

function readsCode({ token }: Call['args'][number]): boolean {
  return token !== undefined && /\$(?:rc|retcode)\b/.test(token.text);
}

/** The first `$rc` that a statement reads itself, not one of the statements inside. */
function returnCodeIn(statement: Statement): Token | undefined {
  switch (statement.type) {
    case 'if':
    case 'while':
      return statement.condition === undefined ? undefined : codeIn(statement.condition);
    case 'switch':
      return statement.subject !== undefined && isCode(statement.subject) ? statement.subject : undefined;
    case 'assign':
      return codeIn(statement.value);
    case 'call':
      return statement.args.find(
        ({ kind, token }) => kind === 'variable' && token !== undefined && isCode(token),
      )?.token;
    default:
      return undefined;
  }
}

/** The variable, if no function call comes before it in the expression. */
function codeIn(expression: Expression): Token | undefined {
  for (const one of expressionsIn(expression)) {
    if (one.type === 'call' || one.type === 'assign') return undefined;
    if (one.type === 'value' && isCode(one.token)) return one.token;
  }
  return undefined;
}

function isCode(token: Token): boolean {
  return token.text === '$rc' || token.text === '$retcode';
}
