import { message } from '../../../../../rules/rule.ts';
import { endOfLineLike } from '../../../../../text/lines.ts';
import { nearest } from '../../../../../text/spelling.ts';
import type { Entry } from '../../../config/entry.ts';
import { isSectionWhole } from '../../../config/unread.ts';
import { pjsipTypes } from '../../facts/pjsipTypes.ts';
import { isDeviceType, isSpecial, type SipConf, typeSetting } from '../../model/model.ts';
import { atHeader, atValue, type Finding, type NameRule, replacing } from '../rule.ts';

export const missingType: NameRule = {
  code: 'sip-conf/missing-type',
  severity: 'error',
  family: 'devices',
  title: 'Section that does not become a device because its type is missing or unknown',
  why: 'In every section except [general] and [authentication], the first `type` line must be peer, user or friend. Otherwise, the server logs a warning and skips the whole section. This also happens to a misspelled [general].',
  fix: 'Add `type=friend`, `type=peer` or `type=user`, or make the section a template with `(!)`.',
  bad: '[general]\n\n[alice]\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  on: 'name',
  check(entries, key, model) {
    if (isSpecial(key)) return undefined;
    let found: Finding[] | undefined;
    for (const entry of entries) {
      // The server stops at this header and never looks for a type, which the right template may set.
      if (entry.header.fault !== undefined || namesUnknownParent(entry, model)) continue;
      if (!model.isVisible(entry)) continue;
      const finding = judge(entry, model);
      if (finding === undefined) continue;
      found ??= [];
      found.push(finding);
    }
    return found;
  },
};

function namesUnknownParent(entry: Entry, model: SipConf): boolean {
  return entry.header.options.some(
    ({ kind, text }) => kind === 'parent' && model.parentOf(entry, text) === undefined,
  );
}

function judge(entry: Entry, model: SipConf): Finding | undefined {
  const setting = typeSetting(model, entry);
  if (isDeviceType(setting?.value)) return undefined;
  if (setting === undefined && !isSectionWhole(model, entry)) return undefined;
  const { name } = entry.header;
  const why = 'The server logs a warning and skips the whole section.';
  if (setting === undefined) {
    const special = nearest(name, ['general', 'authentication']);
    const what = `The section "${name}" has no "type".`;
    if (special !== undefined && special !== name) {
      const fixes = [replacing(`Change to "${special}"`, atHeader(entry), special)];
      return { ...atHeader(entry), message: message(what, why, `Did you mean [${special}]?`), fixes };
    }
    const behind = {
      place: entry.place,
      line: 0,
      start: entry.header.text.length,
      end: entry.header.text.length,
    };
    const eol = endOfLineLike(entry.header.text);
    const newText = entry.header.text.endsWith('\n') ? `type=friend${eol}` : `${eol}type=friend`;
    const fixes = [{ title: 'Insert "type=friend"', edits: [{ ...behind, newText }] }];
    return {
      ...atHeader(entry),
      message: message(what, why, 'Add type=friend, type=peer or type=user, or make it a template with (!).'),
      fixes,
    };
  }
  const isForPjsip = pjsipTypes.has(setting.value);
  const near = isForPjsip ? undefined : nearest(setting.value, ['friend', 'peer', 'user']);
  const what = `"${setting.value}" is ${isForPjsip ? 'a type of pjsip.conf' : 'not a device type'}, so the server does not create "${name}".`;
  const todo = isForPjsip
    ? 'Move the section to pjsip.conf.'
    : near === undefined
      ? 'Use friend, peer or user.'
      : `Write "${near}".`;
  const at = setting.entry === entry ? atValue(setting) : atHeader(entry);
  const fixes =
    near !== undefined && setting.entry === entry ? [replacing(`Change to "${near}"`, at, near)] : [];
  return { ...at, message: message(what, why, todo), fixes };
}
