import { fits, parametersOf } from '../../facts/callSignature.ts';
import { logLevels } from '../../facts/logLevels.ts';
import type { Argument, Call } from '../../syntax/syntax.ts';
import { stringValue } from '../../syntax/token.ts';
import { ASYNC, DROP, EXIT, RETURN } from '../flowFlags.ts';
import { Arguments } from '../functions/arguments.ts';
import { functionModel } from '../functions/modules.ts';
import { askFunction } from '../functions/unknown.ts';
import { routeTitle, runCalledRoute, runErrorRoute } from '../routes.ts';
import type { Execution, Frame } from '../server.ts';
import { expand } from '../values/format.ts';
import { integerValue, isNull, nullValue, printed, textValue, type Value } from '../values/value.ts';
import { getVariable, variableOf } from '../values/variables.ts';
import { startAsync, startLaunch } from './async.ts';
import { beginStatement } from './entry.ts';
import { ENDED, evaluateCondition } from './expressions.ts';

/** Runs a command: a keyword statement such as `exit` or `route(...)`, or a function. */
export function runCall(x: Execution, frame: Frame, call: Call): number {
  const name = call.name.text;
  const line = frame.place.start + call.endLine + 1;
  switch (name) {
    case 'exit':
      beginStatement(x, frame, name, line);
      x.flags |= EXIT;
      return 0;
    case 'drop':
      beginStatement(x, frame, name, line);
      x.flags |= DROP | EXIT;
      return -5;
    case 'return':
      return runReturn(x, frame, call, line);
    case 'route':
      return runRoute(x, frame, call, line);
    case 'xlog':
    case 'xdbg':
      return runLog(x, frame, call, line);
    case 'log':
    case 'error':
      beginStatement(x, frame, name, line).ret = 1;
      return 1;
    case 'assert':
      return runAssert(x, frame, call, line);
    case 'async':
    case 'launch':
      return runAsync(x, frame, call, line);
    default:
      return runFunction(x, frame, call, line);
  }
}

function runReturn(x: Execution, frame: Frame, call: Call, line: number): number {
  const values = call.args.map(argument => argumentValue(x, argument));
  const [first] = call.args;
  x.server.returnValues = values.slice(1);
  const entry = beginStatement(x, frame, 'return', line);
  x.flags |= RETURN;
  const value = values[0] ?? nullValue;
  const ret = first === undefined || first.kind === 'omitted' ? 1 : isNull(value) ? -1 : (value.number ?? 1);
  entry.ret = ret;
  return ret;
}

/** The value of an argument of `route()` and `return()`. */
function argumentValue(x: Execution, argument: Argument): Value {
  switch (argument.kind) {
    case 'number':
      return integerValue(argument.number ?? 0);
    case 'string':
      return textValue(joined(argument));
    case 'variable': {
      const variable = argument.token === undefined ? undefined : variableOf(x, argument.token.text);
      return variable === undefined ? nullValue : getVariable(x, variable);
    }
    case 'name':
      return textValue(argument.token?.text ?? '');
    default:
      return nullValue;
  }
}

function joined(argument: Argument): string {
  const tokens = [argument.token, ...(argument.folded ?? [])];
  return tokens.map(token => (token === undefined ? '' : stringValue(token))).join('');
}

function runRoute(x: Execution, frame: Frame, call: Call, line: number): number {
  const [target, ...rest] = call.args;
  if (target === undefined) return -5;
  const params = rest.length === 0 ? undefined : rest.map(argument => argumentValue(x, argument));
  const isComputed =
    target.kind === 'variable' || (target.kind === 'string' && (target.token?.text.includes('$') ?? false));
  const name = routeName(x, target);
  const placed = x.server.route('request', name);
  const entry = beginStatement(x, frame, isComputed ? 'route((variable))' : `route(${name})`, line);
  if (placed === undefined) {
    x.server.record.notes.push(
      `${routeTitle('request', name)} does not exist, so the call at line ${line} did nothing.`,
    );
    entry.ret = -5;
    return -5;
  }
  const ret = runCalledRoute(x, placed, params);
  x.server.returnCode = ret;
  entry.ret = ret;
  return ret;
}

function routeName(x: Execution, target: Argument): string {
  if (target.kind === 'number') return String(target.number ?? 0);
  if (target.kind === 'string') return expand(x, joined(target));
  if (target.kind === 'variable') return printed(argumentValue(x, target));
  return target.token?.text ?? '';
}

const levels: ReadonlyMap<string, number> = new Map(logLevels.map(({ name, number }) => [name, number]));

function runLog(x: Execution, frame: Frame, call: Call, line: number): number {
  beginStatement(x, frame, call.name.text, line);
  const text = call.args.at(-1);
  const level = call.args.length > 1 ? call.args[0] : undefined;
  if (text === undefined) return 1;
  const wanted = level === undefined ? undefined : levelOf(x, level);
  if (call.name.text === 'xdbg' || (wanted !== undefined && wanted > x.server.logLevel)) return 1;
  const written = text.kind === 'string' ? expand(x, joined(text)) : printed(argumentValue(x, text));
  x.server.record.log.push(written.replace(/\n$/, ''));
  return 1;
}

function levelOf(x: Execution, level: Argument): number {
  if (level.number !== undefined) return level.number;
  const name = level.kind === 'string' ? expand(x, joined(level)) : printed(argumentValue(x, level));
  return levels.get(name) ?? (/^-?\d+$/.test(name) ? Number(name) : -1);
}

function runAssert(x: Execution, frame: Frame, call: Call, line: number): number {
  const entry = beginStatement(x, frame, 'assert', line);
  const condition = call.args[0]?.expression;
  if (!x.server.hasAsserts || condition === undefined) {
    entry.ret = -5;
    return -5;
  }
  const outcome = evaluateCondition(x, frame, condition);
  entry.cond = outcome === 1 ? true : outcome === 0 ? false : outcome === ENDED ? ENDED : outcome;
  if (outcome > 0) {
    entry.ret = 1;
    return 1;
  }
  x.errorClass = 1;
  x.errorInfo = 'assertion failed';
  x.errorCode = 500;
  x.errorReason = 'server error';
  runErrorRoute(x);
  x.errorClass = 0;
  entry.ret = 0;
  return 0;
}

function runFunction(x: Execution, frame: Frame, call: Call, line: number): number {
  const name = call.name.text;
  const entry = beginStatement(x, frame, name, line);
  const args = new Arguments(x, call.args);
  const found = functionModel(x.server, name);
  const { uri, dstUri } = x.message;
  let ret: number;
  if (!hasUsableArguments(x, call, args)) ret = -1;
  else if (found === undefined) ret = askFunction(x, name, args);
  else ret = found.run(x, args, frame);
  entry.ret = ret;
  const changes = [
    ...(x.message.uri === uri ? [] : [`$ru = ${x.message.uri}`]),
    ...(x.message.dstUri === dstUri ? [] : [`$du = ${x.message.dstUri ?? 'NULL'}`]),
  ];
  if (changes.length > 0) entry.changes = changes;
  if (args.shown.length > 0) entry.args = args.shown;
  return ret;
}

/** False where a variable has no value of the type that the function takes: then the function is not run (get_cmd_fixups). */
function hasUsableArguments(x: Execution, call: Call, args: Arguments): boolean {
  const facts = x.server.world.functions(call.name.text)[0]?.facts;
  const params = facts === undefined ? undefined : parametersOf(facts, x.server.model.version, args.count);
  if (params === undefined || !fits(params, args.count)) return true;
  return params.every(({ type }, position) => {
    if (type === 'var' || call.args[position]?.kind !== 'variable') return true;
    const value = args.value(position);
    return type === 'int' ? value.number !== undefined : !isNull(value);
  });
}

function runAsync(x: Execution, frame: Frame, call: Call, line: number): number {
  const [inner, resume] = call.args;
  const isLaunch = call.name.text === 'launch';
  const called = inner?.call;
  const name = called?.name.text ?? '';
  const entry = beginStatement(x, frame, `${call.name.text} ${name}`, line);
  const args = new Arguments(x, called?.args ?? []);
  const resumeName = resume === undefined ? undefined : routeName(x, resume);
  if (isLaunch) {
    const ret = startLaunch(x, frame, name, args, resumeName);
    entry.ret = ret;
    return ret;
  }
  const isStarted = startAsync(x, frame, name, args, resumeName);
  if (isStarted) x.flags |= ASYNC;
  entry.ret = 0;
  return 0;
}
