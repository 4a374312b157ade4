import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { coreFacts, coreFunction, moduleFacts, modulesWithFunction } from '../../facts/facts.ts';
import { renamedFunctions, rewrittenFunctions } from '../../facts/formerFunctions.ts';
import { kamailioFunctions } from '../../facts/kamailio.ts';
import { existsIn, isAtLeast } from '../../facts/versions.ts';
import type { World } from '../../model/world.ts';
import type { Token } from '../../syntax/token.ts';
import type { CallUse } from '../../syntax/uses.ts';
import { type LocalFinding, type RouteRule, type RouteSubject, replacing } from '../rule.ts';

export const unknownFunction: RouteRule = {
  code: 'opensips-cfg/unknown-function',
  severity: 'error',
  family: 'names',
  title: 'Function that no loaded module provides',
  why: 'Every function that a script calls must belong to core or to a module loaded above. Otherwise the server does not start.',
  fix: 'Load the module, or correct the name.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tt_relay();\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nroute {\n\tt_relay();\n}\n',
  on: 'route',
  check(subject) {
    const found: LocalFinding[] = [];
    for (const { use, verdict } of subject.resolved) {
      if (verdict.kind !== 'unknown') continue;
      const finding = judge(use, subject);
      if (finding !== undefined) found.push(finding);
    }
    return found;
  },
};

/** Why the function of a call is not found, from the most certain reason to a guess; undefined where an unread file may load it. */
function judge({ call, within }: CallUse, { world, names }: RouteSubject): LocalFinding | undefined {
  const { name } = call;
  const word = name.text;
  if (world.privateFunctions.has(word)) return undefined;
  if (within !== undefined && world.functions(word).length > 0)
    return {
      span: name,
      message: message(
        `\`${word}\` cannot be called by ${within}.`,
        'It has no asynchronous version, so OpenSIPS does not start.',
        'Call it directly.',
      ),
    };
  const notLoaded = modulesToLoad(word, world);
  if (notLoaded.length > 0)
    return names.isComplete
      ? {
          span: name,
          missingModules: notLoaded,
          message: message(
            `\`${word}\` is a function of ${listed(notLoaded)}, which is not loaded above.`,
            'OpenSIPS does not start.',
            `Add \`loadmodule "${notLoaded[0] ?? ''}.so"\`.`,
          ),
        }
      : undefined;
  return ofOtherVersion(name, world) ?? ofKamailio(name) ?? misspelled(name, world);
}

/** The modules of this branch that have a function and are not loaded. */
function modulesToLoad(word: string, world: World): readonly string[] {
  return modulesWithFunction(word).filter(owner => {
    const facts = moduleFacts(owner);
    const own = facts?.functions?.find(one => one.name === word);
    return (
      facts !== undefined &&
      own !== undefined &&
      existsIn(world.version, facts) &&
      existsIn(world.version, own) &&
      !world.modules.some(module => module.name === owner)
    );
  });
}

function ofOtherVersion(name: Token, world: World): LocalFinding | undefined {
  const word = name.text;
  const history = historyOf(word, world);
  const instead = rewrittenFunctions.get(word);
  if (history === undefined && instead === undefined) return undefined;
  const newName =
    history?.isYetToCome === true
      ? olderName(word, world)
      : (renamedFunctions.find(one => one.name === word)?.newName ?? history?.replacement);
  return {
    span: name,
    message: message(
      history?.text ?? `\`${word}\` is a function of older versions.`,
      `OpenSIPS ${world.version} does not start.`,
      instead ??
        (newName !== undefined
          ? insteadOf(newName, world)
          : history?.isYetToCome === true
            ? 'Remove the call, or select the version that you run.'
            : 'Remove the call.'),
    ),
    ...(newName !== undefined && world.functions(newName).length > 0
      ? { fixes: [replacing(`Call ${newName}`, name, newName, true)] }
      : {}),
  };
}

/** The name that this version has for a function that was renamed later. */
function olderName(word: string, world: World): string | undefined {
  const older = renamedFunctions.find(one => one.newName === word)?.name ?? olderCoreName(word, world);
  return older !== undefined && (world.functions(older).length > 0 || modulesToLoad(older, world).length > 0)
    ? older
    : undefined;
}

function olderCoreName(word: string, world: World): string | undefined {
  return coreFacts.functions.find(one => one.replacedBy === word && existsIn(world.version, one))?.name;
}

/** `replacement`: a function, or something else in words. */
function insteadOf(replacement: string, world: World): string {
  const [owner] = modulesToLoad(replacement, world);
  if (owner !== undefined) return `Load \`${owner}\`, and call \`${replacement}\`.`;
  return modulesWithFunction(replacement).length > 0 || coreFunction(replacement) !== undefined
    ? `Call \`${replacement}\`.`
    : `Replaced by ${replacement}.`;
}

function ofKamailio(name: Token): LocalFinding | undefined {
  const instead = kamailioFunctions.get(name.text);
  if (instead === undefined) return undefined;
  return {
    span: name,
    message: message(`\`${name.text}\` is a function of Kamailio.`, 'OpenSIPS does not start.', instead),
  };
}

/** A name that nothing known has. A private module may have it, unless it is nearly a known one. */
function misspelled(name: Token, world: World): LocalFinding | undefined {
  const guess = nearest(name.text, namesIn(world));
  if (guess === undefined && world.hasPrivateModules) return undefined;
  return {
    span: name,
    ...(world.hasPrivateModules ? { severity: 'warning' as const } : {}),
    message: message(
      `No loaded module has a function \`${name.text}\`.`,
      'OpenSIPS does not start.',
      guess === undefined ? 'Check the name, or load its module.' : `Did you mean \`${guess}\`?`,
    ),
    ...(guess === undefined ? {} : { fixes: [replacing(`Call ${guess}`, name, guess)] }),
  };
}

function listed(modules: readonly string[]): string {
  return modules.map(module => `\`${module}\``).join(' or ');
}

/** When a function of core or of a known module was added or removed. */
function historyOf(
  name: string,
  world: World,
):
  | { readonly text: string; readonly replacement: string | undefined; readonly isYetToCome?: true }
  | undefined {
  const candidates = [
    coreFunction(name),
    ...modulesWithFunction(name).map(owner => {
      const module = moduleFacts(owner);
      const own = module?.functions?.find(one => one.name === name);
      if (module === undefined || own === undefined) return undefined;
      return own.removed === undefined && module.removed !== undefined
        ? { ...own, removed: module.removed, replacedBy: module.replacedBy ?? own.replacedBy }
        : own;
    }),
  ];
  for (const facts of candidates) {
    if (facts === undefined) continue;
    if (facts.removed !== undefined && isAtLeast(world.version, facts.removed))
      return { text: `\`${name}\` was removed in ${facts.removed}.`, replacement: facts.replacedBy };
    if (facts.since !== undefined && !isAtLeast(world.version, facts.since))
      return {
        text: `\`${name}\` was added in ${facts.since}.`,
        replacement: undefined,
        isYetToCome: true,
      };
  }
  return undefined;
}

const lists = new WeakMap<World, readonly string[]>();

function namesIn(world: World): readonly string[] {
  let list = lists.get(world);
  if (list === undefined) {
    const names = new Set<string>();
    for (const facts of coreFacts.functions) if (existsIn(world.version, facts)) names.add(facts.name);
    for (const module of world.modules) {
      for (const facts of module.functions ?? []) if (existsIn(world.version, facts)) names.add(facts.name);
    }
    list = [...names, ...world.privateFunctions];
    lists.set(world, list);
  }
  return list;
}
