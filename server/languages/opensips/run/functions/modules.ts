import type { Server, VariableModel, VariableTable } from '../server.ts';
import { addressVariables } from '../values/addressVariables.ts';
import { branchVariables } from '../values/branchVariables.ts';
import { messageVariables } from '../values/messageVariables.ts';
import { scriptVariables } from '../values/scriptVariables.ts';
import { uriVariables } from '../values/uriVariables.ts';
import { core } from './core/core.ts';
import { moduleModels } from './list.ts';
import type { FunctionRun, ModuleModel } from './model.ts';

const modules: ReadonlyMap<string, ModuleModel> = new Map(moduleModels.map(model => [model.name, model]));

/** The model of a function that core or a loaded module provides; undefined for one that is not modeled. */
export function functionModel(
  server: Server,
  name: string,
): { readonly run: FunctionRun; readonly module: string | undefined } | undefined {
  for (const { module } of server.world.functions(name)) {
    const run = module === undefined ? core.functions[name] : modules.get(module)?.functions[name];
    if (run !== undefined) return { run, module };
  }
  for (const { module } of server.world.asyncFunctions(name)) {
    const run = module === undefined ? undefined : modules.get(module)?.functions[name];
    if (run !== undefined) return { run, module };
  }
  return undefined;
}

/** The model of a variable that core or a loaded module provides. */
export function variableModel(server: Server, name: string): VariableModel | undefined {
  for (const table of coreTables) if (Object.hasOwn(table, name)) return table[name];
  for (const { name: module, variables } of moduleModels)
    if (variables !== undefined && Object.hasOwn(variables, name) && server.hasModule(module))
      return variables[name];
  return undefined;
}

const coreTables: readonly VariableTable[] = [
  scriptVariables,
  messageVariables,
  branchVariables,
  uriVariables,
  addressVariables,
];

/** Starts the loaded modules, in the order in which the script loads them. */
export function startModules(server: Server): void {
  for (const name of server.model.modules.keys()) modules.get(name)?.start?.(server);
}
