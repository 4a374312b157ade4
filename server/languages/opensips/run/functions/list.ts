import { cachedbLocal } from './core/cachedb.ts';
import { cfgutils } from './core/cfgutils.ts';
import { gflags } from './core/gflags.ts';
import { json } from './core/json.ts';
import { mathops } from './core/mathops.ts';
import { pike } from './core/pike.ts';
import { ratelimit } from './core/ratelimit.ts';
import { regex } from './core/regex.ts';
import { silent } from './core/silent.ts';
import { statistics } from './core/statistics.ts';
import { xml } from './core/xml.ts';
import { dialplan } from './destinations/dialplan.ts';
import { dispatcher } from './destinations/dispatcher.ts';
import { drouting } from './destinations/drouting.ts';
import { loadBalancer } from './destinations/loadBalancer.ts';
import { diversion } from './messages/diversion.ts';
import { maxfwd } from './messages/maxfwd.ts';
import { nathelper } from './messages/nathelper.ts';
import { options } from './messages/options.ts';
import { path } from './messages/path.ts';
import { sipmsgops } from './messages/sipmsgops.ts';
import { textops } from './messages/textops.ts';
import { uac } from './messages/uac.ts';
import { uacRedirect } from './messages/uacRedirect.ts';
import type { ModuleModel } from './model.ts';
import { exec } from './outside/exec.ts';
import { ldap } from './outside/ldap.ts';
import { rtpengine, rtpproxy } from './outside/media.ts';
import { presence } from './outside/presence.ts';
import { restClient } from './outside/restClient.ts';
import { avpops, sqlops } from './outside/sqlops.ts';
import { acc } from './transactions/acc.ts';
import { dialog } from './transactions/dialog.ts';
import { rr } from './transactions/rr.ts';
import { scriptHelper } from './transactions/scriptHelper.ts';
import { signaling } from './transactions/signaling.ts';
import { sl } from './transactions/sl.ts';
import { tm } from './transactions/tm.ts';
import { topologyHiding } from './transactions/topologyHiding.ts';
import { aliasDb } from './users/aliasDb.ts';
import { auth } from './users/auth.ts';
import { authDb } from './users/authDb.ts';
import { domain } from './users/domain.ts';
import { group } from './users/group.ts';
import { permissions } from './users/permissions.ts';
import { registrar } from './users/registrar.ts';
import { uri } from './users/uri.ts';
import { usrloc } from './users/usrloc.ts';

/** Every module whose functions are modeled. */
export const moduleModels: readonly ModuleModel[] = [
  acc,
  aliasDb,
  auth,
  authDb,
  avpops,
  cachedbLocal,
  cfgutils,
  dialog,
  dialplan,
  dispatcher,
  diversion,
  domain,
  drouting,
  exec,
  gflags,
  group,
  json,
  ldap,
  loadBalancer,
  mathops,
  maxfwd,
  nathelper,
  options,
  path,
  permissions,
  pike,
  presence,
  ratelimit,
  regex,
  registrar,
  restClient,
  rr,
  rtpengine,
  rtpproxy,
  scriptHelper,
  signaling,
  sipmsgops,
  sl,
  sqlops,
  statistics,
  textops,
  tm,
  topologyHiding,
  uac,
  uacRedirect,
  uri,
  usrloc,
  xml,
  ...silent,
];
