import { message } from '../../../../rules/rule.ts';
import { words } from '../../facts/values.ts';
import { inValue, replacing, type SettingRule } from '../rule.ts';

export const unusableTrustedHost: SettingRule = {
  code: 'flexisip-conf/unusable-trusted-host',
  severity: 'warning',
  family: 'settings',
  title: 'Peer in a list that cannot be resolved',
  why: 'Trusted peers, cluster nodes and the allowlist of the flood protection are single addresses or host names. A network such as `10.0.0.0/8`, a port or a URI cannot be resolved: the server logs an error, ignores the entry, and starts anyway.',
  fix: 'List the addresses one by one.',
  bad: '[module::Authentication]\ntrusted-hosts=10.0.0.0/24\n',
  good: '[module::Authentication]\ntrusted-hosts=10.0.0.7\n',
  on: 'setting',
  keys: ['trusted-hosts', 'nodes', 'white-list'],
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
              ? 'This entry exempts nobody from the rate limit.'
              : 'The server trusts nobody because of this entry.',
            'Write a single address or host name.',
          ),
          fixes: bare === undefined || bare === text ? [] : [replacing(`Change to "${bare}"`, at, bare)],
        },
      ];
    });
  },
};

function problemOf(text: string): string | undefined {
  if (/^\$\{[0-9A-Za-z:-]+\/[0-9A-Za-z:-]+\}$/.test(text)) return undefined;
  if (text.includes('/')) return `"${text}" is a network, which is not supported here.`;
  if (text.includes('*')) return `"${text}" has a wildcard, which is not supported here.`;
  if (text.includes(',')) return `"${text}" is one word: commas do not separate the words of a list.`;
  if (/^sips?:/.test(text)) return `"${text}" is a URI.`;
  if (/^[^:[\]]+:\d+$/.test(text)) return `"${text}" has a port.`;
  return undefined;
}
