import type { Server } from '../server.ts';
import type { VariableTable } from '../values/variables.ts';
import { core } from './core.ts';
import { moduleModels } from './list.ts';
import type { FunctionRun, ModuleModel } from './model.ts';

const byName = new Map<string, ModuleModel>();
const variableTables: [string, VariableTable][] = [];

function modules(): ReadonlyMap<string, ModuleModel> {
  if (byName.size === 0) {
    for (const model of moduleModels) {
      byName.set(model.name, model);
      if (model.variables !== undefined) variableTables.push([model.name, model.variables]);
    }
  }
  return byName;
}

/** The model of a function that the loaded modules or core offer; undefined for one that is not modelled. */
export function functionModel(
  server: Server,
  name: string,
): { readonly run: FunctionRun; readonly module: string | undefined } | undefined {
  for (const { module } of server.world.functions(name)) {
    const run = module === undefined ? core.functions[name] : modules().get(module)?.functions[name];
    if (run !== undefined) return { run, module };
  }
  for (const { module } of server.world.asyncFunctions(name)) {
    const run = module === undefined ? undefined : modules().get(module)?.functions[name];
    if (run !== undefined) return { run, module };
  }
  return undefined;
}

export function moduleVariables(): readonly [string, VariableTable][] {
  modules();
  return variableTables;
}

/** Lets the loaded modules start, in the order in which the script loads them. */
export function startModules(server: Server): void {
  for (const name of server.model.modules.keys()) modules().get(name)?.start?.(server);
}
