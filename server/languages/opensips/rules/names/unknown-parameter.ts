import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { moduleFacts, modulesWithParameter, parameterFacts } from '../../facts/facts.ts';
import { existsIn, isAtLeast, type Version } from '../../facts/versions.ts';
import { targetsOf } from '../../model/parameters.ts';
import { stringValue } from '../../syntax/token.ts';
import { type ModuleParameterRule, replacing } from '../rule.ts';

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
    const name = stringValue(item.name);
    for (const target of targetsOf(item, loaded, model.version)) {
      if (target.facts !== undefined || target.moduleFacts === undefined) continue;
      const { parameters } = model.privateNames;
      if ([target.module, ''].some(module => parameters.get(module)?.includes(name) === true)) continue;
      const older = parameterFacts(target.moduleFacts, name);
      if (older !== undefined) {
        const gone = older.removed !== undefined && isAtLeast(model.version, older.removed);
        const moved = gone ? ownerNow(target.module, name, model.version) : undefined;
        yield {
          span: item.name,
          message: message(
            gone
              ? `The parameter \`${name}\` of \`${target.module}\` was removed in ${older.removed ?? ''}.`
              : `\`${target.module}\` has no parameter \`${name}\` in ${model.version}${older.since === undefined ? '' : `: it was added in ${older.since}`}.`,
            'OpenSIPS does not start.',
            older.replacedBy !== undefined
              ? `Replaced by ${older.replacedBy}.`
              : moved !== undefined
                ? `It is now a parameter of \`${moved}\`: set it there${loaded.has(moved) ? '' : `, and load \`${moved}.so\``}.`
                : gone
                  ? 'Remove the line.'
                  : 'Remove the line, or select the version that you run.',
          ),
        };
        return;
      }
      const names = (target.moduleFacts.params ?? [])
        .filter(one => existsIn(model.version, one))
        .map(one => one.name);
      const guess = nearest(name, names) ?? containedIn(name, names);
      const elsewhere = modulesWithParameter(name).filter(
        module => loaded.has(module) && moduleFacts(module) !== undefined,
      );
      yield {
        span: item.name,
        message: message(
          `The module \`${target.module}\` has no parameter \`${name}\`.`,
          'OpenSIPS does not start.',
          guess !== undefined
            ? `Did you mean \`${guess}\`?`
            : elsewhere.length > 0
              ? `It is a parameter of ${elsewhere.map(module => `\`${module}\``).join(', ')}.`
              : 'Check the name.',
        ),
        ...(guess === undefined ? {} : { fixes: [replacing(`Write ${guess}`, item.name, `"${guess}"`)] }),
      };
      return;
    }
  },
};

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
