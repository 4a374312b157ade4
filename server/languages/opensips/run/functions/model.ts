import type { Execution, Frame, Server, VariableTable } from '../server.ts';
import type { Arguments } from './arguments.ts';

/** What a function does and returns: above 0 true, below 0 false, 0 ends the script. */
export type FunctionRun = (x: Execution, args: Arguments, frame: Frame) => number;

/** The functions and variables of one module. */
export interface ModuleModel {
  readonly name: string;
  readonly functions: Readonly<Record<string, FunctionRun>>;
  readonly variables?: VariableTable;
  /** Runs when the server starts, before the startup route. */
  readonly start?: (server: Server) => void;
}
