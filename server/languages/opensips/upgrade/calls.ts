import { wordsOfMask } from '../facts/flagWords.ts';
import { renamedFunctions, uriGone } from '../facts/formerFunctions.ts';
import { isAtLeast, type Version } from '../facts/versions.ts';
import type { ScriptModel } from '../model/model.ts';
import { parameterValue } from '../model/parameters.ts';
import type { Place } from '../model/placed.ts';
import type { Call } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import {
  argumentsOf,
  type CallChange,
  gone,
  type Rewrite,
  renamed,
  sourceOf,
  unquoted,
  variableIn,
} from './callChange.ts';
import { packedArguments } from './packedArguments.ts';
import { partitionChanges } from './partitions.ts';
import { rearrangedCalls } from './rearrangedCalls.ts';
import { replace, type UpgradeContext, type UpgradeItem, type UpgradeStep } from './step.ts';

/** Function to function, according to upstream's migration pages and the sources of each version. */
const changes: readonly CallChange[] = [
  ...packedArguments,
  ...partitionChanges,
  ...rearrangedCalls,
  ...renamedFunctions.map(renamed),
  {
    names: ['db_check_to', 'db_check_from'],
    since: '3.0',
    rewrite: (call, _, { model }) => {
      const target = call.name.text === 'db_check_to' ? 'db_is_to_authorized' : 'db_is_from_authorized';
      const table = tableOfIdentities(model);
      return {
        text: `${target}("${table}")`,
        verdict: 'done',
        what: `\`${call.name.text}()\` is now \`${target}("${table}")\` of \`auth_db\`.`,
        why: uriGone,
      };
    },
  },
  {
    names: ['db_does_uri_exist', 'does_uri_exist'],
    since: '3.0',
    rewrite: (call, _, { model }) =>
      call.args.length > 0
        ? undefined
        : {
            text: `db_does_uri_exist("$ru", "${tableOfIdentities(model)}")`,
            verdict: 'done',
            what: '`db_does_uri_exist` of `auth_db` takes the URI and the table.',
            why: uriGone,
          },
  },
  {
    names: ['check_to', 'check_from'],
    since: '3.0',
    rewrite: call => {
      const user = call.name.text === 'check_to' ? '$tU' : '$fU';
      return {
        text: `$au == ${user}`,
        verdict: 'check',
        what: `\`${call.name.text}()\` is now the comparison \`$au == ${user}\`.`,
        why: `${uriGone} Without a table the function compared the digest user name with the user of the header.`,
      };
    },
  },
  {
    names: ['does_uri_user_exist'],
    since: '3.0',
    rewrite: () => ({
      verdict: 'by-hand',
      what: 'Use `db_does_uri_exist("$ru", "subscriber")` of `auth_db`.',
      why: uriGone,
    }),
  },
  {
    names: ['get_auth_id', 'db_get_auth_id'],
    since: '3.0',
    rewrite: (call, _, { model }) => {
      const [uri, user, realm, ...rest] = call.args;
      if (uri === undefined || rest.length > 0) return undefined;
      return {
        text: `db_get_auth_id("${tableOfIdentities(model)}", ${sourceOf(uri)}, ${unquoted(user)}, ${unquoted(realm)})`,
        verdict: 'done',
        what: `\`${call.name.text}\` is now \`db_get_auth_id\` of \`auth_db\`, which also takes the table.`,
        why: uriGone,
      };
    },
  },
  {
    names: ['is_user'],
    since: '3.0',
    rewrite: call => ({
      text: `$au == ${argumentsOf(call)}`,
      verdict: 'done',
      what: '`is_user` is now a comparison with `$au`.',
      why: uriGone,
    }),
  },
  {
    names: ['is_avp_set'],
    since: '3.5',
    rewrite: call => {
      const variable = variableIn(call.args[0]);
      if (variable === undefined) return undefined;
      const flags = variable.flags;
      return {
        text: `${variable.text} != NULL`,
        verdict: /[se]/.test(flags) ? 'check' : 'done',
        what: `\`is_avp_set\` is now \`${variable.text} != NULL\`.`,
        why: 'The module `avpops` was removed in 3.5.',
      };
    },
  },
  {
    names: ['avp_delete'],
    since: '3.5',
    rewrite: (call, place) => {
      const variable = variableIn(call.args[0]);
      if (variable === undefined || place !== 'statement') return undefined;
      const all = variable.flags.includes('g');
      return {
        text: all ? `$(${variable.text.slice(1)}[*]) = NULL` : `${variable.text} = NULL`,
        verdict: 'done',
        what: `\`avp_delete\` is now an assignment of NULL${all ? ' to all values' : ''}.`,
        why: 'The module `avpops` was removed in 3.5.',
      };
    },
  },
  {
    names: ['avp_copy'],
    since: '3.5',
    rewrite: (call, place) => {
      const from = variableIn(call.args[0]);
      const to = variableIn(call.args[1]);
      if (from === undefined || to === undefined || place !== 'statement' || /[gd]/.test(to.flags))
        return undefined;
      return {
        text: `${to.text} = ${from.text}`,
        verdict: 'done',
        what: '`avp_copy` is now an assignment.',
        why: 'The module `avpops` was removed in 3.5.',
      };
    },
  },
  {
    names: ['avp_check'],
    since: '3.5',
    rewrite: (call, place) => (place === 'condition' ? comparisonOf(call) : undefined),
  },
  {
    names: ['www_challenge', 'proxy_challenge'],
    since: '3.1',
    rewrite: call => {
      const [realm, qop, ...rest] = call.args;
      if (realm === undefined || qop === undefined || rest.length > 0) return undefined;
      const value = qop.kind === 'string' && qop.token !== undefined ? stringValue(qop.token) : sourceOf(qop);
      const words: Readonly<Record<string, string>> = { 0: '', 1: 'auth', 2: 'auth-int', 3: 'auth,auth-int' };
      const word = Object.hasOwn(words, value) ? words[value] : undefined;
      if (word === undefined) return undefined;
      return {
        text: `${call.name.text}(${sourceOf(realm)}${word === '' ? '' : `, "${word}"`})`,
        verdict: 'done',
        what:
          word === ''
            ? 'Removed the argument "0": without it, no qop is offered.'
            : `The qop number is now "${word}".`,
        why: 'Since 3.1 the qop is written in words.',
      };
    },
  },
  {
    names: ['t_relay', 't_replicate', 'nat_uac_test', 'fix_nated_sdp'],
    since: '3.4',
    rewrite: call => maskToWords(call),
  },
  {
    names: ['exec_msg', 'exec_dset', 'exec_avp', 'exec_getenv'],
    since: '3.0',
    rewrite: call => ({
      verdict: 'by-hand',
      what: 'Call `exec(command, input, output, error, environment)`, and pass the message as input if the program reads it.',
      why: gone(call.name.text, '3.0'),
    }),
  },
  {
    names: ['avp_subst', 'avp_op', 'avp_pushto', 'avp_insert', 'avp_shuffle'],
    since: '3.5',
    rewrite: call => ({
      verdict: 'by-hand',
      what: 'Write it as an assignment: arithmetic for `avp_op`, the transformation `{re.subst,...}` for `avp_subst`, the target on the left for `avp_pushto`.',
      why: `${gone(call.name.text, '3.5')} It was part of the module \`avpops\`.`,
    }),
  },
  {
    names: ['setdebug'],
    since: '2.2',
    rewrite: (call, place) =>
      place !== 'statement' || call.args.length > 1
        ? undefined
        : {
            text: call.args.length === 0 ? '$log_level = NULL' : `$log_level = ${unquoted(call.args[0])}`,
            verdict: 'done',
            what: '`setdebug` is now an assignment to `$log_level`.',
            why: gone('setdebug', '2.2'),
          },
  },
];

/** Every call that the table contains and that the target version does not accept unchanged. */
function* rewriteCalls(context: UpgradeContext): Generator<UpgradeItem> {
  for (const { uses, place } of context.bodies) {
    for (const use of uses.calls) {
      for (const change of changesFor(use.call.name.text, context.to)) {
        const rewrite = change.rewrite(use.call, use.place, context);
        if (rewrite === undefined) continue;
        yield itemOf(use.call, place, rewrite);
        break;
      }
    }
  }
}

function changesFor(name: string, to: Version): readonly CallChange[] {
  return changes.filter(one => one.names.includes(name) && isAtLeast(to, one.since));
}

function itemOf(call: Call, place: Place, { text, verdict, what, why }: Rewrite): UpgradeItem {
  return {
    place,
    span: call,
    edits: text === undefined ? [] : [replace(place, call, text)],
    verdict: text === undefined ? 'by-hand' : verdict,
    what,
    why,
  };
}

/** The table that identities were compared with: `uri` used its own table unless configured otherwise. */
function tableOfIdentities(model: ScriptModel): string {
  const usesUriTable = parameterValue(model, 'uri', 'use_uri_table')?.value;
  if (Number(usesUriTable ?? 0) === 0) return 'subscriber';
  return String(parameterValue(model, 'uri', 'db_table')?.value ?? 'uri');
}

function maskToWords(call: Call): Rewrite | undefined {
  for (const [at, argument] of call.args.entries()) {
    const value =
      argument.kind === 'number'
        ? argument.number
        : argument.kind === 'string' &&
            argument.token !== undefined &&
            /^(0x[0-9a-f]+|\d+)$/i.test(stringValue(argument.token))
          ? Number(stringValue(argument.token))
          : undefined;
    if (value === undefined) continue;
    const words = wordsOfMask(call.name.text, at, value);
    if (words === undefined) continue;
    const args = call.args.flatMap((one, index) =>
      index !== at ? [sourceOf(one)] : words === '' ? [] : [`"${words}"`],
    );
    return {
      text: `${call.name.text}(${args.join(', ')})`,
      verdict: 'done',
      what:
        words === ''
          ? `Removed the flags ${value} of \`${call.name.text}\`: none of them exists any more.`
          : `The bit mask ${value} of \`${call.name.text}\` is now "${words}".`,
      why: 'Since 3.4 flags are written as words.',
    };
  }
  return undefined;
}

/** `avp_check("$avp(x)", "eq/s:text")` as a comparison, for the operators that have one. */
function comparisonOf(call: Call): Rewrite | undefined {
  const variable = variableIn(call.args[0]);
  const token = call.args[1]?.token;
  const parts =
    token === undefined ? null : /^(eq|ne|lt|le|gt|ge|re)\/([^/]*)(?:\/(.*))?$/.exec(stringValue(token));
  const operators: Readonly<Record<string, string>> = {
    eq: '==',
    ne: '!=',
    lt: '<',
    le: '<=',
    gt: '>',
    ge: '>=',
    re: '=~',
  };
  if (variable === undefined || parts === null) {
    return {
      verdict: 'by-hand',
      what: 'Write it as a comparison, such as `$avp(x) == "text"`.',
      why: '`avp_check` was removed with the module `avpops` in 3.5.',
    };
  }
  const [, operator = '', value = '', flags = ''] = parts;
  const right = value.startsWith('$') ? value : value.replace(/^[si]:/, '');
  const isNumber = /^i:|^\d+$/.test(value);
  return {
    text: `${variable.text} ${operators[operator] ?? '=='} ${value.startsWith('$') || isNumber ? right : `"${right}"`}`,
    verdict: flags.includes('g') ? 'check' : 'done',
    what: '`avp_check` is now a comparison.',
    why: 'The module `avpops` was removed in 3.5.',
  };
}

export const callSteps: readonly UpgradeStep[] = [rewriteCalls];
