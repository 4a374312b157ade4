import type { VariableSyntax } from '../../syntax/variableSyntax.ts';
import type { Execution } from '../server.ts';
import { setVariable, valueOfAnswer } from '../values/variables.ts';
import type { Arguments } from './arguments.ts';

/** A function that is not modeled: its return value is a question, and so is what it stores in variables. */
export function askFunction(x: Execution, name: string, args: Arguments): number {
  return askResult(x, name, args, ['yes', 'no'], outputsOf(x, name, args));
}

/** Asks what a function returns, the likely value first; if it succeeds, then what it stores in each variable. */
export function askResult(
  x: Execution,
  name: string,
  args: Arguments,
  results: readonly [string, ...string[]],
  outputs: readonly VariableSyntax[] = [],
): number {
  for (let position = 0; position < args.count; position++) args.value(position);
  const owner = x.server.world.functions(name)[0] ?? x.server.world.asyncFunctions(name)[0];
  const call = `${name}(${args.shown.map(text => text ?? '').join(', ')})`;
  const module = owner?.module === undefined ? '' : ` (${owner.module})`;
  const code = x.server.questions.askCode(`What does ${call}${module} return?`, results[0], results);
  if (code > 0) for (const [at, variable] of outputs.entries()) askOutput(x, call, variable, at + 1);
  return code;
}

function askOutput(x: Execution, call: string, variable: VariableSyntax, place: number): void {
  const question = `What does ${call} store in ${shownVariable(variable)}?`;
  setVariable(x, variable, valueOfAnswer(x.server.questions.ask(question, 'NULL', ['NULL'], place)));
}

function shownVariable({ name, inner }: VariableSyntax): string {
  return `$${name}${inner === undefined ? '' : `(${inner.text})`}`;
}

/** The variables among the arguments: a function takes the variable itself, not its value, to write it. */
function outputsOf(x: Execution, name: string, args: Arguments): readonly VariableSyntax[] {
  const { functions, asyncFunctions } = x.server.world;
  const facts = (functions(name)[0] ?? asyncFunctions(name)[0])?.facts;
  const params = facts?.params ?? facts?.overloads?.[0] ?? [];
  return params.flatMap(({ out, type }, position) => {
    const variable = out === true || type === 'var' ? args.variable(position) : undefined;
    return variable === undefined || isReadOnly(x, variable) ? [] : [variable];
  });
}

/** A variable that no function can write, so that it must be an input. */
function isReadOnly(x: Execution, { name }: VariableSyntax): boolean {
  const model = x.server.engine.variable(x.server, name);
  return model !== undefined && model.set === undefined;
}

/** The variables in a list such as `$avp(a);$avp(b)`. */
export function variablesIn(x: Execution, list: string | undefined): readonly VariableSyntax[] {
  return (list ?? '').split(/[;,](?![^(]*\))/).flatMap(written => {
    const variable = x.server.world.variable(written.trim());
    return variable === undefined ? [] : [variable];
  });
}
