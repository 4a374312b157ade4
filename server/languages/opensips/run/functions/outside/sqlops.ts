import { shiftAvp } from '../../values/scriptVariables.ts';
import type { Arguments } from '../arguments.ts';
import type { FunctionRun, ModuleModel } from '../model.ts';
import { askFunction, askResult, variablesIn } from '../unknown.ts';

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

/** `$avp(name)/flags`, as it is written: its name and flags. */
function avpArgument(args: Arguments): readonly (string | undefined)[] {
  return /^\$avp\((?:[is]:)?([^)]*)\)(?:\/(.*))?$/.exec(args.raw(0)?.trim() ?? '') ?? [];
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
    avp_print: () => 1,
    is_avp_set: (x, args) => {
      const [, name = '', flags] = avpArgument(args);
      if (flags !== undefined) return askFunction(x, 'is_avp_set', args);
      return x.avps.has(name) ? 1 : -1;
    },
    // The newest value, or all of them.
    avp_delete: (x, args) => {
      const [, name = '', flags] = avpArgument(args);
      if (name === '' || name.startsWith('$')) return askFunction(x, 'avp_delete', args);
      if (!flags?.includes('g')) return shiftAvp(x, name) ? 1 : -1;
      return x.avps.delete(name) ? 1 : -1;
    },
    avp_db_query: query('avp_db_query', 1),
    avp_db_load: load('avp_db_load'),
    avp_db_store: change('avp_db_store'),
    avp_db_delete: change('avp_db_delete'),
  },
};
