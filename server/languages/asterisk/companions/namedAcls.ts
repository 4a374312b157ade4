import type { AsteriskConf } from '../config/conf.ts';
import { type CompanionConf, companionConf } from './companionConf.ts';

/**
 * Names of the access lists of the acl.conf beside a configuration: every section that is not a template and not [general],
 * compared with case. Undefined when the file is not there, or when it includes files that were not read.
 */
export function namedAcls(owner: AsteriskConf): ReadonlySet<string> | undefined {
  const conf = companionConf(owner, 'acl.conf');
  if (conf === undefined || conf === null || !conf.isComplete) return undefined;
  let names = knowns.get(conf);
  if (names === undefined) {
    names = new Set([...conf.sections.keys()].filter(name => name !== 'general'));
    knowns.set(conf, names);
  }
  return names;
}

const knowns = new WeakMap<CompanionConf, ReadonlySet<string>>();
