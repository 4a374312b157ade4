import { acc } from './acc.ts';
import { auth } from './auth.ts';
import { authDb } from './authDb.ts';
import { cachedbLocal } from './cachedb.ts';
import { dialog } from './dialog.ts';
import { dialplan } from './dialplan.ts';
import { dispatcher } from './dispatcher.ts';
import { domain } from './domain.ts';
import { drouting } from './drouting.ts';
import { loadBalancer } from './loadBalancer.ts';
import { maxfwd } from './maxfwd.ts';
import type { ModuleModel } from './model.ts';
import { nathelper } from './nathelper.ts';
import { permissions } from './permissions.ts';
import { registrar } from './registrar.ts';
import { rr } from './rr.ts';
import { signaling } from './signaling.ts';
import { sipmsgops } from './sipmsgops.ts';
import { sl } from './sl.ts';
import { cfgutils, diversion, mathops, path, pike, regex, silent, statistics } from './small.ts';
import { textops } from './textops.ts';
import { tm } from './tm.ts';
import { uac, uacRedirect } from './uac.ts';
import { usrloc } from './usrloc.ts';

/** Every module whose functions are modelled. */
export const moduleModels: readonly ModuleModel[] = [
  acc,
  auth,
  authDb,
  cachedbLocal,
  cfgutils,
  dialog,
  dialplan,
  dispatcher,
  diversion,
  domain,
  drouting,
  loadBalancer,
  mathops,
  maxfwd,
  nathelper,
  path,
  permissions,
  pike,
  regex,
  registrar,
  rr,
  signaling,
  sipmsgops,
  sl,
  statistics,
  textops,
  tm,
  uac,
  uacRedirect,
  usrloc,
  ...silent,
];
