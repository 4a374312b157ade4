import { message } from '../../../../rules/rule.ts';
import { isAlwaysText } from '../../facts/textVariables.ts';
import type { World } from '../../model/world.ts';
import type { Expression } from '../../syntax/syntax.ts';
import type { Span, Token } from '../../syntax/token.ts';
import { type Fix, type LocalFinding, type RouteRule, replacing } from '../rule.ts';

export const textComparedWithNumber: RouteRule = {
  code: 'opensips-cfg/text-compared-with-number',
  severity: 'warning',
  family: 'values',
  title: 'Text compared with a number',
  why: 'Variables such as `$rU` and `$cs` contain text, even if all of its characters are digits. OpenSIPS does not convert it: the comparison with a number is an error at run time, the condition counts as false, and `!` or `or` after it does not change that. A `case` with a number never matches.',
  fix: 'Put the number in quotes, or convert the text with `{s.int}` to compare which one is greater.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($rU == 100)\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($rU == "100" || $(rU{s.int}) > 500)\n\t\texit;\n}\n',
  on: 'route',
  check({ uses, world }) {
    const found: LocalFinding[] = [];
    for (const { left, operator, right } of uses.comparisons) {
      if (right.type !== 'value' || right.number === undefined) continue;
      const text = textIn(left, world);
      if (text === undefined) continue;
      found.push({
        span: operator,
        message: message(
          `\`${text.text}\` is text and ${right.token.text} is a number.`,
          'OpenSIPS reports an error for the comparison at run time, and the condition is never true.',
          /^[!=]=$/.test(operator.text) ? 'Put the number in quotes.' : 'Convert the text with `{s.int}`.',
        ),
        fixes: fixesOf(text, operator, right),
      });
    }
    for (const { subject, cases } of uses.switches) {
      if (subject === undefined || !isText(subject, world)) continue;
      for (const { label, number } of cases)
        if (label !== undefined && number !== undefined) found.push(labelFinding(subject, label));
    }
    return found;
  },
};

function labelFinding(subject: Token, label: Token): LocalFinding {
  return {
    span: label,
    message: message(
      `\`${subject.text}\` is text and ${label.text} is a number.`,
      'OpenSIPS does not convert one to the other, so this case never matches.',
      'Put the number in quotes.',
    ),
    fixes: [replacing('Put the number in quotes', label, `"${label.text}"`, true)],
  };
}

function fixesOf(text: Token, operator: Token, right: Extract<Expression, { type: 'value' }>): Fix[] {
  if (/^[!=]=$/.test(operator.text))
    return [replacing('Put the number in quotes', right.token, `"${right.token.text}"`, true)];
  const plain = /^\$([\w.]+)$/.exec(text.text)?.[1];
  const asNumber = plain === undefined ? text.text.replace(/\)$/, '{s.int})') : `$(${plain}{s.int})`;
  const span: Span = text;
  return [replacing('Convert with {s.int}', span, asNumber, true)];
}

function textIn(expression: Expression, world: World): Token | undefined {
  if (expression.type === 'group') return textIn(expression.inner, world);
  return expression.type === 'value' && isText(expression.token, world) ? expression.token : undefined;
}

function isText(token: Token, world: World): boolean {
  if (token.kind !== 'variable') return false;
  const { syntax } = world.read(token.text);
  if (syntax === undefined || syntax.isMarker) return false;
  const last = syntax.transformations.at(-1);
  return isAlwaysText(syntax.name, last === undefined ? undefined : `${last.cls}.${last.name}`);
}
