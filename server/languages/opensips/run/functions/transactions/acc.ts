import type { ModuleModel } from '../model.ts';

/**
 * Accounting records the call and does not change it. For a request that can be parsed, w_do_acc, w_acc_log_request and
 * w_acc_evi_request return 1; that they return -1 when the server lacks memory is not considered. The others depend on a
 * database, a server or an earlier call, so their results are questions.
 */
export const acc: ModuleModel = {
  name: 'acc',
  functions: {
    do_accounting: x => {
      x.message.notes.set('accounting', 'on');
      x.transaction?.notes.set('accounting', 'on');
      return 1;
    },
    // It fails where accounting was not turned on before.
    drop_accounting: x =>
      x.message.notes.has('accounting') || x.transaction?.notes.has('accounting') === true ? 1 : -1,
    acc_log_request: () => 1,
    acc_evi_request: () => 1,
  },
};
