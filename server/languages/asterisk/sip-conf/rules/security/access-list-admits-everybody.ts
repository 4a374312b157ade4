import { message } from '../../../../../rules/rule.ts';
import { endOfLineLike } from '../../../../../text/lines.ts';
import type { AccessListKind } from '../../../companions/accessList.ts';
import { type AccessSummary, type OpenList, openListOf } from '../../../companions/accessSummary.ts';
import type { Setting } from '../../../config/entry.ts';
import { accessSummary, hasNamedList } from '../../model/access.ts';
import { isDeviceWhole, isGeneralWhole } from '../../model/whole.ts';
import { atValue, type DeviceRule, type Finding, type Fix, type GeneralRule, whom } from '../rule.ts';

export const accessListAdmitsEverybody: DeviceRule = {
  code: 'sip-conf/access-list-admits-everybody',
  severity: 'warning',
  family: 'security',
  title: 'Access list that refuses no one',
  why: 'By default, everyone is allowed, and the last matching line decides. `permit` lines alone therefore restrict nothing; a `deny` line for everyone must come first. The same lines in the opposite order deny everyone.',
  fix: 'Write `deny=0.0.0.0/0.0.0.0` above the `permit` lines.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\npermit=192.168.0.0/16\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndeny=0.0.0.0/0\npermit=192.168.0.0/16\n',
  on: 'device',
  options: ['permit', 'deny', 'contactpermit', 'contactdeny'],
  reads: [],
  *check(device, _general, model) {
    if (!isDeviceWhole(model, device)) return;
    const isOwn = (line: Setting): boolean => device.entries.includes(line.entry);
    if (!hasNamedList(device, '', model.branch))
      yield* judge(
        accessSummary(device),
        '',
        line => `Requests as ${whom(device, line)} are accepted from anywhere.`,
        isOwn,
      );
    if (!hasNamedList(device, 'contact', model.branch))
      yield* judge(
        accessSummary(device, 'contact'),
        'contact',
        line => `Registrations of ${whom(device, line)} can contain any address.`,
        isOwn,
      );
  },
};

export const generalAccessListAdmitsEverybody: GeneralRule = {
  code: 'sip-conf/general-access-list-admits-everybody',
  severity: 'warning',
  family: 'security',
  title: 'Contact access list of [general] that refuses no one',
  why: 'Every address is allowed at first, and the last line that matches wins. `contactpermit` lines alone therefore restrict nothing; a `contactdeny` line for all addresses must come first.',
  fix: 'Write `contactdeny=0.0.0.0/0.0.0.0` above the `contactpermit` lines.',
  bad: '[general]\ncontactpermit=192.168.0.0/16\n',
  good: '[general]\ncontactdeny=0.0.0.0/0\ncontactpermit=192.168.0.0/16\n',
  since: '1.6.2',
  on: 'general',
  *check(general, model) {
    if (!isGeneralWhole(model) || hasNamedList(general, 'contact', model.branch)) return;
    yield* judge(
      accessSummary(general, 'contact'),
      'contact',
      () => 'Registrations can contain any address.',
      () => true,
    );
  },
};

function* judge(
  summary: AccessSummary,
  kind: AccessListKind,
  whyOf: (line: Setting) => string,
  isOwn: (line: Setting) => boolean,
): Generator<Finding> {
  const open = openListOf(summary, kind);
  if (open === undefined) return;
  const { line, what, todo, missing } = open;
  yield {
    ...atValue(line),
    message: message(what, whyOf(line), todo),
    fixes: missing !== undefined && isOwn(missing.above) ? [denyingAll(missing)] : [],
  };
}

function denyingAll({ above, text: deny }: NonNullable<OpenList['missing']>): Fix {
  const { place, line, option } = above;
  const text = place.section.lines[line]?.text ?? '';
  const indent = text.slice(0, option.nameStart).replace(/\S.*/, '');
  return {
    title: `Deny all other addresses (${deny})`,
    edits: [{ place, line, start: 0, end: 0, newText: `${indent}${deny}${endOfLineLike(text)}` }],
  };
}
