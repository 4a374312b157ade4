import { existsSync, readFileSync } from 'node:fs';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import type { ScriptModel } from '../../server/languages/opensips/model/model.ts';
import type { Transport } from '../../server/languages/opensips/run/messages/reception.ts';
import type { StepRecord, TraceEntry } from '../../server/languages/opensips/run/record.ts';
import { runScript } from '../../server/languages/opensips/run/run.ts';
import type { HopReply, NextHop, Scenario } from '../../server/languages/opensips/run/scenario.ts';

/** One script with messages, and what a real server did with them; see the page of the oracle. */
export interface DryRunCase {
  readonly id: string;
  readonly kind: string;
  readonly cfg: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly sinks?: Readonly<Record<string, Readonly<Record<string, readonly SinkReply[] | readonly (readonly SinkReply[])[]>>>>;
  readonly messages: readonly CaseMessage[];
  readonly results: readonly CaseResult[];
}

interface SinkReply {
  readonly code: number;
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly delay?: number;
  readonly nocontact?: number;
  readonly invite?: number;
}

interface CaseMessage {
  readonly from?: string;
  readonly to?: string;
  readonly transport?: string;
  readonly text?: string;
  readonly wait?: number;
  readonly pause?: number;
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface CaseResult {
  readonly replies: readonly Readonly<Record<string, Json>>[];
  readonly forwarded: readonly Readonly<Record<string, Json>>[];
  readonly routes: readonly string[];
  readonly lines: readonly Readonly<Record<string, Json>>[];
  readonly log: readonly string[];
}

export function readCases(path: string | URL): DryRunCase[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as DryRunCase);
}

export function modelOf(cfg: string, version = '3.6'): ScriptModel {
  const uri = 'file:///etc/opensips/opensips.cfg';
  const tree = opensipsCfg.parse(cfg);
  const project = { root: uri, trees: new Map([[uri, tree]]), resolve: () => [], companions: new Map() };
  const settings = { asteriskVersion: 'auto', opensipsVersion: version, flexisipVersion: 'auto', severities: {} };
  return opensipsCfg.model(project, settings, undefined);
}

function place(text: string): { address: string; port: number } {
  const colon = text.lastIndexOf(':');
  return { address: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
}

function hopOf(rules: NonNullable<DryRunCase['sinks']>[string]): NextHop {
  const replies: Record<string, HopReply[][]> = {};
  for (const [method, list] of Object.entries(rules)) {
    const isNested = list.length > 0 && Array.isArray(list[0]);
    const lists = (isNested ? list : [list]) as readonly (readonly SinkReply[])[];
    replies[method] = lists.map(one => one.map(hopReply));
  }
  return { replies };
}

function hopReply({ nocontact, invite, ...reply }: SinkReply): HopReply {
  return { ...reply, hasContact: nocontact === undefined, toInvite: invite !== undefined };
}

export function scenarioOf(one: DryRunCase): Scenario {
  return {
    messages: one.messages.map(message => ({
      text: message.text ?? '',
      source: place(message.from ?? '127.0.0.10:5070'),
      destination: message.to === undefined ? undefined : place(message.to),
      transport: (message.transport ?? 'udp') as Transport,
      wait: message.wait ?? message.pause,
    })),
    nextHops: new Map(Object.entries(one.sinks ?? {}).map(([at, rules]) => [at, hopOf(rules)])),
    files: new Map(Object.entries(one.files ?? {})),
    resolvesNames: false,
  };
}

export interface Comparison {
  readonly replies: boolean;
  readonly forwarded: boolean;
  readonly routes: boolean;
  readonly lines: boolean;
  readonly log: boolean;
  readonly isCertain: boolean;
  readonly differences: readonly string[];
}

/** Runs a case and compares; where a question was asked, the answer that fits best counts. */
export function compareCase(one: DryRunCase): Comparison {
  const model = modelOf(one.cfg);
  const scenario = scenarioOf(one);
  const first = runScript(model, scenario);
  const questions = first.steps.flatMap(step => step.questions);
  let best = compareSteps(one, first.steps, questions.length === 0);
  for (const question of questions) {
    if (best.differences.length === 0) break;
    for (const answer of question.possible) {
      if (answer === question.assumed) continue;
      const answers: (string | undefined)[] = [];
      answers[question.index] = answer;
      const other = compareSteps(one, runScript(model, scenario, answers).steps, false);
      if (other.differences.length < best.differences.length) best = other;
    }
  }
  return best;
}

function compareSteps(one: DryRunCase, steps: readonly StepRecord[], isCertain: boolean): Comparison {
  const differences: string[] = [];
  const same: Record<'replies' | 'forwarded' | 'routes' | 'lines' | 'log', boolean> = {
    replies: true,
    forwarded: true,
    routes: true,
    lines: true,
    log: true,
  };
  one.results.forEach((expected, index) => {
    const step = steps[index];
    if (step === undefined) return;
    const check = (part: keyof typeof same, wanted: readonly unknown[], found: readonly unknown[]): void => {
      const left = wanted.map(value => canonical(value));
      const right = found.map(value => canonical(value));
      if (left.join('\n') === right.join('\n')) return;
      same[part] = false;
      const at = left.findIndex((value, position) => value !== right[position]);
      const where = at < 0 ? left.length : at;
      differences.push(`[${index}] ${part}[${where}]\n   server ${left[where] ?? '(nothing)'}\n   run    ${right[where] ?? '(nothing)'}`);
    };
    check('routes', expected.routes, step.routes);
    check('replies', expected.replies.map(replyShape), step.replies.map(replyShape));
    const sorted = (list: readonly unknown[]): unknown[] => [...list].sort((a, b) => canonical(a).localeCompare(canonical(b)));
    check('forwarded', sorted(expected.forwarded.map(requestShape)), sorted(step.forwarded.map(requestShape)));
    check('lines', expected.lines.map(lineShape), step.trace.map(traceShape).map(lineShape));
    check('log', expected.log.map(maskText), step.log.map(maskText));
  });
  return { ...same, isCertain, differences };
}

function replyShape(reply: object): unknown {
  const { to, code, reason, cseq, vias, toTag, topVia, relayed, headers, body } = reply as Readonly<Record<string, Json>>;
  return { to, code, reason, cseq, vias, toTag, topVia: topVia === undefined ? undefined : maskText(topVia), relayed, headers: headerShape(headers), body };
}

function requestShape(request: object): unknown {
  const { to, from, requestLine, headers, removed, vias, route, body, generated } = request as Readonly<Record<string, Json>>;
  if (requestLine === undefined) return { to };
  return { to, from, requestLine, headers: headerShape(headers), removed: headerShape(removed), vias, route, body, generated };
}

function headerShape(headers: Json | undefined): unknown {
  if (headers === undefined || headers === null || typeof headers !== 'object') return {};
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(maskText) : maskText(String(value))] as const)
      .sort(([a], [b]) => a.localeCompare(b)),
  );
}

/** What differs from run to run is masked on both sides. */
export function maskText(text: Json): string {
  return String(text)
    .replace(/branch=[^;,\s]+/g, 'branch=<branch>')
    .replace(/nonce="[^"]*"/g, 'nonce="<nonce>"')
    .replace(/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} .* GMT/g, '<varies>')
    .replace(/(?<=;)tag=(?:[0-9a-f]{4}\.run|sl\.run)|(?<=;)<varies>/g, 'tag=<varies>')
    .replace(/response="[^"]*"/g, 'response="<response>"')
    .replace(/did=(?:<did>|[\w.]+)/g, 'did=<did>')
    .replace(/expires=\d+|(?<=>;)tag=<varies>/g, 'expires=<n>')
    .replace(/<time>/g, '<varies>');
}

function lineShape(entry: Readonly<Record<string, Json | undefined>>): unknown {
  if (entry.enter !== undefined) return { enter: entry.enter };
  if (entry.leave !== undefined) return { leave: entry.leave, ret: entry.ret, flags: entry.flags };
  if (entry.compare !== undefined) {
    const { compare, left, right, result, line } = entry;
    return { compare, left, right, result, line };
  }
  if (entry.test !== undefined) return { test: entry.test, result: entry.result, line: entry.line };
  const { line, do: what, ret, cond, conds, value } = entry;
  return { line, do: what, ret, cond, conds, value };
}

function traceShape(entry: TraceEntry): Readonly<Record<string, Json | undefined>> {
  return entry as unknown as Readonly<Record<string, Json | undefined>>;
}

function canonical(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
