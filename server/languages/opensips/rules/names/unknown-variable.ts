import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { coreFacts, coreVariable, moduleFacts, modulesWithVariable } from '../../facts/facts.ts';
import { kamailioVariables } from '../../facts/kamailio.ts';
import { existsIn, isAtLeast } from '../../facts/versions.ts';
import type { World } from '../../model/world.ts';
import { readString, spanInside } from '../../syntax/inside.ts';
import { type Span, stringValue, type Token } from '../../syntax/token.ts';
import { readFormat } from '../../syntax/variable.ts';
import type { VariableFault } from '../../syntax/variableSyntax.ts';
import { type LocalFinding, type RouteRule, type RouteSubject, replacing } from '../rule.ts';

export const unknownVariable: RouteRule = {
  code: 'opensips-cfg/unknown-variable',
  severity: 'error',
  family: 'names',
  title: 'Unknown or malformed variable or transformation',
  why: 'OpenSIPS looks up variables when it reads the script, and those inside strings when it starts. It does not start if one is unknown, malformed, or belongs to a module that is not loaded.',
  fix: 'Correct the variable as the message suggests, or load its module.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\txlog("from $srcip\\n");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\txlog("from $si\\n");\n}\n',
  on: 'route',
  check(subject) {
    const { world } = subject;
    const found: LocalFinding[] = [];
    const report = (finding: LocalFinding | undefined) => {
      if (finding !== undefined) found.push(finding);
    };
    for (const { token } of subject.uses.variables) {
      if (token.unclosed === true) continue;
      const read = world.read(token.text);
      if (read.fault !== undefined)
        report(findingOf(read.fault, (offset, length) => spanInside(token, offset, length), subject));
    }
    for (const { token, kind } of subject.uses.texts) {
      if (kind === 'level') {
        const value = stringValue(token);
        if (value.startsWith('$')) {
          const read = world.read(value);
          if (read.fault !== undefined) report(findingOf(read.fault, readString(token).spanOf, subject));
        }
        continue;
      }
      if (kind === 'launch' && !isAtLeast(world.version, '3.4')) continue;
      report(inText(token, subject));
    }
    for (const { use, verdict } of subject.resolved) {
      if (verdict.kind !== 'found' || verdict.params === undefined) continue;
      for (const [at, { kind, token }] of use.call.args.entries()) {
        if (kind !== 'string' || token === undefined || !token.text.includes('$')) continue;
        const parameter = verdict.params[at];
        if (parameter?.type === 'str' && parameter.noExpand !== true) report(inText(token, subject));
      }
    }
    return found;
  },
};

function inText(token: Token, subject: RouteSubject): LocalFinding | undefined {
  if (!token.text.includes('$') || token.unclosed === true) return undefined;
  const { fault } = readFormat(stringValue(token), subject.world.read);
  return fault === undefined ? undefined : findingOf(fault, readString(token).spanOf, subject);
}

function findingOf(
  fault: VariableFault,
  spanOf: (offset: number, length: number) => Span,
  subject: RouteSubject,
): LocalFinding | undefined {
  const span = spanOf(fault.offset, fault.length);
  if (fault.kind !== 'unknown-variable') {
    return { span, message: message(fault.text, 'OpenSIPS does not start.', 'Correct it.') };
  }
  const name = /^The variable \$([\w.]+)/.exec(fault.text)?.[1] ?? '';
  const { world, names } = subject;
  const owners = modulesWithVariable(name).filter(owner => {
    const module = moduleFacts(owner);
    const facts = module?.variables?.find(one => one.name === name);
    return (
      module !== undefined &&
      facts !== undefined &&
      existsIn(world.version, module) &&
      existsIn(world.version, facts)
    );
  });
  if (owners.length > 0 && !names.isComplete) return undefined;
  const history = historyOf(name, world);
  const core = coreVariable(name);
  const hasInner = fault.text.includes('(...)');
  const ofKamailio = core === undefined && owners.length === 0 ? kamailioVariables.get(name) : undefined;
  const guess =
    name === '' || ofKamailio !== undefined
      ? undefined
      : (shortNameOf(name, hasInner) ??
        nearest(
          name,
          variableNames(world).filter(one => world.lookup(one, hasInner) !== undefined && one !== name),
        ));
  const isGuess =
    owners.length === 0 && history === undefined && core === undefined && ofKamailio === undefined;
  if (isGuess && guess === undefined && world.hasPrivateModules) return undefined;
  const todo =
    core !== undefined && existsIn(world.version, core)
      ? core.inner === 'none'
        ? 'It takes no name in parentheses.'
        : `It needs a name in parentheses: \`$${name}(...)\`.`
      : owners.length > 0
        ? `It belongs to ${owners.map(owner => `\`${owner}\``).join(' or ')}, which is not loaded above.`
        : (ofKamailio ??
          history?.todo ??
          (guess === undefined ? 'Check the name.' : `Did you mean \`$${guess}\`?`));
  const sameCase = guess !== undefined && history === undefined && owners.length === 0 && core === undefined;
  return {
    span,
    missingModules: owners,
    ...(isGuess && world.hasPrivateModules ? { severity: 'warning' as const } : {}),
    message: message(
      ofKamailio === undefined ? (history?.text ?? fault.text) : `The variable $${name} belongs to Kamailio.`,
      'OpenSIPS does not start.',
      todo,
    ),
    ...(history?.replacement !== undefined
      ? { fixes: [replacing(`Write $${history.replacement}`, span, history.replacement, true)] }
      : sameCase
        ? { fixes: [replacing(`Write $${guess}`, span, guess)] }
        : {}),
  };
}

/** The variable that a descriptive name stands for; nearly all real names are abbreviations. */
function shortNameOf(name: string, hasInner: boolean): string | undefined {
  return hasInner ? undefined : shortNames.get(name.toLowerCase().replaceAll(/[_.]/g, ''));
}

const shortNames: ReadonlyMap<string, string> = new Map([
  ['authuser', 'au'],
  ['body', 'rb'],
  ['callid', 'ci'],
  ['contact', 'ct'],
  ['contacturi', 'ct.fields(uri)'],
  ['cseq', 'cs'],
  ['domain', 'rd'],
  ['fromdomain', 'fd'],
  ['fromname', 'fn'],
  ['fromtag', 'ft'],
  ['fromuri', 'fu'],
  ['fromuser', 'fU'],
  ['fuser', 'fU'],
  ['ip', 'si'],
  ['method', 'rm'],
  ['reason', 'rr'],
  ['replycode', 'T_reply_code'],
  ['requesturi', 'ru'],
  ['ruridomain', 'rd'],
  ['ruriuser', 'rU'],
  ['sip', 'si'],
  ['sourceip', 'si'],
  ['sourceport', 'sp'],
  ['sport', 'sp'],
  ['srcip', 'si'],
  ['srcport', 'sp'],
  ['status', 'rs'],
  ['statuscode', 'rs'],
  ['tcode', 'T_reply_code'],
  ['todomain', 'td'],
  ['totag', 'tt'],
  ['touri', 'tu'],
  ['touser', 'tU'],
  ['uri', 'ru'],
  ['useragent', 'ua'],
  ['user', 'rU'],
  ['username', 'rU'],
]);

/** What versions before 3.1 had in place of a newer variable. */
const predecessors: Readonly<Record<string, string>> = {
  socket_in: 'Write `$proto`, `$Ri` or `$Rp`.',
  socket_out: 'Write `$fs`.',
};

/** What replaced variables that were removed. */
const successors: Readonly<Record<string, string>> = {
  proto: 'socket_in(proto)',
  pr: 'socket_in(proto)',
  Ri: 'socket_in(ip)',
  Rp: 'socket_in(port)',
  af: 'socket_in(af)',
  fs: 'socket_out',
  mf: 'msg.flag(...)',
};

function historyOf(
  name: string,
  world: World,
): { readonly text: string; readonly todo: string; readonly replacement: string | undefined } | undefined {
  const core = coreVariable(name);
  if (core === undefined) return undefined;
  if (core.removed !== undefined && isAtLeast(world.version, core.removed)) {
    const replacement = Object.hasOwn(successors, name) ? successors[name] : undefined;
    return {
      text: `The variable $${name} was removed in ${core.removed}.`,
      todo: replacement === undefined ? 'Remove it.' : `Write \`$${replacement}\`.`,
      replacement: replacement?.includes('...') === true ? undefined : replacement,
    };
  }
  if (core.since !== undefined && !isAtLeast(world.version, core.since))
    return {
      text: `The variable $${name} was added in ${core.since}.`,
      todo: Object.hasOwn(predecessors, name)
        ? (predecessors[name] ?? '')
        : `${world.version} does not have it.`,
      replacement: undefined,
    };
  return undefined;
}

const lists = new WeakMap<World, readonly string[]>();

function variableNames(world: World): readonly string[] {
  let list = lists.get(world);
  if (list === undefined) {
    list = [
      ...coreFacts.variables.filter(one => existsIn(world.version, one)).map(one => one.name),
      ...world.modules.flatMap(module => (module.variables ?? []).map(one => one.name)),
    ];
    lists.set(world, list);
  }
  return list;
}
