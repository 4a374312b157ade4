import { message } from '../../../../rules/rule.ts';
import { readString } from '../../syntax/inside.ts';
import { stringBody, type Token } from '../../syntax/token.ts';
import { type LocalFinding, type RouteRule, replacing } from '../rule.ts';

/** Functions of `sipmsgops` that copy their first argument into the message as it is. */
const adders = new Set(['append_hf', 'insert_hf', 'append_to_reply']);

export const headerWithoutLineEnd: RouteRule = {
  code: 'opensips-cfg/header-without-line-end',
  severity: 'warning',
  family: 'values',
  title: 'Header that is added without a colon or a line end',
  why: '`append_hf` and its relatives copy the text into the message as it is. Without `\\r\\n` at the end, the next header becomes part of the value; without a colon, the next hop refuses the message.',
  fix: 'Write the header as `Name: value\\r\\n`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sipmsgops.so"\nroute {\n\tappend_hf("X-From: $fu");\n\tappend_hf("X-Test: 1");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sipmsgops.so"\nroute {\n\tappend_hf("X-Test: 1\\r\\n");\n}\n',
  on: 'route',
  calls: [...adders],
  check({ uses }) {
    const found: LocalFinding[] = [];
    for (const { call } of uses.calls) {
      if (!adders.has(call.name.text)) continue;
      const [first] = call.args;
      if (first?.kind !== 'string' || first.token === undefined || first.folded !== undefined) continue;
      const finding = faultOf(call.name.text, first.token);
      if (finding !== undefined) found.push(finding);
    }
    return found;
  },
};

function faultOf(name: string, token: Token): LocalFinding | undefined {
  const { value } = readString(token);
  // A variable may contain what is missing.
  if (/^\s*\$/.test(value) || /\$[\w.]+(?:\([^()]*\))?$|\$\([^$]*\)$/.test(value)) return undefined;
  if (!/^[^\s:$]*\$/.test(value) && !/^[^\s:]+[ \t]*:/.test(value)) {
    return {
      span: token,
      message: message(
        'This header has no name with a colon.',
        `\`${name}\` adds the text as it is, and the next hop refuses the message or misreads it.`,
        'Write `Name: value\\r\\n`.',
      ),
    };
  }
  if (value.endsWith('\n')) return undefined;
  const quoted = stringBody(token);
  return {
    span: token,
    message: message(
      'This header has no line end.',
      `\`${name}\` adds the text as it is, so the next header becomes part of the value.`,
      'Add `\\r\\n` to the end.',
    ),
    fixes: token.text.startsWith('"')
      ? [replacing('Add \\r\\n', token, `"${quoted.replace(/\\r$/, '')}\\r\\n"`, true)]
      : [],
  };
}
