import type { SectionPlace } from '../../config/entry.ts';
import type { Judged as JudgedBy } from '../../config/findings.ts';
import type { JoinedLines } from '../../config/joins.ts';
import { collectFindings } from '../../config/judging.ts';
import { pjsipTypes } from '../facts/pjsipTypes.ts';
import type { SipConf } from '../model/model.ts';
import type { Role } from '../model/role.ts';
import type { Finding, OptionRule, SipConfRule } from '../rules/rule.ts';
import { noteFine } from './optionRules.ts';
import { isPlain } from './plainLine.ts';
import type { RulesByKind } from './rulesByKind.ts';

type Judged = JudgedBy<SipConfRule>;

/** A section, and what the server uses it for. */
export interface SectionToJudge {
  readonly place: SectionPlace;
  readonly role: Role | undefined;
  /** The server never evaluates the values, because no section copies from this template. */
  readonly isIdle: boolean;
}

/** Judges the lines of a section, or only some of them, by number. */
export function judgeSection(
  model: SipConf,
  { line: lineRules, plainLine: plainRules, option: optionRules }: RulesByKind,
  { place, role, isIdle }: SectionToJudge,
  only?: readonly number[],
  joined?: JoinedLines,
): readonly Judged[] {
  const found: Judged[] = [];
  const { lines } = place.section;
  const count = only?.length ?? lines.length;
  for (let index = 0; index < count; index++) {
    const line = only === undefined ? index : (only[index] ?? 0);
    const text = lines[line];
    if (text === undefined) continue;
    const aboutLine = (isPlain(text) ? plainRules : lineRules)[text.kind];
    for (let at = 0; at < aboutLine.length; at++) {
      const rule = aboutLine[at];
      if (rule !== undefined) collectFindings(rule, rule.check(text, { place, line }, model), found);
    }
    if (text.kind !== 'option' || role === undefined || role === 'ignored') continue;
    const option = joined?.has(line) === true ? joined.get(line) : text;
    if (option === undefined) continue;
    const ofName = optionRules.for(text.key, role);
    const { areNamesFine, fineValues, aboutValues, called } = ofName;
    const hasPlainName = option.name !== '' && option.backslash === undefined;
    const isFine = aboutValues.length === 0 || fineValues.has(option.value);
    if (areNamesFine && hasPlainName && isFine && called.length === 0) continue;
    const { name, facts } = ofName;
    const subject = { place, line, option, name, facts, role, model };
    // A fix would put the joined value of several lines into one.
    const isWritten = option === text;
    const take = (rules: readonly OptionRule[]): boolean => {
      const count = found.length;
      for (const rule of rules) {
        const findings = rule.check(subject);
        const fitting = isWritten ? findings : withoutFixes(findings);
        collectFindings(rule, isIdle && rule.severity === 'error' ? asWarnings(fitting) : fitting, found);
      }
      return found.length > count;
    };
    if (!areNamesFine || !hasPlainName) {
      const isFound = take(optionRules.aboutNames);
      ofName.areNamesFine ||= hasPlainName && !isFound;
    }
    if (!isFine && !take(aboutValues)) noteFine(ofName, option.value);
    take(called);
  }
  return found.length > 0 && isForPjsip(place.section, role)
    ? found.filter(({ rule }) => rule.on !== 'option')
    : found;
}

/**
 * A section of pjsip.conf, which the server skips: what its options are here does not matter. It reads one that copies from a
 * device, or adds to one, whatever further type that section has.
 */
function isForPjsip({ lines }: SectionPlace['section'], role: Role | undefined): boolean {
  if (role !== 'device' && role !== 'template') return false;
  const [header] = lines;
  if (header?.kind === 'header' && header.options.some(({ kind }) => kind !== 'template')) return false;
  const type = lines.find(line => line.kind === 'option' && line.key === 'type');
  return type?.kind === 'option' && pjsipTypes.has(type.value);
}

function* asWarnings(findings: Iterable<Finding> | undefined): Generator<Finding> {
  for (const finding of findings ?? []) yield { ...finding, severity: 'warning' };
}

function* withoutFixes(findings: Iterable<Finding> | undefined): Generator<Finding> {
  for (const { fixes: _fixes, lateFix: _lateFix, ...finding } of findings ?? []) yield finding;
}
