import { message } from '../../../../rules/rule.ts';
import { words } from '../../facts/values.ts';
import { inValue, replacing, type SettingRule } from '../rule.ts';

export const unusableTrustedHost: SettingRule = {
  code: 'flexisip-conf/unusable-trusted-host',
  severity: 'warning',
  family: 'settings',
  title: 'Peer of a list that cannot be resolved',
  why: 'Trusted peers, nodes of a cluster and the white list against floods are single addresses or host names. A network such as `10.0.0.0/8`, a port or a URI does not resolve: the entry is lost with an error in the log, and the server starts all the same.',
  fix: 'List the addresses one by one.',
  bad: '[module::Authentication]\ntrusted-hosts=10.0.0.0/24\n',
  good: '[module::Authentication]\ntrusted-hosts=10.0.0.7\n',
  on: 'setting',
  check(subject) {
    const { item, entry, version, sectionFacts } = subject;
    const name = `${sectionFacts.name}/${item.key}`;
    const isWhiteList = name === 'module::DoSProtection/white-list';
    if (item.key !== 'trusted-hosts' && name !== 'cluster/nodes' && !isWhiteList) return undefined;
    return words(entry.value, version).flatMap(({ text, start }) => {
      const problem = problemOf(text);
      if (problem === undefined) return [];
      const at = inValue(subject, start, start + text.length);
      const bare = /^(?:sips?:)?([\w.-]+)(?::\d+)?$/.exec(text)?.[1];
      return [
        {
          ...at,
          message: message(
            problem,
            isWhiteList
              ? 'The server exempts nobody from the rate limit by this entry.'
              : 'The server does not trust anyone by this entry.',
            'Write one address or name.',
          ),
          fixes: bare === undefined || bare === text ? [] : [replacing(`Change to "${bare}"`, at, bare)],
        },
      ];
    });
  },
};

function problemOf(text: string): string | undefined {
  if (/^\$\{[0-9A-Za-z:-]+\/[0-9A-Za-z:-]+\}$/.test(text)) return undefined;
  if (text.includes('/')) return `"${text}" is a network: networks are not understood.`;
  if (text.includes('*')) return `"${text}" has a wildcard: wildcards are not understood.`;
  if (text.includes(',')) return `"${text}" is one word: commas do not separate the words of a list.`;
  if (/^sips?:/.test(text)) return `"${text}" is a URI.`;
  if (/^[^:[\]]+:\d+$/.test(text)) return `"${text}" has a port.`;
  return undefined;
}
