import { variableModel } from './functions/modules.ts';
import { receive } from './network/receiving.ts';
import type { Engine } from './server.ts';
import { runStatement, runStatements } from './statements/statements.ts';
import { transform } from './transformations/transform.ts';

/** Connects the parts of a run that call each other in cycles. */
export const engine: Engine = { runStatements, runStatement, receive, variable: variableModel, transform };
