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
import { existsIn, isAtLeast, type Version, type VersionPlaces, versionsWhere } from '../facts/versions.ts';
import type { Argument, Call } from '../syntax/syntax.ts';
import { stringValue, type Token } from '../syntax/token.ts';
import type { CallUse } from '../syntax/uses.ts';
import { nameEnd } from '../syntax/variable.ts';

/**
 * The versions that refuse a call, whichever modules are loaded. An unknown name fits every version. Facts are looked for in
 * the modules of the script first.
 */
export function branchesAgainstCall(use: CallUse, modules: readonly string[]): VersionPlaces {
  const { mayHaveFlags, known } = callsNamed(use.call.name.text);
  const form = formOf(use, mayHaveFlags);
  for (const one of known) if (isSameForm(one.form, form)) return one.against;
  const against = branchesAgainst(use, modules);
  if (known.length < MOST_FORMS) known.push({ form, against });
  return against;
}

interface CallsNamed {
  readonly mayHaveFlags: boolean;
  /** What is known about calls, by what matters about them. */
  readonly known: { readonly form: CallForm; readonly against: VersionPlaces }[];
}

const callsNamed = remembered((name): CallsNamed => ({ mayHaveFlags: requiresValues(name), known: [] }));

const MOST_FORMS = 32;

/** All that matters about a call here: for each argument its kind, whether it is negative, and the text of what may be flags. */
type CallForm = readonly (string | boolean)[];

function formOf({ call, within }: CallUse, mayHaveFlags: boolean): CallForm {
  const form: (string | boolean)[] = [within === undefined, call.parentheses];
  for (const { kind, token, number } of call.args) {
    form.push(kind);
    if (number !== undefined) form.push(number < 0);
    if (!mayHaveFlags || kind !== 'string' || token === undefined) continue;
    const value = stringValue(token);
    if (isOldFlags(value)) form.push(value);
  }
  return form;
}

function isSameForm(one: CallForm, other: CallForm): boolean {
  return one.length === other.length && one.every((part, at) => part === other[at]);
}

function branchesAgainst({ call, within }: CallUse, modules: readonly string[]): VersionPlaces {
  const owners = ownersOf(call.name.text, within !== undefined, modules);
  if (owners.length === 0) return [];
  return versionsWhere(
    version =>
      !owners.some(
        ({ facts, module }) =>
          existsIn(version, facts) &&
          (module === undefined || existsIn(version, module)) &&
          argumentsFit(call, facts, module === undefined, within !== undefined, version),
      ),
  );
}

/** The versions without the core variable in a token. */
export function branchesAgainstVariables({ text }: Token): VersionPlaces {
  let against: VersionPlaces = [];
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at + 1)) {
    const start = text[at + 1] === '(' ? at + 2 : at + 1;
    const without = versionsWithout(text.slice(start, nameEnd(text, start)));
    if (against.length === 0) against = without;
    else if (without.length > 0) against = [...new Set([...against, ...without])];
  }
  return against;
}

/** The versions without a core variable; none for other names. */
const versionsWithout = remembered((name): VersionPlaces => {
  const facts = coreVariable(name);
  return facts === undefined ? [] : versionsWhere(version => !existsIn(version, facts));
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
