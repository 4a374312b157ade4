import type { ModuleModel } from '../model.ts';

/** Accounting records the call and does not change it. */
export const acc: ModuleModel = {
  name: 'acc',
  functions: {
    do_accounting: () => 1,
    drop_accounting: () => 1,
    acc_log_request: () => 1,
    acc_db_request: () => 1,
    acc_aaa_request: () => 1,
    acc_evi_request: () => 1,
    acc_new_leg: () => 1,
    acc_load_ctx_from_dlg: () => 1,
    acc_unload_ctx_from_dlg: () => 1,
  },
};
