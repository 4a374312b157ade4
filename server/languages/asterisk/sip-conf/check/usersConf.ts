import { severityOf } from '../../../../rules/finding.ts';
import type { RuleInfo } from '../../../../rules/rule.ts';
import type { SectionPlace, Setting } from '../../config/entry.ts';
import type { Judged as JudgedBy } from '../../config/findings.ts';
import { collectFindings } from '../../config/judging.ts';
import { canonicalName, existsIn, optionFacts } from '../facts/facts.ts';
import { MOST_DEVICES } from '../model/allDevices.ts';
import type { SipConf } from '../model/model.ts';
import type { DeviceRule, Finding, OptionRule, SipConfRule } from '../rules/rule.ts';

type Judged = JudgedBy<SipConfRule>;

/** The rules that judge devices of users.conf, whose other lines may be for other modules. */
export interface UsersRules {
  readonly device: readonly DeviceRule[];
  readonly byOption: (name: string) => readonly OptionRule[];
}

/** Rules about who can log in, who is let in, and what happens to the calls of a provider. */
export function judgesUsers({ family, severity }: RuleInfo): boolean {
  return (family === 'security' || family === 'access' || family === 'registration') && severity !== 'hint';
}

/** Problems of one device of users.conf, in the lines of that file: what sip.conf adds to it is judged there. */
export function judgeUser(model: SipConf, key: string, rules: UsersRules): readonly Judged[] {
  const { users } = model;
  const device = model.device(key);
  if (users === undefined || device === undefined || users.entries.size > MOST_DEVICES) return [];
  const found: Judged[] = [];
  for (const rule of rules.device) collectFindings(rule, rule.check(device, model.general, model), found);
  for (const entry of users.entries.get(key) ?? [])
    for (const setting of users.settingsOf(entry) ?? []) judgeLine(model, setting, rules, found);
  return found.filter(({ finding }) => finding.place.file === users.conf.uri);
}

function judgeLine(model: SipConf, setting: Setting, { byOption }: UsersRules, found: Judged[]): void {
  const { option, place, line, value } = setting;
  const name = canonicalName(option.key);
  const facts = optionFacts(option.key);
  if (value !== option.value || (facts !== undefined && !existsIn(facts, model.branch, option.key))) return;
  for (const rule of byOption(name))
    collectFindings(rule, rule.check({ place, line, option, name, facts, role: 'device', model }), found);
}

/**
 * Shows what was found in users.conf at the top of sip.conf: the editor checks only sip.conf, and does not change other files.
 * A problem that several lines of users.conf have is shown once.
 */
export function shownInSipConf(model: SipConf, found: readonly Judged[]): readonly Judged[] {
  const file = model.users?.conf.uri;
  const here: Judged[] = [];
  const groups = new Map<string, Map<string, Judged>>();
  for (const judged of found) {
    const { place, line, start, message } = judged.finding;
    if (place.file !== file) {
      here.push(judged);
      continue;
    }
    const key = `${judged.rule.code}\n${severityOf(judged)}`;
    const group = groups.get(key) ?? new Map<string, Judged>();
    groups.set(key, group);
    // Devices that share a line share its problem.
    group.set(`${place.index}:${line}:${start}:${message}`, judged);
  }
  return [...here, ...[...groups.values()].flatMap(group => gathered(model, [...group.values()]) ?? [])];
}

/** Maximum number of other lines of users.conf that the message names. */
const NAMED_LINES = 5;

/** Maximum number of related places. */
const RELATED_LINES = 20;

function gathered(model: SipConf, group: readonly Judged[]): Judged | undefined {
  const [first, ...others] = group;
  const top = topOf(model);
  if (first === undefined || top === undefined) return undefined;
  const { fixes: _fixes, lateFix: _lateFix, tag: _tag, ...finding } = first.finding;
  const lines = others.slice(0, NAMED_LINES).map(other => String(model.lineOf(other.finding) + 1));
  const left = others.length - lines.length;
  if (left > 0) lines.push(`${left} more`);
  const last = lines.pop();
  const more =
    last === undefined
      ? ''
      : ` The same applies to ${lines.length === 0 ? `line ${last}` : `lines ${lines.join(', ')} and ${last}`}.`;
  const related = group.slice(0, RELATED_LINES).map(({ finding: at }) => ({
    ...{ place: at.place, line: at.line, start: at.start, end: at.end },
    message: 'The line in users.conf.',
  }));
  return {
    rule: first.rule,
    finding: {
      ...finding,
      ...top,
      message: `users.conf, line ${model.lineOf(first.finding) + 1}: ${first.finding.message}${more}`,
      related: [...related, ...(finding.related ?? [])],
    },
  };
}

/** The header of [general], or the start of a sip.conf without one; not a part of another sip.conf, checked alone. */
function topOf(model: SipConf): Omit<Finding, 'message'> | undefined {
  const { entry } = model.general;
  if (entry !== undefined)
    return { place: entry.place, line: 0, start: entry.header.nameStart, end: entry.header.nameEnd };
  if (!model.project.root.endsWith('/sip.conf')) return undefined;
  const place: SectionPlace | undefined = model.reading.preambles[0] ?? model.reading.entries[0]?.place;
  return place === undefined ? undefined : { place, line: 0, start: 0, end: 0 };
}
