import { routeHooks } from '../../hooks.ts';
import type { ModuleModel } from '../model.ts';
import { replaceAddress, restoreAddress, restoreAll } from './uacAddresses.ts';
import { authenticate, renumberAnswered } from './uacAuth.ts';

export const uac: ModuleModel = {
  name: 'uac',
  functions: {
    uac_replace_from: (x, args) => replaceAddress(x, args, 'from'),
    uac_replace_to: (x, args) => replaceAddress(x, args, 'to'),
    uac_restore_from: x => (restoreAddress(x, 'from') === undefined ? -1 : 1),
    uac_restore_to: x => (restoreAddress(x, 'to') === undefined ? -1 : 1),
    uac_auth: authenticate,
  },
  start: server => {
    const hooks = server.state(routeHooks);
    hooks.push(renumberAnswered);
    if ((server.parameter('uac', 'restore_mode') ?? 'auto') === 'auto') hooks.push(restoreAll);
  },
};
