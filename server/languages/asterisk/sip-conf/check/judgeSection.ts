import type { SectionPlace } from '../../config/entry.ts';
import type { Judged as JudgedBy } from '../../config/findings.ts';
import type { Joins } from '../../config/joins.ts';
import { collectFindings } from '../../config/judging.ts';
import { pjsipTypes } from '../facts/pjsipTypes.ts';
import type { SipConf } from '../model/model.ts';
import type { Role } from '../model/role.ts';
import type { Finding, OptionRule, SipConfRule } from '../rules/rule.ts';
import { isIndividual } from './kinds.ts';
import { noteFine } from './optionRules.ts';
import type { RulesByKind } from './rulesByKind.ts';

type Judged = JudgedBy<SipConfRule>;

/** A section, and what the server uses it for. */
export interface SectionToJudge {
  readonly place: SectionPlace;
  readonly role: Role | undefined;
  /** The server never evaluates the values, because no section copies from this template. */
  readonly isIdle: boolean;
}

/** Judges the lines of a section. `isKnown`: it is a device of a kind that is fine, so only what is individual is judged. */
export function judgeSection(
  model: SipConf,
  { line: lineRules, option: optionRules }: RulesByKind,
  { place, role, isIdle }: SectionToJudge,
  isKnown: boolean,
  joins?: Joins,
): readonly Judged[] {
  const found: Judged[] = [];
  const { lines } = place.section;
  for (let line = 0; line < lines.length; line++) {
    const text = lines[line];
    if (text === undefined || (isKnown && text.kind === 'option' && !isIndividual(text.key))) continue;
    for (const rule of lineRules[text.kind])
      collectFindings(rule, rule.check(text, { place, line }, model), found);
    if (text.kind !== 'option' || role === undefined || role === 'ignored') continue;
    const option = joins?.has(text) === true ? joins.get(text) : text;
    if (option === undefined) continue;
    const ofName = optionRules.for(text.key, role);
    const { areNamesFine, fineValues, aboutValues, called } = ofName;
    const isPlain = option.name !== '' && option.backslash === undefined;
    const isFine = aboutValues.length === 0 || fineValues.has(option.value);
    if (areNamesFine && isPlain && isFine && called.length === 0) continue;
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
    if (!areNamesFine || !isPlain) {
      const isFound = take(optionRules.aboutNames);
      ofName.areNamesFine ||= isPlain && !isFound;
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
