import {
  coreFunction,
  coreTransformation,
  coreVariable,
  functionOf,
  globalFacts,
  moduleFacts,
  modulesWithFunction,
  modulesWithParameter,
  modulesWithVariable,
  parameterFacts,
  variableOf,
} from '../facts/facts.ts';
import { newestVersion, versionOf } from '../facts/versions.ts';
import {
  describeFunction,
  describeGlobal,
  describeKeyword,
  describeModule,
  describeParameter,
  describeRouteKind,
  describeTransformation,
  describeVariable,
} from './describe.ts';

/**
 * What is known, as Markdown, about a name in every meaning that it has: global parameter, function, module, parameter of a
 * module, variable (`$ru`, `ru`), transformation (`s.len`), kind of route, keyword.
 */
export function describeName(name: string, setting: string): readonly string[] {
  const version = versionOf(setting) ?? newestVersion;
  const asked = name.trim().replace(/\(.*$/, '');
  const variable = asked.replace(/^\$/, '');
  const [cls = '', transformation = ''] = asked.replace(/^\{|\}$/g, '').split('.');
  const found = [
    known(globalFacts(asked), facts => describeGlobal(facts, version)),
    known(coreFunction(asked), facts => describeFunction(facts, undefined, version)),
    ...modulesWithFunction(asked).map(module =>
      known(moduleFacts(module), facts =>
        known(functionOf(facts, asked), one => describeFunction(one, facts, version)),
      ),
    ),
    known(moduleFacts(asked), facts => describeModule(asked, facts, version)),
    ...modulesWithParameter(asked).map(module =>
      known(moduleFacts(module), facts =>
        known(parameterFacts(facts, asked), one => describeParameter(facts, one, version)),
      ),
    ),
    known(coreVariable(variable), facts => describeVariable(facts, undefined, version)),
    ...modulesWithVariable(variable).map(module =>
      known(moduleFacts(module), facts =>
        known(variableOf(facts, variable), one => describeVariable(one, module, version)),
      ),
    ),
    known(coreTransformation(cls, transformation), facts => describeTransformation(facts, version)),
    describeRouteKind(asked, version),
    describeKeyword(asked, version),
  ];
  return [...new Set(found.filter(text => text !== undefined))];
}

function known<Facts>(
  facts: Facts | undefined,
  describe: (facts: Facts) => string | undefined,
): string | undefined {
  return facts === undefined ? undefined : describe(facts);
}
