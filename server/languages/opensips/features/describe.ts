import { boldFirstSentence, escapeMarkdown, inlineCode } from '../../../text/markdown.ts';
import {
  type CommandFacts,
  commandName,
  type EventFacts,
  type FunctionFacts,
  type GlobalFacts,
  type Lifetime,
  type ModuleFacts,
  type ModuleParameterFacts,
  parameterTypeIn,
  riskOf,
  routeFacts,
  type StatisticFacts,
  statementFacts,
  type TransformationFacts,
  type VariableFacts,
} from '../facts/facts.ts';
import { keywordOf } from '../facts/routeNames.ts';
import { signatureIn } from '../facts/signatures.ts';
import { isAtLeast, type Version, versions } from '../facts/versions.ts';

/** The page of a module in the documentation of a version, or of the newest version that had the module. */
export function pageOf(module: string, facts: ModuleFacts | undefined, version: Version): string {
  let branch: string = version;
  if (facts?.removed !== undefined && isAtLeast(version, facts.removed))
    branch = versions.findLast(one => !isAtLeast(one, facts.removed ?? '')) ?? version;
  return `https://opensips.org/html/docs/modules/${branch}.x/${module}.html`;
}

const manual = 'https://www.opensips.org/Documentation/';

export function manualPage(topic: string, version: Version): string {
  return `${manual}Script-${topic}-${version.replace('.', '-')}`;
}

/** One line with a link. */
function source(text: string, url: string): string {
  return `[${escapeMarkdown(text)}](${url})`;
}

function lifetime(facts: Lifetime): string | undefined {
  const since = facts.since === undefined || facts.since.startsWith('<') ? undefined : `since ${facts.since}`;
  const removed = facts.removed === undefined ? undefined : `removed in ${facts.removed}`;
  const text = [since, removed].filter(part => part !== undefined).join(', ');
  return text === '' ? undefined : text;
}

function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter(part => part !== undefined && part !== '').join('\n\n');
}

/** The risk of an entry, with the reason in bold. */
function security(facts: Parameters<typeof riskOf>[0]): string | undefined {
  const risk = riskOf(facts);
  return risk === undefined ? undefined : `**Security:** ${boldFirstSentence(risk)}`;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (Array.isArray(value)) return value.map(String).join(', ');
  if (value === '') return 'empty string';
  return String(value);
}

export function describeModule(name: string, facts: ModuleFacts | undefined, version: Version): string {
  const needs = (facts?.depends ?? []).filter(one => one.mode === 'required' && one.param === undefined);
  return paragraphs(
    `**${escapeMarkdown(name)}** (module${facts === undefined ? ' unknown to SIP Workbench' : ''})`,
    facts?.purpose,
    facts?.description,
    facts === undefined
      ? undefined
      : [
          `${facts.params?.length ?? 0} parameters, ${facts.functions?.length ?? 0} functions, ${facts.variables?.length ?? 0} variables`,
          lifetime(facts),
          needs.length === 0
            ? undefined
            : `needs ${needs.map(one => inlineCode(one.module ?? `a module of class ${one.class ?? ''}`)).join(', ')}`,
          facts.replacedBy === undefined ? undefined : `replaced by ${inlineCode(facts.replacedBy)}`,
        ]
          .filter(part => part !== undefined)
          .join('; '),
    facts === undefined ? undefined : source('Documentation of the module', pageOf(name, facts, version)),
  );
}

/** An editor shows about twelve lines at once, so what decides comes first: the risk, and `here`, what is in force in the script. */
export function describeParameter(
  module: ModuleFacts,
  facts: ModuleParameterFacts,
  version: Version,
  here = '',
): string {
  return paragraphs(
    `**${escapeMarkdown(facts.name)}** (parameter of ${inlineCode(module.name)})`,
    security(facts),
    here,
    facts.description,
    dataLine(
      parameterTypeText(facts, version),
      facts.default,
      lifetime({
        since: facts.since ?? module.since ?? '',
        ...(facts.removed === undefined ? {} : { removed: facts.removed }),
      }),
    ),
    source('Documentation of the module', `${pageOf(module.name, module, version)}#param_${facts.name}`),
  );
}

/** The reference data in one line: an editor shows about twelve. */
function dataLine(type: string, standard: unknown, versions: string | undefined): string {
  return `**Type:** ${type} · **Default:** ${inlineCode(shown(standard))} · **Versions:** ${escapeMarkdown(versions ?? 'all')}`;
}

/** The type of a module parameter, in words. */
export function parameterTypeText(facts: ModuleParameterFacts, version: Version): string {
  const type = parameterTypeIn(facts, version);
  return type === 'int' ? 'number' : type === 'str' ? 'string' : 'number or string';
}

/** The type of a global parameter, in words. */
export function globalTypeText(type: string): string {
  return type
    .replace(/^int\b/, 'number')
    .replace(/^bool$/, 'yes or no')
    .replace(/\bid\b/, 'word')
    .replaceAll('|', ' or ');
}

/** `name(first, [second])` with the types of a version. */
export function signatureText(facts: FunctionFacts, version: Version): string {
  const { params } = signatureIn(facts, version);
  return `${facts.name}(${(params ?? []).map(parameterText).join(', ')})`;
}

const typeNames = { str: 'string', int: 'number', var: 'variable', regex: 'regular expression' } as const;

export function parameterText(parameter: {
  readonly name?: string;
  readonly type: keyof typeof typeNames;
  readonly optional?: boolean;
}): string {
  const text =
    parameter.name === undefined
      ? typeNames[parameter.type]
      : `${parameter.name}: ${typeNames[parameter.type]}`;
  return parameter.optional === true ? `[${text}]` : text;
}

export function describeFunction(
  facts: FunctionFacts,
  module: ModuleFacts | undefined,
  version: Version,
): string {
  return paragraphs(
    `\`\`\`opensips-cfg\n${signatureText(facts, version)}\n\`\`\``,
    functionNotes(facts, module, version),
  );
}

/** What is known about a function besides its signature, for places that show the signature themselves. */
export function functionNotes(
  facts: FunctionFacts,
  module: ModuleFacts | undefined,
  version: Version,
): string {
  const { routes } = signatureIn(facts, version);
  const brief = [
    module === undefined ? '**Function of** core' : `**Function of** ${inlineCode(module.name)}`,
    routes === undefined
      ? undefined
      : `**Allowed in:** ${routes === 'all' ? 'every route' : routes.map(kind => inlineCode(keywordOf(kind))).join(', ')}`,
    facts.async === true ? '**`async`:** yes' : undefined,
    `**Versions:** ${lifetime(facts) ?? 'all'}`,
  ];
  return paragraphs(
    security(facts),
    facts.description,
    brief.filter(part => part !== undefined).join(' · '),
    module === undefined
      ? source('Functions of core', manualPage('CoreFunctions', version))
      : source('Documentation of the module', `${pageOf(module.name, module, version)}#func_${facts.name}`),
  );
}

export function describeGlobal(facts: GlobalFacts, version: Version, here = ''): string {
  return paragraphs(
    `**${escapeMarkdown(facts.name)}** (global parameter)`,
    security(facts),
    here,
    facts.replacedBy === undefined ? undefined : `**New name:** ${inlineCode(facts.replacedBy)}`,
    facts.description,
    facts.allowed === undefined ? undefined : `**Values:** ${inlineCode(shown(facts.allowed))}`,
    dataLine(escapeMarkdown(globalTypeText(facts.type)), facts.default, lifetime(facts)),
    source('Core parameters', manualPage('CoreParameters', version)),
  );
}

export function describeVariable(facts: VariableFacts, module: string | undefined, version: Version): string {
  const name = `$${facts.name}${facts.inner === 'required' ? '(name)' : facts.inner === 'optional' ? '[(name)]' : ''}`;
  return paragraphs(
    `**${escapeMarkdown(name)}** (variable${module === undefined ? '' : ` of ${inlineCode(module)}`})`,
    security(facts),
    facts.description,
    [
      facts.writable ? 'writable' : 'read-only',
      facts.index === true || facts.indexWords !== undefined ? 'accepts an index' : undefined,
      `**Versions:** ${lifetime(facts) ?? 'all'}`,
    ]
      .filter(part => part !== undefined)
      .join(' · '),
    module === undefined
      ? source('Variables of core', manualPage('CoreVar', version))
      : source('Documentation of the module', pageOf(module, undefined, version)),
  );
}

export function describeTransformation(facts: TransformationFacts, version: Version): string {
  const args = facts.args === undefined ? '' : `,${facts.args.join(',')}`;
  return paragraphs(
    `**${escapeMarkdown(`{${facts.cls}.${facts.name}${args}}`)}** (transformation)`,
    facts.description,
    lifetime(facts) === undefined ? undefined : `Versions: ${lifetime(facts)}`,
    source('Transformations', manualPage('Tran', version)),
  );
}

/** An event that an `event_route` can handle. */
export function describeEvent(facts: EventFacts, module: ModuleFacts | undefined, version: Version): string {
  const params = facts.params ?? [];
  return paragraphs(
    `**${escapeMarkdown(facts.name)}** (event${module === undefined ? '' : ` of ${inlineCode(module.name)}`})`,
    facts.description,
    params.length === 0 ? undefined : `Parameters in \`$param\`: ${params.map(inlineCode).join(', ')}`,
    lifetime(facts) === undefined ? undefined : `Versions: ${lifetime(facts)}`,
    module === undefined
      ? source('Events of core', `${manual}Interface-CoreEvents-${version.replace('.', '-')}`)
      : source('Documentation of the module', pageOf(module.name, module, version)),
  );
}

/** A command of the management interface. */
export function describeCommand(
  facts: CommandFacts,
  module: ModuleFacts | undefined,
  version: Version,
): string {
  const name = commandName(facts, version);
  const lists = (facts.params ?? []).filter(list => list.length > 0).slice(0, 6);
  return paragraphs(
    `**${escapeMarkdown(name)}** (management command${module === undefined ? '' : ` of ${inlineCode(module.name)}`})`,
    facts.description,
    lists.length === 0 ? undefined : `Arguments: ${lists.map(list => inlineCode(list.join(' '))).join(', ')}`,
    lifetime(facts) === undefined ? undefined : `Versions: ${lifetime(facts)}`,
    module === undefined
      ? source('Management commands of core', `${manual}Interface-CoreMI-${version.replace('.', '-')}`)
      : source('Documentation of the module', pageOf(module.name, module, version)),
  );
}

/** A statistic, which `$stat(group:name)` reads. */
export function describeStatistic(
  facts: StatisticFacts,
  module: ModuleFacts | undefined,
  version: Version,
): string {
  return paragraphs(
    `**${escapeMarkdown(`${facts.group ?? module?.name ?? ''}:${facts.name}`)}** (statistic)`,
    facts.description,
    module === undefined
      ? source('Statistics of core', `${manual}Interface-CoreStatistics-${version.replace('.', '-')}`)
      : source('Documentation of the module', pageOf(module.name, module, version)),
  );
}

/** A kind of route block. */
export function describeRouteKind(keyword: string, version: Version): string | undefined {
  const facts = routeFacts(keyword);
  if (facts === undefined) return undefined;
  return paragraphs(
    `**${escapeMarkdown(keyword)}** (route block)`,
    facts.description,
    source('Routes', manualPage('Routes', version)),
  );
}

export function describeKeyword(name: string, version: Version): string | undefined {
  const facts = statementFacts(name);
  if (facts === undefined) return undefined;
  return paragraphs(
    facts.form === undefined ? `**${escapeMarkdown(name)}**` : `\`\`\`opensips-cfg\n${facts.form}\n\`\`\``,
    facts.description,
    source('Statements', manualPage('Statements', version)),
  );
}
