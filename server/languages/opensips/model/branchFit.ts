import { remembered } from '../../../text/remembered.ts';
import { parametersOf, requiredCount } from '../facts/callSignature.ts';
import { countsOf, formsBefore31, misfitOf } from '../facts/callsBefore31.ts';
import {
  coreFunction,
  coreVariable,
  type FunctionFacts,
  type FunctionParameter,
  type Lifetime,
  moduleFacts,
  modulesWithFunction,
} from '../facts/facts.ts';
import { isOldFlags, requiresValues, valueFault, valuesOf } from '../facts/flagWords.ts';
import { argumentCountsIn } from '../facts/signatures.ts';
import { existsIn, isAtLeast, type Version, versions } from '../facts/versions.ts';
import type { Argument, Call } from '../syntax/syntax.ts';
import { stringValue, type Token } from '../syntax/token.ts';
import type { CallUse } from '../syntax/uses.ts';

/**
 * The versions that refuse a call, whichever modules are loaded. An unknown name fits every version. Facts are looked for in
 * the modules of the script first.
 */
export function branchesAgainstCall(use: CallUse, modules: readonly string[]): readonly Version[] {
  return branchesAgainstShape(shapeOf(use), { ...use, modules });
}

/** All that matters about a call here: strings only if they may be flags. */
function shapeOf({ call, within }: CallUse): string {
  let shape = `${call.name.text} ${within === undefined} ${call.parentheses}`;
  const mayBeFlags = requiresValues(call.name.text);
  for (const { kind, token, number } of call.args) {
    shape += ` ${kind}`;
    if (number !== undefined && number < 0) shape += '-';
    if (!mayBeFlags || kind !== 'string' || token === undefined) continue;
    const value = stringValue(token);
    if (isOldFlags(value)) shape += ` ${value}`;
  }
  return shape;
}

interface CallInScript extends CallUse {
  readonly modules: readonly string[];
}

const branchesAgainstShape = remembered((_, { call, within, modules }: CallInScript): readonly Version[] => {
  const owners = ownersOf(call.name.text, within !== undefined, modules);
  if (owners.length === 0) return [];
  return versions.filter(
    version =>
      !owners.some(
        ({ facts, module }) =>
          existsIn(version, facts) &&
          (module === undefined || existsIn(version, module)) &&
          argumentsFit(call, facts, module === undefined, within !== undefined, version),
      ),
  );
});

/** The versions without the core variable in a token. */
export function branchesAgainstVariables({ text }: Token): readonly Version[] {
  if (!text.includes('$')) return [];
  const without = [...text.matchAll(/\$\(?([a-z_][\w.]*)/gi)].flatMap(([, name = '']) =>
    versionsWithout(name),
  );
  return without.length === 0 ? without : versions.filter(version => without.includes(version));
}

/** The versions without a core variable; none for other names. */
const versionsWithout = remembered((name): readonly Version[] => {
  const facts = coreVariable(name);
  return facts === undefined ? [] : versions.filter(version => !existsIn(version, facts));
});

interface Owner {
  readonly facts: FunctionFacts;
  /** Undefined for core. */
  readonly module: Lifetime | undefined;
}

/** Core or the modules that have a function in any version. */
function ownersOf(name: string, isAsync: boolean, modules: readonly string[]): readonly Owner[] {
  const core = isAsync ? undefined : coreFunction(name);
  return core === undefined ? moduleOwnersOf(name, modules) : [{ facts: core, module: undefined }];
}

const moduleOwnersOf = remembered((name, modules: readonly string[]): readonly Owner[] =>
  modulesWithFunction(name, modules).flatMap(owner => {
    const module = moduleFacts(owner);
    const facts = module?.functions?.find(one => one.name === name);
    return facts === undefined ? [] : [{ facts, module }];
  }),
);

function argumentsFit(
  call: Call,
  facts: FunctionFacts,
  isOfCore: boolean,
  isAsync: boolean,
  version: Version,
): boolean {
  const { args } = call;
  const forms = isOfCore ? formsBefore31(facts.name, version) : undefined;
  if (forms !== undefined)
    return (
      !call.parentheses || (countsOf(forms).includes(args.length) && misfitOf(call, forms) === undefined)
    );
  if (!isOfCore && !isAtLeast(version, '3.0')) {
    const counts = isAsync ? undefined : argumentCountsIn(facts, version);
    return (
      counts?.includes(args.length) !== false &&
      args.every(({ kind }) => kind !== 'number' && kind !== 'variable')
    );
  }
  const params = parametersOf(facts, version, args.length);
  if (params !== undefined) {
    if (args.length < requiredCount(params) || args.length > params.length) return false;
    if (!args.every((argument, at) => typeFits(argument, params[at]))) return false;
  }
  return args.every((argument, at) => !hasOldFlags(facts.name, argument, at, version));
}

function typeFits({ kind }: Argument, parameter: FunctionParameter | undefined): boolean {
  if (parameter === undefined || kind === 'omitted') return true;
  switch (parameter.type) {
    case 'int':
      return kind !== 'string';
    case 'var':
      return kind === 'variable';
    default:
      return kind !== 'number' && !(kind === 'variable' && parameter.const === true);
  }
}

function hasOldFlags(name: string, { kind, token }: Argument, at: number, version: Version): boolean {
  if (kind !== 'string' || token === undefined) return false;
  const values = valuesOf(name, at, version);
  if (values?.kind !== 'words') return false;
  const value = stringValue(token);
  return isOldFlags(value) && valueFault(values, value) !== undefined;
}
