import { variableModel } from './functions/modules.ts';
import { receive } from './network/receiving.ts';
import type { Engine } from './server.ts';
import { runStatement, runStatements } from './statements/statements.ts';
import { transform } from './transformations/transform.ts';

/** The parts of a run that call each other in circles, put together. */
export const engine: Engine = { runStatements, runStatement, receive, variable: variableModel, transform };
