import { message } from '../../../../../rules/rule.ts';
import { badRuleIsFatal } from '../../../companions/accessList.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { valueColumn } from '../../../config/line.ts';
import { type AclItem, parseAcl } from '../../../values/address.ts';
import { type OptionRule, type OptionSubject, replacing } from '../rule.ts';

export const invalidAccessList: OptionRule = {
  code: 'sip-conf/invalid-access-list',
  severity: 'error',
  family: 'access',
  title: 'Access list line with an address that the server cannot read',
  why: 'Since 16, the server logs an error and drops the whole device for an invalid permit or deny line, and an invalid contactpermit or contactdeny in [general] prevents chan_sip from loading at all. Before, the server ignores the line, and the others decide. Names and ports are not allowed, and a space is part of the address.',
  fix: 'Write IP addresses with an optional prefix length or netmask, separated by commas without spaces (one address per line before 11).',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\npermit=192.168.1.300/24\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndeny=0.0.0.0/0\npermit=192.168.1.0/24\n',
  on: 'option',
  options: [
    'permit',
    'deny',
    'contactpermit',
    'contactdeny',
    'directmediapermit',
    'directmediadeny',
    'localnet',
  ],
  check(subject) {
    const { option, name, role, model } = subject;
    const isDeviceOnly = name === 'permit' || name === 'deny' || name.startsWith('directmedia');
    if (role === 'general' && isDeviceOnly) return undefined;
    if (role === 'device' && name === 'localnet') return undefined;
    // An empty value is skipped, except where the server passes it to its address parser.
    const readsEmpty = name === 'localnet' || name.startsWith('directmedia') || role === 'general';
    if (option.value === '' && !readsEmpty) return undefined;
    const bad = parseAcl(option.value, isAtLeast(model.branch, '11')).find(item => item.fault !== undefined);
    return bad === undefined ? undefined : [findingOf(subject, bad)];
  },
};

const faults: Readonly<Record<NonNullable<AclItem['fault']>, string>> = {
  address: 'is not an IP address',
  port: 'has a port, which is not allowed in an access list',
  mask: 'has an invalid netmask or prefix length',
  family: 'mixes IPv4 and IPv6 in the address and the netmask',
};

function findingOf(subject: OptionSubject, item: AclItem) {
  const { option, name, role, place, line, model } = subject;
  const start = valueColumn(option, item.start);
  const end = item.end > item.start ? valueColumn(option, item.end - 1) + 1 : option.valueEnd;
  const written = option.value.slice(item.start, item.end);
  const isBlank = written.trim() !== written && parseAcl(written.trim(), true)[0]?.fault === undefined;
  const range = { place, line, start: end > start ? start : option.nameStart, end };
  const what = isBlank
    ? `The space next to "${written.trim()}" is part of the address.`
    : `"${written}" ${faults[item.fault ?? 'address']}.`;
  const why =
    name === 'localnet'
      ? 'The server logs an error and ignores the line.'
      : !badRuleIsFatal(model.branch)
        ? 'The server logs an error and ignores the line, so the other lines decide.'
        : role === 'general'
          ? 'The server does not load chan_sip at all.'
          : 'The server logs an error and drops the device.';
  const fixes = isBlank ? [replacing('Remove the space', range, written.trim(), true)] : [];
  return {
    ...range,
    message: message(what, why, isBlank ? 'Remove the space.' : 'Write an address such as 192.0.2.0/24.'),
    fixes,
  };
}
