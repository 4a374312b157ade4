import { message } from '../../../rules/rule.ts';
import { accessSummary } from '../access.ts';
import { atValue, type DeviceRule, whom } from '../rule.ts';

export const accessListAdmitsEverybody: DeviceRule = {
  code: 'sip-conf/access-list-admits-everybody',
  severity: 'warning',
  family: 'security',
  title: 'Access list that keeps nobody out',
  why: 'The list starts with everybody allowed, and the last line that matches wins. `permit` lines alone therefore restrict nothing; a `deny` of everybody must come first. The same list in the other order denies everybody.',
  fix: 'Write `deny=0.0.0.0/0` above the `permit` lines.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\npermit=192.168.0.0/16\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndeny=0.0.0.0/0\npermit=192.168.0.0/16\n',
  on: 'device',
  reads: [],
  *check(device) {
    const { lines, admitsStrangers } = accessSummary(device);
    const last = lines.at(-1);
    const hasPermit = lines.some(({ option, value }) => option.key === 'permit' && value !== '');
    if (last === undefined || !admitsStrangers || !hasPermit) return;
    const what = lines.some(({ option }) => option.key === 'deny')
      ? 'This access list lets in every address that it does not name.'
      : 'Permit lines alone keep nobody out.';
    const why = `Requests as ${whom(device, last)} are taken from anywhere.`;
    yield { ...atValue(last), message: message(what, why, 'Put deny=0.0.0.0/0 above the permit lines.') };
  },
};
