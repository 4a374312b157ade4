import { message } from '../../../../rules/rule.ts';
import { listsIn } from '../../syntax/flow.ts';
import type { Call, Statement } from '../../syntax/syntax.ts';
import { stringValue, type Token } from '../../syntax/token.ts';
import { callsAny, usesOf } from '../../syntax/uses.ts';
import type { LocalFinding, RouteRule } from '../rule.ts';

const changers = ['append_hf', 'insert_hf', 'remove_hf'];

export const headerChangeNotSeen: RouteRule = {
  code: 'opensips-cfg/header-change-not-seen',
  severity: 'warning',
  family: 'paths',
  title: 'Header read after it was added or removed',
  why: 'Changes of headers are collected and applied only when the message is sent. Until then, `is_present_hf` and `$hdr(...)` show the message as it was received: an added header is missing, and a removed one is still there.',
  fix: 'Look at the header before the change, or keep the value in a variable.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sipmsgops.so"\nroute {\n\tappend_hf("X-Tenant: a\\r\\n");\n\tif ($hdr(X-Tenant) == "a")\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sipmsgops.so"\nroute {\n\tif ($hdr(X-Tenant) == "a")\n\t\texit;\n\tappend_hf("X-Tenant: a\\r\\n");\n}\n',
  on: 'route',
  calls: changers,
  check({ statements, uses }) {
    if (!callsAny(uses, changers)) return [];
    return listsIn(statements).flatMap(list => (list.some(isChange) ? [...foundIn(list)] : []));
  },
};

interface Change {
  readonly call: string;
  readonly header: string;
  readonly isAdded: boolean;
}

function changeOf({ name, args }: Call): Change | undefined {
  const [first] = args;
  if (first?.kind !== 'string' || first.token === undefined) return undefined;
  const value = stringValue(first.token);
  if (name.text === 'append_hf' || name.text === 'insert_hf') {
    const header = /^([\w.-]+)\s*:/.exec(value)?.[1];
    return header === undefined ? undefined : { call: name.text, header, isAdded: true };
  }
  if (name.text !== 'remove_hf' || !/^[\w.-]+$/.test(value)) return undefined;
  return { call: name.text, header: value, isAdded: false };
}

function isChange(statement: Statement): boolean {
  return statement.type === 'call' && changers.includes(statement.name.text);
}

/** From the last statement to the first, so that the places that read a header below a change are known. */
function* foundIn(list: readonly Statement[]): Generator<LocalFinding> {
  const asked = new Map<string, Token>();
  /** A removed header may be read, for example to add it again. */
  const askedOrRead = new Map<string, Token>();
  for (const statement of list.toReversed()) {
    const change = statement.type === 'call' ? changeOf(statement) : undefined;
    const span =
      change === undefined
        ? undefined
        : (change.isAdded ? askedOrRead : asked).get(change.header.toLowerCase());
    if (change !== undefined && span !== undefined) yield findingOf(change, span);
    const { calls, variables } = usesOf([statement]);
    for (const { token, role } of variables.toReversed()) {
      const header = role === 'read' ? /^\$\(?hdr\(([\w.-]+)\)/i.exec(token.text)?.[1] : undefined;
      if (header !== undefined) askedOrRead.set(header.toLowerCase(), token);
    }
    for (const { call } of calls.toReversed()) {
      const token = call.args[0]?.token;
      if (call.name.text !== 'is_present_hf' || token === undefined) continue;
      const header = stringValue(token).toLowerCase();
      asked.set(header, call.name);
      askedOrRead.set(header, call.name);
    }
  }
}

function findingOf({ call, header, isAdded }: Change, span: Token): LocalFinding {
  return {
    span,
    message: message(
      `This does not see the change that \`${call}\` made.`,
      isAdded
        ? `The header \`${header}\` is added only when the message is sent.`
        : `The header \`${header}\` is removed only when the message is sent, so it is still present here.`,
      'Do this before the change.',
    ),
  };
}
