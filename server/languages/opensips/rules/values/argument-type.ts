import { message } from '../../../../rules/rule.ts';
import { appendAll } from '../../../../text/longLists.ts';
import { formsBefore31, misfitOf, wantedAt } from '../../facts/callsBefore31.ts';
import type { FunctionParameter } from '../../facts/facts.ts';
import { valueFault, valuesOf, wordsOfMask } from '../../facts/flagWords.ts';
import { regexFault } from '../../facts/posixRegex.ts';
import { keywordFunctionsBefore31 } from '../../facts/reserved.ts';
import { isAtLeast, type Version } from '../../facts/versions.ts';
import type { Argument, Call } from '../../syntax/syntax.ts';
import { stringValue, type Token } from '../../syntax/token.ts';
import { readFormat } from '../../syntax/variable.ts';
import { type LocalFinding, type RouteRule, type RouteSubject, replacing } from '../rule.ts';

export const argumentType: RouteRule = {
  code: 'opensips-cfg/argument-type',
  severity: 'error',
  family: 'types',
  title: 'Argument of the wrong type',
  why: 'Since 3.0 a function takes numbers without quotes, strings in quotes, and a variable for each result. Before 3.0 module functions take only strings in quotes. With a wrong type the server does not start.',
  fix: 'Use the type in the message.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nroute {\n\tsl_send_reply("404", "Not Found");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nroute {\n\tsl_send_reply(404, "Not Found");\n}\n',
  on: 'route',
  check(subject) {
    const found: LocalFinding[] = [];
    if (!isAtLeast(subject.world.version, '3.1')) appendAll(found, inOldGrammar(subject));
    for (const { use, verdict } of subject.resolved) {
      if (verdict.kind !== 'found' || verdict.params === undefined) continue;
      for (const [at, argument] of use.call.args.entries()) {
        const parameter = verdict.params[at];
        if (parameter === undefined || argument.kind === 'omitted') continue;
        const finding = judge(use.call, argument, parameter, at, subject);
        if (finding !== undefined) found.push(finding);
      }
    }
    return found;
  },
};

/** Up to 3.0 the grammar defines the arguments of core functions, and up to 2.4 its module_func_param takes only strings. */
function* inOldGrammar(subject: RouteSubject): Generator<LocalFinding> {
  const { version } = subject.world;
  for (const { use, verdict } of subject.resolved) {
    const { name, args, parentheses } = use.call;
    const forms = formsBefore31(name.text, version);
    if (forms !== undefined) {
      const at = parentheses ? misfitOf(use.call, forms) : undefined;
      if (at !== undefined) yield* notInForm(use.call, at, wantedAt(forms, args.length, at), version);
    } else if (!isAtLeast(version, '3.0') && !keywordFunctionsBefore31.has(name.text)) {
      if (verdict.kind === 'found' && verdict.owner.module === undefined) continue;
      for (const [at, { kind }] of args.entries())
        if (kind === 'number' || kind === 'variable')
          yield* notInForm(use.call, at, 'a string in quotes', version);
    }
  }
}

function* notInForm(call: Call, at: number, wanted: string, version: Version): Generator<LocalFinding> {
  const argument = call.args[at];
  if (argument === undefined) return;
  const { kind, token = call.name } = argument;
  const value = kind === 'string' ? stringValue(token) : token.text;
  const text =
    kind === 'string' && (/^\d+$/.test(value) || (wanted.includes('name') && /^[A-Za-z_]\w*$/.test(value)))
      ? value
      : wanted.startsWith('a string') && kind === 'number'
        ? `"${value}"`
        : undefined;
  yield {
    span: argument,
    message: message(
      `Argument ${at + 1} of \`${call.name.text}\` must be ${wanted} in ${version}.`,
      'OpenSIPS does not start.',
      text !== undefined
        ? `Write \`${text}\`.`
        : kind === 'variable'
          ? 'Write a constant string; only some functions replace variables inside quotes.'
          : 'Change it to that.',
    ),
    ...(text === undefined ? {} : { fixes: [replacing(`Write ${text}`, argument, text, true)] }),
  };
}

/** Makes the finding for one argument: what the function takes, what to do, and how to fix it. */
type Misfit = (
  wanted: string,
  todo: string,
  fix?: { readonly title: string; readonly text: string },
) => LocalFinding;

function judge(
  call: Call,
  argument: Argument,
  parameter: FunctionParameter,
  at: number,
  subject: RouteSubject,
): LocalFinding | undefined {
  const { token } = argument;
  if (token === undefined) return undefined;
  const named = parameter.name === undefined ? '' : ` (${parameter.name})`;
  const misfit: Misfit = (wanted, todo, fix) => ({
    span: token,
    message: message(
      `Argument ${at + 1}${named} of \`${call.name.text}\` must be ${wanted}.`,
      'OpenSIPS does not start.',
      todo,
    ),
    ...(fix === undefined ? {} : { fixes: [replacing(fix.title, token, fix.text, true)] }),
  });
  switch (parameter.type) {
    case 'int':
      if (argument.kind === 'string' && stringValue(token) === '' && parameter.optional === true)
        return emptyForNumber(call, argument, at, misfit);
      return argument.kind === 'string' ? stringForNumber(token, misfit) : undefined;
    case 'var':
      return argument.kind === 'variable'
        ? judgeVariable(token, parameter, subject, misfit)
        : textForVariable(argument.kind, token, misfit);
    case 'regex':
    case 'str':
      if (argument.kind === 'number') return numberForString(call, argument, at, subject, misfit);
      if (argument.kind === 'variable')
        return parameter.const === true
          ? misfit('a constant string', 'Variables are not replaced here.')
          : undefined;
      return argument.kind === 'string' ? judgeString(token, parameter, subject, misfit) : undefined;
    default:
      return undefined;
  }
}

/** An empty string instead of a number that can be left out: up to 2.4 only an empty string did that. */
function emptyForNumber(call: Call, argument: Argument, at: number, misfit: Misfit): LocalFinding {
  const before = call.args[at - 1];
  const isLast = at === call.args.length - 1 && before !== undefined;
  const span = isLast ? { ...argument, line: before.endLine, start: before.end } : argument;
  return {
    ...misfit('a number or a variable', 'Leave it out.'),
    fixes: [replacing('Leave it out', span, '', true)],
  };
}

/** A string instead of a number: removing the quotes helps only when it is a number or a variable. */
function stringForNumber(token: Token, misfit: Misfit): LocalFinding {
  const value = stringValue(token);
  const plain =
    /^(?:[+-]?\d+|0x[\da-f]+)$/i.test(value) ||
    /^\$(?:(\w|\.)+(\([^()]*\))?|\((?:[^()]|\([^()]*\))*\))$/.test(value);
  return misfit(
    'a number or a variable',
    'Write it without quotes.',
    plain ? { title: 'Remove the quotes', text: value.replace(/^\+/, '') } : undefined,
  );
}

function textForVariable(kind: Argument['kind'], token: Token, misfit: Misfit): LocalFinding {
  const written = kind === 'string' ? stringValue(token).trim() : '';
  const isVariable = /^\$(?:[\w.]+(?:\([^()$]+\))?|\([^$]+\))$/.test(written);
  return misfit(
    'a variable',
    'Write a variable such as `$var(x)`, without quotes.',
    isVariable ? { title: 'Remove the quotes', text: written } : undefined,
  );
}

/** A variable that the function reads or writes: some functions take only AVPs, and not every variable is writable. */
function judgeVariable(
  token: Token,
  parameter: FunctionParameter,
  subject: RouteSubject,
  misfit: Misfit,
): LocalFinding | undefined {
  if (parameter.avp === true && !token.text.startsWith('$avp(') && !token.text.startsWith('$(avp('))
    return misfit('an AVP', 'Use one such as `$avp(x)`.');
  if (parameter.out !== true) return undefined;
  const read = subject.world.read(token.text);
  return read.fault === undefined && read.shape?.writable === false
    ? misfit('a writable variable', 'Use one such as `$var(x)` or `$avp(x)`.')
    : undefined;
}

/** A number instead of a string: quotes fix it only where the function takes any text. */
function numberForString(
  call: Call,
  argument: Argument,
  at: number,
  subject: RouteSubject,
  misfit: Misfit,
): LocalFinding {
  const name = call.name.text;
  const number = argument.number ?? Number.NaN;
  const text = String(number);
  const values = valuesOf(name, at, subject.world.version);
  const words = wordsOfMask(name, at, number);
  if (words !== undefined && words !== '' && values?.kind === 'words')
    return {
      ...misfit('a list of words', `Older versions took a bit mask: write "${words}".`),
      span: argument,
      fixes: [replacing(`Write "${words}"`, argument, `"${words}"`, true)],
    };
  if (values !== undefined && valueFault(values, text) !== undefined)
    return {
      ...misfit('a string or a variable', `Allowed: ${valueFault(values, text)?.allowed.join(', ') ?? ''}.`),
      span: argument,
    };
  if (number < 0 || argument.token?.text !== text)
    return { ...misfit('a string or a variable', 'Write it in quotes.'), span: argument };
  return misfit('a string or a variable', `Put it in quotes: "${text}".`, {
    title: `Put "${text}" in quotes`,
    text: `"${text}"`,
  });
}

/** A string where one is expected: a regular expression must compile, and a constant must not contain variables. */
function judgeString(
  token: Token,
  parameter: FunctionParameter,
  subject: RouteSubject,
  misfit: Misfit,
): LocalFinding | undefined {
  const value = stringValue(token);
  if (parameter.type === 'regex') {
    const fault = regexFault(value);
    return fault === undefined
      ? undefined
      : misfit('a regular expression', `OpenSIPS refuses this one: ${fault}.`);
  }
  if (parameter.const !== true || parameter.noExpand === true || !value.includes('$')) return undefined;
  const format = readFormat(value, subject.world.read);
  return format.fault === undefined && format.variables.length > 0
    ? misfit('a constant string', 'Variables are not replaced here.')
    : undefined;
}
