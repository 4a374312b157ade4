import type { FunctionRun, ModuleModel } from '../model.ts';
import { askResult, variablesIn } from '../unknown.ts';

/** A query whose rows go to the variables in a list: rows, no row, an error. */
function query(name: string, listAt: number): FunctionRun {
  return (x, args) => {
    const list = args.raw(listAt) ?? args.text(listAt);
    return askResult(x, name, args, ['1', '-2', '-1'], variablesIn(x, list));
  };
}

/** A statement without a result: only an error makes it fail. */
function change(name: string): FunctionRun {
  return (x, args) => askResult(x, name, args, ['1', '-1']);
}

/** Loads AVPs by names that only the database has. */
function load(name: string): FunctionRun {
  return (x, args) => askResult(x, name, args, ['1', '-1'], variablesIn(x, args.raw(1)));
}

export const sqlops: ModuleModel = {
  name: 'sqlops',
  functions: {
    sql_query: query('sql_query', 1),
    sql_query_one: query('sql_query_one', 1),
    sql_select: query('sql_select', 4),
    sql_select_one: query('sql_select_one', 4),
    sql_update: change('sql_update'),
    sql_insert: change('sql_insert'),
    sql_delete: change('sql_delete'),
    sql_replace: change('sql_replace'),
    sql_avp_load: load('sql_avp_load'),
    sql_avp_store: change('sql_avp_store'),
    sql_avp_delete: change('sql_avp_delete'),
  },
};

/** The same functions in versions before 3.6, under their names there. */
export const avpops: ModuleModel = {
  name: 'avpops',
  functions: {
    avp_db_query: query('avp_db_query', 1),
    avp_db_load: load('avp_db_load'),
    avp_db_store: change('avp_db_store'),
    avp_db_delete: change('avp_db_delete'),
  },
};
