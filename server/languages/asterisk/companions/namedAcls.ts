import type { AsteriskConf } from '../config/conf.ts';
import { type CompanionConf, companionConf } from './companionConf.ts';

/**
 * Names of the access lists in the acl.conf next to a configuration: every section that is not a template and not [general],
 * compared case-sensitively. Undefined when the file is missing, or when it includes files that were not read.
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
