import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { type ModuleFacts, moduleFacts, modulesWithParameter, parameterFacts } from '../../facts/facts.ts';
import { type FormerParameter, formerParameter } from '../../facts/formerParameters.ts';
import { kamailioParameters } from '../../facts/kamailio.ts';
import { existsIn, isAtLeast, type Version } from '../../facts/versions.ts';
import type { LoadedModules } from '../../model/loadedModules.ts';
import { targetsOf } from '../../model/parameters.ts';
import { stringValue, type Token } from '../../syntax/token.ts';
import { type LocalFinding, type ModuleParameterRule, replacing } from '../rule.ts';

export const unknownParameter: ModuleParameterRule = {
  code: 'opensips-cfg/unknown-parameter',
  severity: 'error',
  family: 'names',
  title: 'Parameter that the module does not have',
  why: 'OpenSIPS does not start when a `modparam` sets a parameter that one of the matching modules does not have.',
  fix: 'Correct the name, or use the parameter that replaced it.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nmodparam("tm", "fr_timeuot", 5)\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nmodparam("tm", "fr_timeout", 5)\n',
  on: 'modparam',
  *check(item, loaded, model) {
    if (item.module === undefined || item.name === undefined) return;
    const { version, privateNames } = model;
    const name = stringValue(item.name);
    for (const { module, facts, moduleFacts: ofModule } of targetsOf(item, loaded, version)) {
      if (facts !== undefined || ofModule === undefined) continue;
      if ([module, ''].some(owner => privateNames.parameters.get(owner)?.includes(name) === true)) continue;
      yield ofOtherVersion(item.name, ofModule, loaded, version) ??
        ofKamailio(item.name, ofModule) ??
        misspelled(item.name, ofModule, loaded, version);
      return;
    }
  },
};

/** A parameter that the module has in other versions, or had before all of those that are known. */
function ofOtherVersion(
  name: Token,
  ofModule: ModuleFacts,
  loaded: LoadedModules,
  version: Version,
): LocalFinding | undefined {
  const word = stringValue(name);
  const module = ofModule.name;
  const facts = parameterFacts(ofModule, word);
  const former = formerParameter(module, word, version);
  if (facts === undefined && former === undefined) return undefined;
  const { since, removed, replacedBy } = facts ?? {};
  const isGone = former !== undefined || (removed !== undefined && isAtLeast(version, removed));
  return {
    span: name,
    message: message(
      isGone
        ? `The parameter \`${word}\` of \`${module}\` was removed in ${removed ?? former?.since}.`
        : `\`${module}\` has no parameter \`${word}\` in ${version}${since === undefined ? '' : `: it was added in ${since}`}.`,
      'OpenSIPS does not start.',
      former !== undefined
        ? insteadOf(former)
        : replacedBy !== undefined
          ? `Replaced by ${replacedBy}.`
          : isGone
            ? (insteadIn(ownerNow(module, word, version), loaded) ?? 'Remove the line.')
            : 'Remove the line, or select the version that you run.',
    ),
    ...(former?.newName === undefined || former.value !== undefined
      ? {}
      : { fixes: [replacing(`Write ${former.newName}`, name, `"${former.newName}"`, true)] }),
  };
}

function ofKamailio(name: Token, { name: module }: ModuleFacts): LocalFinding | undefined {
  const word = stringValue(name);
  const instead = kamailioParameters.get(`${module}.${word}`);
  if (instead === undefined) return undefined;
  return {
    span: name,
    message: message(
      `The parameter \`${word}\` belongs to \`${module}\` of Kamailio.`,
      'OpenSIPS does not start.',
      instead,
    ),
  };
}

function insteadOf({ newName, inScript, why, value }: FormerParameter): string {
  if (newName === undefined) return inScript ? `${why} Then remove the line.` : `${why} Remove the line.`;
  return value === undefined ? `Write \`${newName}\`.` : `${why} Write \`${newName}\`.`;
}

function insteadIn(owner: string | undefined, loaded: LoadedModules): string | undefined {
  return owner === undefined
    ? undefined
    : `It is now a parameter of \`${owner}\`: set it there${loaded.has(owner) ? '' : `, and load \`${owner}.so\``}.`;
}

function misspelled(
  name: Token,
  ofModule: ModuleFacts,
  loaded: LoadedModules,
  version: Version,
): LocalFinding {
  const word = stringValue(name);
  const names = (ofModule.params ?? []).filter(one => existsIn(version, one)).map(one => one.name);
  const guess = nearest(word, names) ?? containedIn(word, names);
  const elsewhere = modulesWithParameter(word).filter(
    owner => loaded.has(owner) && moduleFacts(owner) !== undefined,
  );
  return {
    span: name,
    message: message(
      `The module \`${ofModule.name}\` has no parameter \`${word}\`.`,
      'OpenSIPS does not start.',
      guess !== undefined
        ? `Did you mean \`${guess}\`?`
        : elsewhere.length > 0
          ? `It is a parameter of ${elsewhere.map(owner => `\`${owner}\``).join(', ')}.`
          : 'Check the name.',
    ),
    ...(guess === undefined ? {} : { fixes: [replacing(`Write ${guess}`, name, `"${guess}"`)] }),
  };
}

/** Where a parameter of the same name is now that its module no longer has it: in a module that the old one depends on. */
function ownerNow(module: string, name: string, version: Version): string | undefined {
  const partners = new Set((moduleFacts(module)?.depends ?? []).flatMap(one => one.module ?? []));
  return modulesWithParameter(name).find(owner => {
    const facts = moduleFacts(owner);
    const own = facts === undefined ? undefined : parameterFacts(facts, name);
    return (
      partners.has(owner) &&
      facts !== undefined &&
      own !== undefined &&
      existsIn(version, facts) &&
      existsIn(version, own)
    );
  });
}

/** The only name that is the end of the written one, or ends with it: a prefix was added or left out. */
function containedIn(written: string, names: readonly string[]): string | undefined {
  const found = names.filter(name => written.endsWith(`_${name}`) || name.endsWith(`_${written}`));
  return found.length === 1 ? found[0] : undefined;
}
