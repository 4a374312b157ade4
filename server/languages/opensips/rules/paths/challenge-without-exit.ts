import { message } from '../../../../rules/rule.ts';
import { isEnd } from '../../syntax/flow.ts';
import type { Call, Expression, Statement } from '../../syntax/syntax.ts';
import { bodiesOf } from '../../syntax/uses.ts';
import type { LocalFinding, RouteRule } from '../rule.ts';

const challenges = new Set([
  'digest_challenge',
  ...['', 'pv_', 'aaa_', 'aka_', 'radius_', 'diameter_'].flatMap(prefix => [
    `${prefix}www_challenge`,
    `${prefix}proxy_challenge`,
  ]),
]);

export const challengeWithoutExit: RouteRule = {
  code: 'opensips-cfg/challenge-without-exit',
  severity: 'warning',
  family: 'paths',
  title: 'Challenge without exit',
  why: 'A challenge function that has sent the 401 or 407 returns 0, which ends the script. If it cannot send the challenge, it returns -1 and the script continues: for example, when others have used up all nonces with requests of their own. Unless `exit` follows, that request is then relayed or registered without a password.',
  fix: 'Put `exit;` after the challenge.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://opensips@localhost/opensips")\nroute {\n\tif (!proxy_authorize("", "subscriber")) {\n\t\tproxy_challenge("", "auth");\n\t}\n\tt_relay();\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://opensips@localhost/opensips")\nroute {\n\tif (!proxy_authorize("", "subscriber")) {\n\t\tproxy_challenge("", "auth");\n\t\texit;\n\t}\n\tt_relay();\n}\n',
  on: 'route',
  calls: [...challenges],
  check({ statements, kind }) {
    if (kind !== 'request') return [];
    const found: LocalFinding[] = [];
    judgeList(statements, false, found);
    return found.reverse();
  },
};

/** What a request with a wrong password should not reach. */
const consequence = new Set([
  't_relay',
  'forward',
  'save',
  'mid_registrar_save',
  'route',
  't_replicate',
  'send',
]);

/**
 * Judges a list from its end, so that each statement is looked at once. `goesOn`: whether a request that comes to the end
 * of the list reaches a function that matters. Returns true if the list itself calls one.
 */
function judgeList(statements: readonly Statement[], goesOn: boolean, found: LocalFinding[]): boolean {
  let goesOnHere = goesOn;
  let reached = false;
  for (const statement of statements.toReversed()) {
    const reaches = judgeStatement(statement, goesOnHere, found);
    reached ||= reaches;
    if (statement.type === 'break') goesOnHere = goesOn;
    else if (statement.type === 'call' && isEnd(statement)) goesOnHere = false;
    else goesOnHere ||= reaches;
  }
  return reached;
}

function judgeStatement(statement: Statement, goesOn: boolean, found: LocalFinding[]): boolean {
  if (statement.type === 'call') {
    if (goesOn && challenges.has(statement.name.text)) found.push(findingAt(statement));
    return consequence.has(statement.name.text);
  }
  let reaches =
    statement.type === 'if' && statement.condition !== undefined && namesConsequence(statement.condition);
  for (const body of bodiesOf(statement).toReversed()) {
    if (judgeList(body, goesOn, found)) reaches = true;
  }
  return reaches;
}

function findingAt(call: Call): LocalFinding {
  return {
    span: call.name,
    message: message(
      `The route continues after \`${call.name.text}\` if the challenge cannot be sent.`,
      'A flood of requests can use up the nonces; requests without a password are then handled by the statements below.',
      'Put `exit;` after it.',
    ),
    fixes: [
      {
        title: 'Insert exit;',
        edits: [{ span: behindOf(call), text: ' exit;' }],
        isPreferred: true,
      },
    ],
  };
}

/** The position after the semicolon of a call. */
function behindOf(call: Call) {
  return { line: call.endLine, start: call.end, endLine: call.endLine, end: call.end };
}

function namesConsequence(expression: Expression): boolean {
  switch (expression.type) {
    case 'call':
      return consequence.has(expression.name.text);
    case 'not':
      return namesConsequence(expression.operand);
    case 'group':
      return namesConsequence(expression.inner);
    case 'logic':
      return namesConsequence(expression.left) || namesConsequence(expression.right);
    default:
      return false;
  }
}
