import type { Diagnostic } from 'vscode-languageserver-types';
import { diagnostic } from '../../../rules/diagnostic.ts';
import type { Judged as JudgedBy } from '../../../rules/finding.ts';
import { existsIn, isAtLeast } from '../facts/versions.ts';
import type { PlacedRoute, ScriptModel } from '../model/model.ts';
import { routeKey } from '../model/model.ts';
import type { Place } from '../model/placed.ts';
import { type World, worldOf } from '../model/world.ts';
import { fragmentOf, rangeOf } from '../reading/parser.ts';
import { missingDependency } from '../rules/modules/missing-dependency.ts';
import { transportNotLoaded } from '../rules/modules/transport-not-loaded.ts';
import type {
  Finding,
  LocalFinding,
  NamesOfScript,
  OpensipsRule,
  RouteBody,
  RouteRule,
  RouteSubject,
  ScriptAnalysis,
  SyntaxRule,
} from '../rules/rule.ts';
import { missingSemicolon } from '../rules/syntax/missing-semicolon.ts';
import { oldSyntax } from '../rules/syntax/old-syntax.ts';
import { syntaxError } from '../rules/syntax/syntax-error.ts';
import { tooDeep } from '../rules/syntax/too-deep.ts';
import { unclosedText } from '../rules/syntax/unclosed-text.ts';
import type { RouteKind, SyntaxCode, SyntaxProblem } from '../syntax/syntax.ts';
import { type Comment, stringValue } from '../syntax/token.ts';
import { usesOf } from '../syntax/uses.ts';
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
  const tolerant = isTemplate(model.project.root)
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
    tree.blocks.forEach((block, index) => {
      if (block.problems.length === 0) return;
      const place = { uri, start: tree.starts[index] ?? 0 };
      const comment = block.comments.find(one => one.unclosed === true);
      for (const problem of comment === undefined ? block.problems : beforeComment(block.problems, comment))
        add(problem, place);
    });
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
  const loaded: string[] = [];
  for (const placed of model.items) {
    const { item, place } = placed;
    switch (item.type) {
      case 'global':
        for (const rule of globals) collect(found, rule, rule.check(item, model), place);
        break;
      case 'loadmodule':
        for (const rule of loads) collect(found, rule, rule.check(item, placed, model), place);
        if (item.path !== undefined) loaded.push(nameOfModule(stringValue(item.path)));
        break;
      case 'modparam':
        for (const rule of parameters) collect(found, rule, rule.check(item, loaded, model), place);
        break;
      default:
    }
  }
  return found;
}

function nameOfModule(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.so$/, '');
}

/** The findings about statements, for the world and the names that they were checked with. */
interface KeptVerdict {
  readonly world: World;
  readonly nameKey: string;
  readonly kind: RouteKind;
  readonly name: string;
  /** The rules that were asked: as many others may be active now. */
  readonly ruleKey: string;
  readonly found: readonly { readonly rule: RouteRule; readonly finding: LocalFinding }[];
}

const keptVerdicts = new WeakMap<object, KeptVerdict>();

function judgeRoutes(model: ScriptModel, active: readonly OpensipsRule[]): Judged[] {
  const routeRules = active.filter(rule => rule.on === 'route');
  const ruleKey = routeRules.map(rule => rule.code).join(' ');
  const names = namesOf(model);
  const nameKey = interned(`${names.isComplete} ${[...model.routesByName.keys()].sort().join('\n')}`);
  const found: Judged[] = [];
  for (const body of bodiesOf(model)) {
    const { route, statements, place } = body;
    const { kind, name } = route;
    const world = worldOf(model.version, route.loadedBefore);
    let kept = keptVerdicts.get(statements);
    if (
      kept === undefined ||
      kept.world !== world ||
      kept.nameKey !== nameKey ||
      kept.kind !== kind ||
      kept.name !== name ||
      kept.ruleKey !== ruleKey
    ) {
      const subject: RouteSubject = {
        statements,
        uses: body.uses,
        kind,
        name,
        keyword: route.place === place ? route.route.keyword : undefined,
        world,
        names,
      };
      kept = {
        world,
        nameKey,
        kind,
        name,
        ruleKey,
        found: routeRules.flatMap(rule =>
          [...(rule.check(subject) ?? [])].map(finding => ({ rule, finding })),
        ),
      };
      keptVerdicts.set(statements, kept);
    }
    for (const { rule, finding } of kept.found) found.push({ rule, finding: { ...finding, place } });
  }
  return found;
}

let lastKey = '';

/** The same string object for the same names as last time, so that comparing it costs nothing. */
function interned(key: string): string {
  if (key !== lastKey) lastKey = key;
  return lastKey;
}

const nameSets = new WeakMap<ScriptModel, NamesOfScript>();

/** The names that the route blocks of a script can use. */
export function namesOf(model: ScriptModel): NamesOfScript {
  const known = nameSets.get(model);
  if (known !== undefined) return known;
  const sets = new Map<string, Set<string>>();
  for (const route of model.routes) {
    const set = sets.get(route.kind);
    if (set === undefined) sets.set(route.kind, new Set([route.name]));
    else set.add(route.name);
  }
  const names: NamesOfScript = {
    routes: kind => sets.get(kind) ?? new Set(),
    isComplete: model.isComplete,
  };
  nameSets.set(model, names);
  return names;
}

const bodies = new WeakMap<ScriptModel, readonly RouteBody[]>();

/** The statements of every route block; files included inside a block are listed separately. */
export function bodiesOf(model: ScriptModel): readonly RouteBody[] {
  const known = bodies.get(model);
  if (known !== undefined) return known;
  const found: RouteBody[] = [];
  const seen = new Set<string>();
  const add = (body: RouteBody, depth: number) => {
    found.push(body);
    for (const include of body.uses.includes) {
      for (const uri of model.project.resolve(body.place.uri, include.text) ?? []) {
        const tree = model.project.trees.get(uri);
        const mark = `${routeKey(body.route.kind, '')}${uri}`;
        if (tree === undefined || depth > 50 || seen.has(mark)) continue;
        seen.add(mark);
        const { statements } = fragmentOf(tree);
        add({ place: { uri, start: 0 }, route: body.route, statements, uses: usesOf(statements) }, depth + 1);
      }
    }
  };
  for (const route of model.routes) {
    const statements = route.route.body;
    add({ place: route.place, route, statements, uses: usesOf(statements) }, 0);
  }
  bodies.set(model, found);
  return found;
}

function judgeScript(model: ScriptModel, active: readonly OpensipsRule[]): Judged[] {
  const found: Judged[] = [];
  const analysis: ScriptAnalysis = {
    bodies: bodiesOf(model),
    worldOf: (route: PlacedRoute) => worldOf(model.version, route.loadedBefore),
  };
  for (const rule of active) {
    if (rule.on !== 'script') continue;
    for (const finding of rule.check(model, analysis) ?? []) found.push({ rule, finding });
  }
  return found;
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
