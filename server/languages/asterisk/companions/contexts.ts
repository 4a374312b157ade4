import type { AsteriskConf } from '../config/conf.ts';
import { type CompanionConf, type CompanionSection, companionConf } from './companionConf.ts';

/** An extensions.conf, as far as a configuration refers to it. */
export interface Dialplan {
  /** By exact name: the server compares context names with case. In the order of the file. */
  readonly contexts: ReadonlyMap<string, CompanionSection>;
  /** False when the file includes or runs something that was not read, so that there may be more contexts. */
  readonly isComplete: boolean;
}

/** Names of all contexts; undefined when extensions.conf is not there or is known only in part. */
export function dialplanContexts(owner: AsteriskConf): ReadonlySet<string> | undefined {
  const conf = companionConf(owner, 'extensions.conf');
  if (conf === undefined || conf === null || !conf.isComplete) return undefined;
  return known(conf).names;
}

/** The extensions.conf beside a configuration; undefined when it is not there. */
export function dialplanOf(owner: AsteriskConf): Dialplan | undefined {
  const conf = companionConf(owner, 'extensions.conf');
  return conf === undefined || conf === null ? undefined : known(conf).dialplan;
}

/** `general` and `globals` hold settings, in any case of letters. */
export function isContextName(name: string): boolean {
  return name !== '' && !/^(general|globals)$/i.test(name);
}

interface Known {
  readonly dialplan: Dialplan;
  readonly names: ReadonlySet<string>;
}

const knowns = new WeakMap<CompanionConf, Known>();

function known(conf: CompanionConf): Known {
  let result = knowns.get(conf);
  if (result === undefined) {
    const contexts = contextsIn(conf);
    result = { dialplan: { contexts, isComplete: conf.isComplete }, names: new Set(contexts.keys()) };
    knowns.set(conf, result);
  }
  return result;
}

/** pbx_load_config: every section that is not a template and not [general] or [globals] is a context. */
function contextsIn({ sections }: CompanionConf): ReadonlyMap<string, CompanionSection> {
  return new Map([...sections].filter(([name]) => isContextName(name)));
}
