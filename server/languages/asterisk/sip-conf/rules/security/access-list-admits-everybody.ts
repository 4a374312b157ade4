import { message } from '../../../../../rules/rule.ts';
import { endOfLineLike } from '../../../../../text/lines.ts';
import type { Setting } from '../../../config/entry.ts';
import { accessSummary } from '../../model/access.ts';
import { isDeviceWhole } from '../../model/whole.ts';
import { atValue, type DeviceRule, type Fix, whom } from '../rule.ts';

export const accessListAdmitsEverybody: DeviceRule = {
  code: 'sip-conf/access-list-admits-everybody',
  severity: 'warning',
  family: 'security',
  title: 'Access list that refuses no one',
  why: 'By default everyone is allowed, and the last matching line decides. `permit` lines alone therefore restrict nothing; a `deny` line for everyone must come first. The same lines in the opposite order deny everyone.',
  fix: 'Write `deny=0.0.0.0/0.0.0.0` above the `permit` lines.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\npermit=192.168.0.0/16\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndeny=0.0.0.0/0\npermit=192.168.0.0/16\n',
  on: 'device',
  reads: [],
  *check(device, _general, model) {
    const { lines, admitsStrangers, opening } = accessSummary(device);
    const hasPermit = lines.some(({ option, value }) => option.key === 'permit' && value !== '');
    const last = opening ?? lines.at(-1);
    if (last === undefined || !admitsStrangers || !hasPermit || !isDeviceWhole(model, device)) return;
    const why = `Requests as ${whom(device, last)} are accepted from anywhere.`;
    if (opening !== undefined) {
      const what = 'This line allows every address, whatever the lines above it deny.';
      yield { ...atValue(last), message: message(what, why, 'Permit only the networks that you need.') };
      return;
    }
    const what = lines.some(({ option }) => option.key === 'deny')
      ? 'This access list allows every address that it does not mention.'
      : 'Permit lines alone refuse no one.';
    const first = lines.find(({ option, value }) => option.key === 'permit' && value !== '') ?? last;
    const isOwn = device.entries.includes(first.entry);
    yield {
      ...atValue(last),
      message: message(what, why, 'Put deny=0.0.0.0/0.0.0.0 above the permit lines.'),
      fixes: isOwn ? [denyingAll(first)] : [],
    };
  },
};

/** With a full netmask, which every branch can read. IPv6 needs a different address. */
function denyingAll({ place, line, option, value }: Setting): Fix {
  const text = place.section.lines[line]?.text ?? '';
  const indent = text.slice(0, option.nameStart).replace(/\S.*/, '');
  const everybody = value.includes(':') ? '::/0' : '0.0.0.0/0.0.0.0';
  const newText = `${indent}deny=${everybody}${endOfLineLike(text)}`;
  return {
    title: `Deny all other addresses (deny=${everybody})`,
    edits: [{ place, line, start: 0, end: 0, newText }],
  };
}
