import { message } from '../../../../rules/rule.ts';
import { readString } from '../../syntax/inside.ts';
import type { Expression } from '../../syntax/syntax.ts';
import type { Token } from '../../syntax/token.ts';
import { type LocalFinding, type RouteRule, replacing } from '../rule.ts';

/** Variables whose value is parsed as a URI when the request is sent. */
const destinations: ReadonlySet<string> = new Set(['$du', '$dsturi', '$duri', '$ru', '$ruri']);

/** What parse_uri reads. */
const scheme = /^(?:sips?|tels?|urn):/i;

export const destinationWithoutScheme: RouteRule = {
  code: 'opensips-cfg/destination-without-scheme',
  severity: 'warning',
  family: 'values',
  title: 'Destination that is not a URI',
  why: '`$du` and `$ru` hold a complete URI. OpenSIPS stores any text in them, but cannot parse one without a scheme such as `sip:` when it sends the request: `t_relay` fails.',
  fix: 'Write the scheme in front of the address, as in `$du = "sip:192.0.2.1:5060"`. To change only a part of the Request-URI, assign to `$rU`, `$rd` or `$rp`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$du = "192.0.2.1:5060";\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$du = "sip:192.0.2.1:5060";\n}\n',
  on: 'route',
  check({ uses }) {
    const found: LocalFinding[] = [];
    for (const { assignment } of uses.assignments) {
      const { target, operator, value } = assignment;
      if (!destinations.has(target.text) || (operator.text !== '=' && operator.text !== ':=')) continue;
      const token = firstText(value);
      if (token === undefined) continue;
      const { value: text, spanOf } = readString(token);
      if (text === '' || text.startsWith('$') || scheme.test(text)) continue;
      const isUser = target.text.startsWith('$r') && !/[.@:]/.test(text) && value.type === 'value';
      found.push({
        span: token,
        message: message(
          `\`${target.text}\` is set to a text without \`sip:\`.`,
          'It is not a URI, so the request cannot be sent.',
          isUser ? 'Assign it to `$rU` to change only the user.' : 'Write `sip:` in front of it.',
        ),
        fixes: [
          isUser ? replacing('Assign to $rU', target, '$rU') : replacing('Insert sip:', spanOf(0, 0), 'sip:'),
        ],
      });
    }
    return found;
  },
};

/** The text that a value begins with, if it begins with one. */
function firstText(expression: Expression): Token | undefined {
  switch (expression.type) {
    case 'value':
      return expression.token.kind === 'string' && expression.token.unclosed !== true
        ? expression.token
        : undefined;
    case 'group':
      return firstText(expression.inner);
    case 'arithmetic':
      return expression.operator.text === '+' ? firstText(expression.left) : undefined;
    default:
      return undefined;
  }
}
