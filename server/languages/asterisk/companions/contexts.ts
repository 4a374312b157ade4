import type { AsteriskConf } from '../config/conf.ts';
import { type CompanionConf, type CompanionSection, companionConf } from './companionConf.ts';

/** The parts of an extensions.conf that a configuration refers to. */
export interface Dialplan {
  /** By exact name: the server compares context names case-sensitively. In file order. */
  readonly contexts: ReadonlyMap<string, CompanionSection>;
  /** False when the file includes or runs something that was not read, so that there may be more contexts. */
  readonly isComplete: boolean;
}

/** Names of all contexts; undefined when extensions.conf is missing or only partly known. */
export function dialplanContexts(owner: AsteriskConf): ReadonlySet<string> | undefined {
  const conf = companionConf(owner, 'extensions.conf');
  if (conf === undefined || conf === null || !conf.isComplete) return undefined;
  return known(conf).names;
}

/** The extensions.conf next to a configuration; undefined when it is missing. */
export function dialplanOf(owner: AsteriskConf): Dialplan | undefined {
  const conf = companionConf(owner, 'extensions.conf');
  return conf === undefined || conf === null ? undefined : known(conf).dialplan;
}

/** `general` and `globals`, in upper or lower case, hold settings. */
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
