import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { isOldFlags, type ValueFault, valueFault } from '../../facts/flagWords.ts';
import { readString } from '../../syntax/inside.ts';
import type { Call } from '../../syntax/syntax.ts';
import { type Span, stringValue } from '../../syntax/token.ts';
import { type LocalFinding, type RouteRule, replacing } from '../rule.ts';

export const argumentValue: RouteRule = {
  code: 'opensips-cfg/argument-value',
  severity: 'error',
  family: 'values',
  title: 'Argument value that the function refuses',
  why: 'OpenSIPS checks constant flags, codes and words when it starts, and does not start if one is unknown. `opensips -C` does not report it.',
  fix: 'Write one of the values in the message.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nroute {\n\tt_relay("no-auto-478");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nroute {\n\tt_relay("no-auto-477");\n}\n',
  since: '3.0',
  on: 'route',
  check(subject) {
    const found: LocalFinding[] = [];
    for (const { use, verdict } of subject.resolved) {
      if (verdict.kind !== 'found') continue;
      for (const [at, values] of verdict.values.entries()) {
        const argument = use.call.args[at];
        const token = argument?.token;
        if (argument === undefined || token === undefined || values === undefined) continue;
        if (argument.kind === 'variable' && values.kind === 'avp-variable') {
          const wrong = valueFault(values, token.text);
          if (wrong !== undefined) found.push(findingOf(use.call.name.text, token, wrong, undefined));
          continue;
        }
        if (argument.kind !== 'string' && argument.kind !== 'number') continue;
        if (values.kind === 'avp-variable') continue;
        const text = argument.kind === 'string' ? stringValue(token) : undefined;
        if (values.kind !== 'avps' && text?.includes('$') === true) continue;
        const fault = valueFault(values, text ?? argument.number ?? 0);
        if (fault === undefined) continue;
        // Another rule reports the letters of older versions.
        if (values.kind === 'words' && values.wereLetters && text !== undefined && isOldFlags(text)) continue;
        const offset = text?.indexOf(fault.wrong) ?? 0;
        const span =
          text === undefined || fault.wrong === ''
            ? token
            : readString(token).spanOf(Math.max(0, offset), fault.wrong.length);
        const guess =
          values.kind === 'words' || values.kind === 'one-of'
            ? nearest(fault.wrong, fault.allowed)
            : undefined;
        const finding = findingOf(use.call.name.text, span, fault, guess);
        found.push(
          isNextHop(use.call, at, fault) ? { ...finding, ...asSecondArgument(use.call, fault) } : finding,
        );
      }
    }
    return found;
  },
};

/** The argument of `t_relay` that was the first one in older versions. */
function isNextHop({ name, args }: Call, at: number, { wrong }: ValueFault): boolean {
  return (
    name.text === 't_relay' && at === 0 && args.length === 1 && /^(?:\w+:)?[\w-]+[.:][\w.:-]+$/.test(wrong)
  );
}

function asSecondArgument(call: Call, { wrong }: ValueFault): Pick<LocalFinding, 'message' | 'fixes'> {
  const [argument] = call.args;
  const text = `, "${wrong}"`;
  return {
    message: message(
      `\`${call.name.text}\` does not accept \`${wrong}\` here.`,
      '`opensips -C` does not report this, but OpenSIPS does not start.',
      `The next hop is its second argument: write \`${call.name.text}(${text})\`.`,
    ),
    ...(argument === undefined
      ? {}
      : { fixes: [replacing(`Write ${call.name.text}(${text})`, argument, text, true)] }),
  };
}

function findingOf(name: string, span: Span, fault: ValueFault, guess: string | undefined): LocalFinding {
  return {
    span,
    message: message(
      `\`${name}\` does not accept \`${fault.wrong}\` here.`,
      '`opensips -C` does not report this, but OpenSIPS does not start.',
      guess === undefined ? `Allowed: ${fault.allowed.join(', ')}.` : `Did you mean \`${guess}\`?`,
    ),
    ...(guess === undefined ? {} : { fixes: [replacing(`Write ${guess}`, span, guess)] }),
  };
}
