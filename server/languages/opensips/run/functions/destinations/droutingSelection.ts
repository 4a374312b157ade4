import { appendAll } from '../../../../../text/longLists.ts';
import { DROP } from '../../flowFlags.ts';
import { parseServerUri, type ServerUri } from '../../messages/uri.ts';
import { newExecution, runTopRoute } from '../../routes.ts';
import { type Execution, stateKey } from '../../server.ts';
import { tableRows } from '../../tables/tables.ts';
import { addAvp } from '../../values/scriptVariables.ts';
import { integerValue, textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import { type RoutingData, type Rule, targetsOf } from './droutingData.ts';
import {
  type AttributePlaces,
  type CarriedGateway,
  forgetGateways,
  gatewaysOf,
  inOrder,
  setAttributes,
  useGateways,
} from './droutingGateways.ts';
import { findRule, type Match } from './droutingRules.ts';

/** do_routing: finds the rule for the Request-URI, and takes its gateways. */
export function routeByRules(x: Execution, args: Arguments, data: RoutingData): number {
  const flags = args.text(1) ?? '';
  if (!flags.includes('C')) forgetGateways(x, data);
  const given = args.number(0) ?? -1;
  const group = given < 0 ? groupOf(x, data) : given;
  const uri = x.message.parsedUri;
  if (group === undefined || Number.isNaN(group) || uri === undefined) return -1;
  const list = args.text(2);
  const known = new Set([...data.gateways.keys(), ...[...data.carriers.keys()].map(id => `#${id}`)]);
  const allowed =
    list === undefined
      ? undefined
      : new Set((targetsOf(list, known) ?? []).map(({ id, isCarrier }) => (isCarrier ? `#${id}` : id)));
  const start: Fallback = {
    number: uri.user ?? '',
    index: 0,
    uri,
    group,
    flags,
    allowed: allowed?.size === 0 ? undefined : allowed,
    isContinued: false,
  };
  return search(x, args, data, start, { rule: 3, gateway: 4, carrier: 5 });
}

/** What a later use_next_gw needs to go on with the next rule. */
interface Fallback {
  readonly number: string;
  readonly index: number;
  readonly uri: ServerUri;
  readonly group: number;
  readonly flags: string;
  readonly allowed: ReadonlySet<string> | undefined;
  /** True for a search that goes on from an earlier one. */
  readonly isContinued: boolean;
}

/** By message or transaction, and partition. */
const fallbacks = stateKey(() => new WeakMap<object, Map<string, Fallback>>());

/** Goes on with the rule after the one that was used last; -1 if there is none. */
export function nextRule(x: Execution, args: Arguments, data: RoutingData): number {
  const kept = x.server.state(fallbacks).get(x.avps)?.get(data.partition);
  if (kept === undefined) return -1;
  forgetGateways(x, data);
  return search(x, args, data, kept, { rule: 0, gateway: 1, carrier: 2 });
}

function groupOf(x: Execution, { groupTable }: RoutingData): number | undefined {
  const rows = tableRows(x.server, groupTable);
  const uri = parseServerUri(x.message.from?.uri ?? '');
  const column = (parameter: string, name: string): string =>
    x.server.parameter('drouting', parameter) ?? name;
  const usesDomain = x.server.parameterNumber('drouting', 'use_domain', 1) !== 0;
  const found = rows?.find(
    row =>
      row[column('drg_user_col', 'username')] === (uri?.user ?? '') &&
      (!usesDomain || row[column('drg_domain_col', 'domain')] === uri?.host),
  );
  if (found !== undefined) return Number(found[column('drg_grpid_col', 'groupid')] ?? Number.NaN);
  const fallback = x.server.parameter('drouting', 'default_group');
  if (fallback !== undefined && rows !== undefined) return Number(fallback);
  if (rows !== undefined) return undefined;
  const answer = x.server.questions.ask(
    `Which routing group does ${uri?.user ?? 'the caller'} have?`,
    fallback ?? '0',
    ['0', 'no'],
  );
  return answer === 'no' ? undefined : Number.parseInt(answer, 10);
}

/** The positions of arguments that take attributes, those of the rule too. */
interface Places extends AttributePlaces {
  readonly rule: number;
}

/** Goes from rule to rule until one has a gateway that can be used (do_routing). */
function search(x: Execution, args: Arguments, data: RoutingData, start: Fallback, places: Places): number {
  let { number, index } = start;
  const { flags, group } = start;
  for (;;) {
    const match = findRule(x, data.rules, group, number, index);
    if (match === undefined || (flags.includes('L') && match.length !== number.length)) return -1;
    const { rule } = match;
    if (rule.route !== undefined && !runRuleRoute(x, rule.route)) return -1;
    if (!flags.includes('C')) {
      const count = useRule(x, args, data, start, rule, places);
      if (count === 0) {
        const isLast = match.length === 0 && match.index <= 0;
        if (!flags.includes('F') || isLast) return -1;
        number = number.slice(0, match.length - (match.index === 0 ? 1 : 0));
        index = match.index;
        if (number === '' && index <= 0) return -1;
        continue;
      }
    }
    finish(x, args, data, rule, number.slice(0, match.length), places);
    if (flags.includes('F')) keepFallback(x, data, start, match, number);
    return 1;
  }
}

/** The first time, a later search goes on only where the prefix has more rules; from then on with shorter prefixes too. */
function keepFallback(
  x: Execution,
  { partition }: RoutingData,
  start: Fallback,
  { index, length }: Match,
  number: string,
): void {
  const all = x.server.state(fallbacks);
  const kept = all.get(x.avps) ?? new Map<string, Fallback>();
  all.set(x.avps, kept);
  const isLast = length === 0 && index <= 0;
  if (index > 0) kept.set(partition, { ...start, number: number.slice(0, length), index, isContinued: true });
  else if (!isLast && start.isContinued)
    kept.set(partition, { ...start, number: number.slice(0, Math.max(0, length - 1)), index });
  else kept.delete(partition);
}

function finish(
  x: Execution,
  args: Arguments,
  data: RoutingData,
  rule: Rule,
  prefix: string,
  places: Places,
): void {
  const { avps: own } = data;
  keepPrefix(x, data, prefix);
  addAvp(x, own.ruleAttributes, textValue(rule.attributes));
  if (args.has(places.rule)) args.set(places.rule, textValue(rule.attributes));
  if (own.rule !== undefined) addAvp(x, own.rule, integerValue(rule.id));
}

/** Puts the prefix of a rule into its AVP. */
export function keepPrefix(x: Execution, { avps }: RoutingData, prefix: string): void {
  const name = avps.rulePrefix;
  if (name !== undefined) addAvp(x, name, textValue(prefix));
}

/** Runs the route that a rule names; false where it drops the call. */
function runRuleRoute(x: Execution, name: string): boolean {
  const { server, message, avps, transaction } = x;
  if (server.route('request', name) === undefined) return true;
  const flags = runTopRoute(newExecution(server, { kind: 'request', name, message, avps, transaction }));
  return flags === undefined || (flags & DROP) === 0;
}

/** Puts the gateways of a rule in order; gives how many there are. */
function useRule(
  x: Execution,
  args: Arguments,
  data: RoutingData,
  { uri, allowed }: Fallback,
  rule: Rule,
  places: Places,
): number {
  const used: CarriedGateway[] = [];
  for (const target of inOrder(x, rule.sort, rule.targets)) {
    if (allowed !== undefined && !allowed.has(target.isCarrier ? `#${target.id}` : target.id)) continue;
    if (!target.isCarrier) {
      const gateway = data.gateways.get(target.id);
      if (gateway !== undefined && !gateway.isDisabled) used.push({ gateway, carrier: undefined });
      continue;
    }
    const carrier = data.carriers.get(target.id);
    if (carrier !== undefined) appendAll(used, gatewaysOf(x, data, carrier));
  }
  useGateways(x, data, uri, used);
  const [first] = used;
  if (first !== undefined) setAttributes(args, first, places);
  return used.length;
}
