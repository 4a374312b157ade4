import { message } from '../../../../rules/rule.ts';
import { words } from '../../facts/values.ts';
import { inValue, type SettingRule } from '../rule.ts';

export const trustedGateway: SettingRule = {
  code: 'flexisip-conf/trusted-gateway',
  severity: 'warning',
  family: 'security',
  title: 'Trusted address that many peers may share',
  why: 'The server trusts the source address of a message. Behind the bridge of a container host, a NAT or a load balancer, all messages have the same source address, so everybody skips authentication.',
  fix: 'Trust only the addresses of individual peers, and let them reach the proxy without NAT.',
  bad: '[module::Authentication]\ntrusted-hosts=172.17.0.1\n',
  good: '[module::Authentication]\ntrusted-hosts=192.0.2.7\n',
  on: 'setting',
  keys: ['trusted-hosts', 'white-list'],
  check(subject) {
    const { item, entry, version, sectionFacts } = subject;
    if (item.key === 'white-list' && sectionFacts.name !== 'module::DoSProtection') return undefined;
    return words(entry.value, version)
      .filter(({ text }) =>
        /^172\.(1[6-9]|2\d|3[01])\.\d+\.1$|^0\.0\.0\.0$|^host\.docker\.internal$/.test(text),
      )
      .map(({ text, start }) => ({
        ...inValue(subject, start, start + text.length),
        message: message(
          `${text} looks like the bridge of a container host.`,
          'Every message that comes through it has this address, no matter who sent it.',
          'Trust only the addresses of individual peers.',
        ),
      }));
  },
};
