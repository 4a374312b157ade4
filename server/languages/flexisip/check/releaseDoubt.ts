import { message } from '../../../rules/rule.ts';
import { existsIn, isSince, itemFacts, type Version } from '../facts/facts.ts';
import type { FlexisipModel } from '../model/model.ts';
import type { FileRule, Finding, FlexisipRule } from '../rules/rule.ts';

/**
 * Turns an error into a warning when the release was only detected, and another release that matches the file just as well
 * accepts the line. Undefined when the error stays as it is.
 */
export function inDoubt<Judged extends { readonly rule: FlexisipRule; readonly finding: Finding }>(
  model: FlexisipModel,
  judged: Judged,
): Judged | undefined {
  const { rule, finding } = judged;
  if (rule.on !== 'file' || (finding.severity ?? rule.severity) !== 'error') return undefined;
  const accepting =
    rule.acceptedBefore === true
      ? model.detection.alsoFitting.findLast(
          version => rule.since !== undefined && !isSince(version, rule.since),
        )
      : rule.differsByRelease === true
        ? acceptingOf(model, rule, finding)
        : undefined;
  if (accepting === undefined) return undefined;
  const text = message(
    finding.message,
    `Flexisip ${accepting.label} accepts it.`,
    'Select your release in the settings.',
  );
  return { ...judged, finding: { ...finding, severity: 'warning', message: text } };
}

/** The newest release that matches as well and does not refuse the line of a finding. */
function acceptingOf(model: FlexisipModel, rule: FileRule, finding: Finding): Version | undefined {
  const since = finding.knownSince ?? rule.since;
  return model.detection.alsoFitting.findLast(
    version =>
      (since === undefined || isSince(version, since)) &&
      knowsItem(model, finding, version) &&
      !linesOf(model, rule, version).has(placeKey(finding)),
  );
}

/** Does the release know the key of the line? Only then does it check the value. */
function knowsItem(model: FlexisipModel, { sectionIndex, line }: Finding, version: Version): boolean {
  const section = model.tree.sections[sectionIndex];
  const statement = section?.lines[line]?.statement;
  if (statement?.kind !== 'entry') return false;
  const item = itemFacts(section?.header?.name ?? '', statement.key);
  return item !== undefined && existsIn(item, version);
}

/**
 * What the newest release that matches the file as well would refuse, as warnings: a stable release is chosen if
 * nothing shows the release, and the server may be a later one. Skips lines that already have a finding.
 */
export function refusedLater(
  model: FlexisipModel,
  rules: readonly FlexisipRule[],
  judged: readonly { readonly finding: Finding }[],
): { readonly rule: FileRule; readonly finding: Finding }[] {
  const later = model.detection.alsoFitting.findLast(version => version.rank > model.version.rank);
  if (later === undefined) return [];
  const known = new Set(judged.map(({ finding }) => placeKey(finding)));
  const found: { rule: FileRule; finding: Finding }[] = [];
  for (const rule of rules) {
    if (rule.on !== 'file' || rule.differsByRelease !== true) continue;
    for (const finding of rule.check({ ...model, version: later }) ?? []) {
      if ((finding.severity ?? rule.severity) !== 'error' || known.has(placeKey(finding))) continue;
      const text = message(
        finding.message,
        `This applies to Flexisip ${later.label}; the file does not show whether the server is older.`,
        'Select your release in the settings.',
      );
      found.push({ rule, finding: { ...finding, severity: 'warning', message: text } });
    }
  }
  return found;
}

const judgedLines = new WeakMap<FlexisipModel, Map<string, ReadonlySet<string>>>();

/** The lines that a rule reports when another release reads the file. */
function linesOf(model: FlexisipModel, rule: FileRule, version: Version): ReadonlySet<string> {
  const known = judgedLines.get(model) ?? new Map<string, ReadonlySet<string>>();
  judgedLines.set(model, known);
  const key = `${rule.code} ${version.label}`;
  let lines = known.get(key);
  if (lines === undefined) {
    lines = new Set([...(rule.check({ ...model, version }) ?? [])].map(placeKey));
    known.set(key, lines);
  }
  return lines;
}

function placeKey({ sectionIndex, line }: Finding): string {
  return `${sectionIndex} ${line}`;
}
