import type { Diagnostic } from 'vscode-languageserver-types';
import { diagnostic } from '../../../rules/diagnostic.ts';
import type { Judged as JudgedBy } from '../../../rules/finding.ts';
import { trimmed } from '../../../text/longLists.ts';
import { existsIn, isAtLeast, type Version } from '../facts/versions.ts';
import { isCalled } from '../model/bodies.ts';
import { serviceArguments } from '../model/installation.ts';
import { LoadedModules } from '../model/loadedModules.ts';
import type { NamesOfScript, RouteBody, RouteGroup, ScriptModel } from '../model/model.ts';
import { moduleNameOf, type Place } from '../model/placed.ts';
import { resolvedCalls } from '../model/typecheck.ts';
import { worldOf } from '../model/world.ts';
import { fragmentOf, notableBlocks, rangeOf } from '../reading/parser.ts';
import { missingDependency } from '../rules/modules/missing-dependency.ts';
import { transportNotLoaded } from '../rules/modules/transport-not-loaded.ts';
import type {
  Finding,
  LocalFinding,
  OpensipsRule,
  RouteRule,
  RouteSubject,
  ScriptRule,
  SyntaxRule,
} from '../rules/rule.ts';
import { missingSemicolon } from '../rules/syntax/missing-semicolon.ts';
import { oldSyntax } from '../rules/syntax/old-syntax.ts';
import { syntaxError } from '../rules/syntax/syntax-error.ts';
import { tooDeep } from '../rules/syntax/too-deep.ts';
import { unclosedText } from '../rules/syntax/unclosed-text.ts';
import type { RouteKind, SyntaxCode, SyntaxProblem } from '../syntax/syntax.ts';
import { type Comment, stringValue } from '../syntax/token.ts';
import { AskedNames } from './askedNames.ts';
import { rules } from './rules.ts';

export type Judged = JudgedBy<Finding, OpensipsRule>;

/** The diagnostics of one file, in the order of its lines. */
export function checkFile(model: ScriptModel, uri: string): Diagnostic[] {
  return judge(model)
    .filter(judged => judged.finding.place.uri === uri)
    .map(diagnosticOf)
    .sort(
      (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
    );
}

const verdicts = new WeakMap<ScriptModel, readonly Judged[]>();

/** Everything that the rules report about a script. */
export function judge(model: ScriptModel): readonly Judged[] {
  const known = verdicts.get(model);
  if (known !== undefined) return known;
  const active = activeRules(model);
  const found = [
    ...judgeSyntax(model, active),
    ...judgeItems(model, active),
    ...judgeRoutes(model, active),
    ...judgeScript(model, active),
  ];
  const told = withoutEchoes(found);
  const isChanged = isTemplate(model.project.root) || serviceArguments(model.settings).hasPreprocessor;
  const tolerant = isChanged
    ? told.filter(judged => judged.rule.severity !== 'error' || plainFamilies.has(judged.rule.family))
    : told;
  verdicts.set(model, tolerant);
  return tolerant;
}

/** Rules for what OpenSIPS looks up only after it has understood the whole script. */
const judgedLast: ReadonlySet<OpensipsRule> = new Set([missingDependency, transportNotLoaded]);

/** Once a line is reported because a module is missing, reports about others that need it would only repeat that. */
function withoutEchoes(found: readonly Judged[]): readonly Judged[] {
  const told = new Set<string>();
  for (const { rule, finding } of found) {
    if (judgedLast.has(rule)) continue;
    for (const module of finding.missingModules ?? []) told.add(module);
    if (finding.meantModule !== undefined) told.add(finding.meantModule);
  }
  if (told.size === 0) return found;
  return found.filter(
    ({ rule, finding }) =>
      !judgedLast.has(rule) || finding.missingModules?.some(module => told.has(module)) !== true,
  );
}

/** The rules about types and values that hold in a template, whatever is filled in elsewhere. */
const plainFamilies = new Set(['types', 'values']);

/** A template is filled in before OpenSIPS reads it, so the server does not see this text. */
export function isTemplate(uri: string): boolean {
  return /\.(m4|in|j2|tpl|tmpl|erb|template)$/i.test(uri);
}

function activeRules(model: ScriptModel): readonly OpensipsRule[] {
  return rules.filter(
    rule =>
      model.settings.severities[rule.code] !== 'off' &&
      existsIn(model.version, { since: rule.since, removed: rule.until }),
  );
}

const syntaxRules: Readonly<Record<SyntaxCode, SyntaxRule>> = {
  'syntax-error': syntaxError,
  'missing-semicolon': missingSemicolon,
  'unclosed-text': unclosedText,
  'old-syntax': oldSyntax,
  'too-deep': tooDeep,
};

function judgeSyntax(model: ScriptModel, active: readonly OpensipsRule[]): Judged[] {
  const found: Judged[] = [];
  const add = (problem: SyntaxProblem, place: Place) => {
    if (problem.since !== undefined && !isAtLeast(model.version, problem.since)) return;
    if (problem.until !== undefined && isAtLeast(model.version, problem.until)) return;
    const rule = syntaxRules[problem.code];
    if (!active.includes(rule)) return;
    const { fix } = problem;
    found.push({
      rule,
      finding: {
        place,
        span: problem.span,
        message: syntaxMessage(problem, model),
        ...(fix === undefined
          ? {}
          : {
              fixes: [{ title: fix.title, edits: [{ span: fix.span, text: fix.text }], isPreferred: true }],
            }),
      },
    });
  };
  for (const [uri, tree] of model.project.trees) {
    if (model.fragments.has(uri)) {
      for (const problem of fragmentOf(tree).problems) add(problem, { uri, start: 0 });
      continue;
    }
    for (const { block, start } of notableBlocks(tree)) {
      const place = { uri, start };
      const comment = block.comments.find(one => one.unclosed === true);
      for (const problem of comment === undefined ? block.problems : beforeComment(block.problems, comment))
        add(problem, place);
    }
  }
  return found;
}

/** A comment that is never closed is the cause; what is missing because of it is reported there, once. */
function beforeComment(problems: readonly SyntaxProblem[], comment: Comment): readonly SyntaxProblem[] {
  const isBehind = ({ span }: SyntaxProblem) =>
    span.line > comment.line || (span.line === comment.line && span.start >= comment.start);
  const told = problems.filter(problem => !isBehind(problem));
  if (told.length === problems.length) return problems;
  const span = { line: comment.line, start: comment.start, endLine: comment.line, end: comment.start + 2 };
  return [
    ...told,
    {
      code: 'syntax-error',
      span,
      text: 'This comment is never closed, so OpenSIPS ignores the rest of the file, and the block around the comment has no `}`. Close it with `*/`.',
    },
  ];
}

function syntaxMessage(problem: SyntaxProblem, model: ScriptModel): string {
  if (problem.code === 'old-syntax') return `${problem.text} OpenSIPS ${model.version} refuses the file.`;
  return `${problem.text} OpenSIPS does not start.`;
}

function judgeItems(model: ScriptModel, active: readonly OpensipsRule[]): Judged[] {
  const found: Judged[] = [];
  const globals = active.filter(rule => rule.on === 'global');
  const loads = active.filter(rule => rule.on === 'loadmodule');
  const parameters = active.filter(rule => rule.on === 'modparam');
  const loaded = new LoadedModules();
  for (const placed of model.declarations) {
    const { item, place } = placed;
    switch (item.type) {
      case 'global':
        for (const rule of globals) collect(found, rule, rule.check(item, model), place);
        break;
      case 'loadmodule':
        for (const rule of loads) collect(found, rule, rule.check(item, placed, model), place);
        if (item.path !== undefined) loaded.add(moduleNameOf(stringValue(item.path)));
        break;
      case 'modparam':
        for (const rule of parameters) collect(found, rule, rule.check(item, loaded, model), place);
        break;
      default:
    }
  }
  return found;
}

/** The findings about statements, for what they were checked with. */
interface KeptVerdict {
  /** The modules that were loaded before. */
  readonly loaded: string;
  readonly key: string;
  readonly kind: RouteKind;
  readonly name: string;
  readonly asked: AskedNames;
  readonly found: readonly { readonly rule: RouteRule; readonly finding: LocalFinding }[];
}

/** The findings in a group, with the names that were asked for. */
interface KeptGroup {
  readonly key: string;
  readonly asked: ReadonlySet<AskedNames>;
  readonly found: readonly Judged[];
}

/** What all route blocks are checked with. */
interface RouteCheck {
  readonly version: Version;
  readonly names: NamesOfScript;
  /** Equal for equal rules and versions. */
  readonly key: string;
  readonly rules: readonly RouteRule[];
}

const keptVerdicts = new WeakMap<object, KeptVerdict>();
const keptGroups = new WeakMap<RouteGroup, KeptGroup>();

function judgeRoutes(model: ScriptModel, active: readonly OpensipsRule[]): Judged[] {
  const routeRules = active.filter(rule => rule.on === 'route');
  const { version, names } = model;
  const key = `${version} ${routeRules.map(rule => rule.code).join(' ')}`;
  const check: RouteCheck = { version, names, key, rules: routeRules };
  return model.groups.flatMap(group => {
    const kept = keptGroups.get(group);
    if (kept?.key === key && [...kept.asked].every(asked => asked.isSameFor(names))) return kept.found;
    const judged = judgeGroup(group, check);
    keptGroups.set(group, judged);
    return judged.found;
  });
}

/** Asks one rule after the other about all blocks: code that has just run runs faster. */
function judgeGroup({ bodies, callNames }: RouteGroup, check: RouteCheck): KeptGroup {
  const names = new AskedNames(check.names);
  const verdicts = new Map<RouteBody, KeptVerdict>();
  const unjudged: Unjudged[] = [];
  for (const body of bodies) {
    const kept = keptVerdict(body, check);
    if (kept === undefined) unjudged.push({ body, subject: subjectOf(body, check, names), found: [] });
    else verdicts.set(body, kept);
  }
  for (const rule of check.rules)
    if (rule.calls?.some(name => callNames.has(name)) !== false) judgeBodies(unjudged, rule);
  for (const { body, subject, found } of unjudged) {
    const { kind, name } = subject;
    const loaded = body.route.loadedBefore;
    const verdict = { loaded, key: check.key, kind, name, asked: names, found: trimmed(found) };
    keptVerdicts.set(body.statements, verdict);
    verdicts.set(body, verdict);
  }
  return {
    key: check.key,
    asked: new Set([...verdicts.values()].map(({ asked }) => asked)),
    found: bodies.flatMap(body =>
      (verdicts.get(body)?.found ?? []).map(({ rule, finding }) => ({
        rule,
        finding: { ...finding, place: body.place },
      })),
    ),
  };
}

/** Statements that have to be checked, with what was found so far. */
interface Unjudged {
  readonly body: RouteBody;
  readonly subject: RouteSubject;
  readonly found: KeptVerdict['found'][number][];
}

function judgeBodies(unjudged: readonly Unjudged[], rule: RouteRule): void {
  for (const { subject, found } of unjudged) {
    const findings = rule.check(subject);
    if (findings.length > 0) for (const finding of findings) found.push({ rule, finding });
  }
}

function keptVerdict({ route, statements }: RouteBody, check: RouteCheck): KeptVerdict | undefined {
  const kept = keptVerdicts.get(statements);
  if (kept?.key !== check.key || kept.kind !== route.kind || kept.name !== route.name) return undefined;
  if (kept.loaded !== route.loadedBefore) return undefined;
  return kept.asked.isSameFor(check.names) ? kept : undefined;
}

function subjectOf(
  { route, statements, place, uses }: RouteBody,
  check: RouteCheck,
  names: AskedNames,
): RouteSubject {
  const { kind, name } = route;
  const world = worldOf(check.version, route.loadedBefore);
  const keyword = route.place === place ? route.route.keyword : undefined;
  const resolved = resolvedCalls(uses, { world, kind });
  return { statements, uses, resolved, kind, name, keyword, world, names };
}

function judgeScript(model: ScriptModel, active: readonly OpensipsRule[]): Judged[] {
  const found: Judged[] = [];
  for (const rule of active) {
    if (rule.on !== 'script' || !mayFind(rule, model)) continue;
    for (const finding of rule.check(model) ?? []) found.push({ rule, finding });
  }
  return found;
}

function mayFind({ calls, modules }: ScriptRule, model: ScriptModel): boolean {
  return (
    modules?.some(name => model.modules.has(name)) !== false &&
    calls?.some(name => isCalled(model, name)) !== false
  );
}

function collect(
  found: Judged[],
  rule: OpensipsRule,
  findings: Iterable<LocalFinding> | undefined,
  place: Place,
): void {
  for (const finding of findings ?? []) found.push({ rule, finding: { ...finding, place } });
}

function diagnosticOf({ rule, finding }: Judged): Diagnostic {
  const related = finding.related?.map(other => ({
    location: { uri: other.place.uri, range: rangeOf(other.span, other.place.start) },
    message: other.message,
  }));
  return diagnostic(rule, finding, rangeOf(finding.span, finding.place.start), related);
}
