import {
  moduleFacts,
  modulesWithFunction,
  modulesWithParameter,
  modulesWithVariable,
} from '../facts/facts.ts';
import { newestVersion, versionOf } from '../facts/versions.ts';
import { describeEntry, type Entry } from './entry.ts';

/** What is known about a name, as Markdown, in every meaning of the name: global parameter, function, module, parameter of a
 * module, variable (`$ru`, `ru`), transformation (`s.len`), event, management command, statistic (`dialog:active_dialogs`), kind of route, keyword.
 */
export function describeName(name: string, setting: string): readonly string[] {
  const version = versionOf(setting) ?? newestVersion;
  const found = entriesNamed(name.trim().replace(/\(.*$/, '')).map(entry => describeEntry(entry, version));
  return [...new Set(found.filter(text => text !== undefined))];
}

function entriesNamed(name: string): readonly Entry[] {
  const variable = name.replace(/^\$/, '');
  const [cls = '', transformation = ''] = name.replace(/^\{|\}$/g, '').split('.');
  return [
    { of: 'global', name },
    { of: 'function', name },
    ...modulesWithFunction(name).map((module): Entry => ({ of: 'function', name, module })),
    ...(moduleFacts(name) === undefined ? [] : [{ of: 'module' as const, name }]),
    ...modulesWithParameter(name).map((module): Entry => ({ of: 'parameter', name, module })),
    { of: 'variable', name: variable },
    ...modulesWithVariable(variable).map((module): Entry => ({ of: 'variable', name: variable, module })),
    { of: 'transformation', name: `${cls}.${transformation}` },
    { of: 'event', name },
    { of: 'command', name },
    { of: 'statistic', name },
    { of: 'route-kind', name },
    { of: 'keyword', name },
  ];
}
