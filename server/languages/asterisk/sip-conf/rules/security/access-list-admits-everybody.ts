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
  title: 'Access list that keeps nobody out',
  why: 'The list starts with everybody allowed, and the last line that matches wins. `permit` lines alone therefore restrict nothing; a `deny` of everybody must come first. The same list in the other order denies everybody.',
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
    const why = `Requests as ${whom(device, last)} are taken from anywhere.`;
    if (opening !== undefined) {
      const what = 'This line lets every address in, whatever the lines above it deny.';
      yield { ...atValue(last), message: message(what, why, 'Name the networks that may come in.') };
      return;
    }
    const what = lines.some(({ option }) => option.key === 'deny')
      ? 'This access list lets in every address that it does not name.'
      : 'Permit lines alone keep nobody out.';
    const first = lines.find(({ option, value }) => option.key === 'permit' && value !== '') ?? last;
    const isOwn = device.entries.includes(first.entry);
    yield {
      ...atValue(last),
      message: message(what, why, 'Put deny=0.0.0.0/0.0.0.0 above the permit lines.'),
      fixes: isOwn ? [denyingAll(first)] : [],
    };
  },
};

/** With the netmask written out, which every branch reads. IPv6 has a list of its own kind. */
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
