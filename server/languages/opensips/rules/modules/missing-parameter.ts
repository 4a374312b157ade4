import { message } from '../../../../rules/rule.ts';
import { neededParameters } from '../../facts/facts.ts';
import { existsIn, isAtLeast } from '../../facts/versions.ts';
import { LoadedModules } from '../../model/loadedModules.ts';
import type { ScriptModel } from '../../model/model.ts';
import { parameterValue, targetsOf } from '../../model/parameters.ts';
import { moduleNameOf } from '../../model/placed.ts';
import { stringValue } from '../../syntax/token.ts';
import type { Finding, ScriptRule } from '../rule.ts';

export const missingParameter: ScriptRule = {
  code: 'opensips-cfg/missing-parameter',
  severity: 'error',
  family: 'modules',
  title: 'Module without a required parameter',
  why: 'Some parameters have no working default, so the module refuses to start until they are set. `opensips -C` does not start the modules, so it does not report this.',
  fix: 'Set the parameter, or remove the module.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/mi_datagram.so"\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/mi_datagram.so"\nmodparam("mi_datagram", "socket_name", "/run/opensips/mi.sock")\n',
  on: 'script',
  *check(model) {
    if (!model.isComplete) return;
    const needing = [...model.modules.values()].flatMap(loaded =>
      loaded.facts === undefined
        ? []
        : neededParameters(loaded.facts).map(parameter => ({ loaded, parameter })),
    );
    if (needing.length === 0 || !isEveryParameterTaken(model)) return;
    const globals = new Set<string>();
    for (const { item } of model.declarations) if (item.type === 'global') globals.add(item.name.text);
    for (const { loaded, parameter } of needing) {
      const { needed, name } = parameter;
      if (!isAtLeast(model.version, needed.since)) continue;
      if (!existsIn(model.version, parameter)) continue;
      const isSet = (one: string) =>
        globals.has(one) || parameterValue(model, loaded.name, one) !== undefined;
      if (isSet(name) || needed.unless?.some(isSet) === true) continue;
      if (needed.unlessModule !== undefined && model.modules.has(needed.unlessModule)) continue;
      if (needed.when?.every(one => isOn(parameterValue(model, loaded.name, one)?.value)) === false) continue;
      const others = needed.unless?.map(one => `\`${one}\``).join(' or ');
      const finding: Finding = {
        place: loaded.place,
        span: loaded.path,
        message: message(
          `\`${loaded.name}\` needs its parameter \`${name}\`${others === undefined ? '' : `, or ${others}`}${because(needed.when)}.`,
          '`opensips -C` does not report this, but OpenSIPS does not start.',
          `Set it with \`modparam("${loaded.name}", "${name}", ...)\`.`,
        ),
      };
      yield finding;
    }
  },
};

function because(when: readonly string[] | undefined): string {
  return when === undefined
    ? ''
    : `, because ${when.map(one => `\`${one}\``).join(' and ')} ${when.length > 1 ? 'are' : 'is'} set`;
}

function isOn(value: string | number | undefined): boolean {
  return value !== undefined && value !== '' && Number(value) !== 0;
}

/** Modules start only after every `modparam` was understood; one that was not understood may be the missing one. */
function isEveryParameterTaken(model: ScriptModel): boolean {
  const loaded = new LoadedModules();
  return model.declarations.every(({ item }) => {
    if (item.type === 'loadmodule' && item.path !== undefined)
      loaded.add(moduleNameOf(stringValue(item.path)));
    if (item.type !== 'modparam') return true;
    const targets = targetsOf(item, loaded, model.version);
    return (
      targets.length > 0 && targets.every(one => one.facts !== undefined || one.moduleFacts === undefined)
    );
  });
}
