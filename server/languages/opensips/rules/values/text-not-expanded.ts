import { message } from '../../../../rules/rule.ts';
import { coreVariable } from '../../facts/facts.ts';
import type { World } from '../../model/world.ts';
import { readString } from '../../syntax/inside.ts';
import type { Expression } from '../../syntax/syntax.ts';
import { stringBody, stringValue, type Token } from '../../syntax/token.ts';
import { readVariable } from '../../syntax/variable.ts';
import { type LocalFinding, type RouteRule, replacing } from '../rule.ts';

export const textNotExpanded: RouteRule = {
  code: 'opensips-cfg/text-not-expanded',
  severity: 'warning',
  family: 'values',
  title: 'Variable inside a text that is assigned',
  why: 'OpenSIPS replaces variables inside the texts of function arguments and of `xlog`, but not in an assignment: `$ru = "sip:$rU@192.0.2.1"` sets the Request-URI to exactly these characters.',
  fix: 'Join the parts with `+`, as in `$ru = "sip:" + $rU + "@192.0.2.1"`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$du = "sip:$rd:5062";\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$du = "sip:" + $rd + ":5062";\n}\n',
  on: 'route',
  check({ uses, world }) {
    // `{s.eval}` expands such texts later.
    if (uses.variables.some(({ token }) => token.text.includes('s.eval'))) return [];
    const found: LocalFinding[] = [];
    for (const { assignment } of uses.assignments) {
      for (const token of stringsIn(assignment.value)) {
        const [first] = variablesIn(stringValue(token), world);
        if (first === undefined) continue;
        const joined = joinedText(token, world);
        found.push({
          span: readString(token).spanOf(first.offset, first.text.length),
          message: message(
            `\`${first.text}\` is not replaced by its value here.`,
            'Variables inside a text are replaced in function arguments, but not in assignments.',
            'Join the parts with `+`.',
          ),
          ...(joined === undefined ? {} : { fixes: [replacing('Join with +', token, joined, true)] }),
        });
      }
    }
    return found;
  },
};

/** The strings that are assigned, alone or joined with others. */
function stringsIn(expression: Expression): readonly Token[] {
  switch (expression.type) {
    case 'value': {
      const { token } = expression;
      return token.kind === 'string' && token.unclosed !== true ? [token] : [];
    }
    case 'group':
      return stringsIn(expression.inner);
    case 'arithmetic':
      return [...stringsIn(expression.left), ...stringsIn(expression.right)];
    default:
      return [];
  }
}

interface Part {
  readonly text: string;
  readonly offset: number;
}

/** The variables in a text that exist; `$$` and prices such as `$5` are none. */
function variablesIn(text: string, world: World): readonly Part[] {
  const found: Part[] = [];
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at)) {
    const { syntax } = text[at + 1] === '$' ? {} : readVariable(text.slice(at), world);
    if (syntax === undefined || syntax.isMarker || !isCommon(syntax.name, world)) {
      at += text[at + 1] === '$' ? 2 : 1;
      continue;
    }
    found.push({ text: text.slice(at, at + syntax.end), offset: at });
    at += syntax.end;
  }
  return found;
}

function isCommon(name: string, world: World): boolean {
  return coreVariable(name) !== undefined || world.variableFacts(name) !== undefined;
}

/** The same text as parts that are joined; undefined if a part would need other quotes. */
function joinedText(token: Token, world: World): string | undefined {
  const body = stringBody(token);
  const quote = token.text[0] ?? '"';
  if (body.includes('\\')) return undefined;
  const parts: string[] = [];
  let from = 0;
  for (const { text, offset } of variablesIn(body, world)) {
    if (offset > from) parts.push(`${quote}${body.slice(from, offset)}${quote}`);
    parts.push(text);
    from = offset + text.length;
  }
  if (from < body.length) parts.push(`${quote}${body.slice(from)}${quote}`);
  return parts.join(' + ');
}
