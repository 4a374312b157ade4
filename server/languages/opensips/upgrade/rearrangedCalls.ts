import type { Argument } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import { type CallChange, gone, sourceOf, unquoted, variableIn } from './callChange.ts';

/** Calls whose arguments have another order or number since 3.0, or that became assignments. */
export const rearrangedCalls: readonly CallChange[] = [
  {
    names: ['t_relay'],
    since: '3.0',
    rewrite: ({ args }) => {
      const [proxy, flags, ...rest] = args;
      const destination = literal(proxy);
      if (proxy === undefined || destination === undefined || rest.length > 0) return undefined;
      if (
        !/^(?:(?:udp|tcp|tls|sctp|wss?|bin|hep_udp|hep_tcp):)?[^,:\s]+:\d+$|^(?:udp|tcp|tls|sctp|wss?):/.test(
          destination,
        )
      )
        return undefined;
      return {
        text: `t_relay(${flags === undefined ? '' : sourceOf(flags)}, ${sourceOf(proxy)})`,
        verdict: 'done',
        what: 'The destination is now the second argument of `t_relay`.',
        why: 'Since 3.0 the flags come first, also when they are left out.',
      };
    },
  },
  {
    names: ['get_dialog_info'],
    since: '3.0',
    rewrite: ({ args }) => {
      const [attribute, result, key, value, ...rest] = args;
      if (attribute === undefined || result === undefined || key === undefined) return undefined;
      if (value === undefined || rest.length > 0) return undefined;
      return {
        text: `get_dialog_info(${[attribute, result, key, value].map(sourceOf).join(', ')}, $var(dialogs))`,
        verdict: 'done',
        what: 'The number of dialogs is written into `$var(dialogs)`.',
        why: 'Since 3.0 `get_dialog_info` needs a variable for it.',
      };
    },
  },
  {
    names: ['exec_msg'],
    since: '3.0',
    rewrite: ({ args: [command] }) =>
      command && {
        text: `exec(${sourceOf(command)}, $mb)`,
        verdict: 'check',
        what: '`exec_msg` is now `exec`, which passes the message (`$mb`) to the program.',
        why: gone('exec_msg', '3.0'),
      },
  },
  {
    names: ['exec_dset'],
    since: '3.0',
    rewrite: ({ args: [command] }) => {
      const text = literal(command);
      if (text === undefined) return undefined;
      return {
        text: `exec("${text} '$ru'", , $ru)`,
        verdict: 'check',
        what: '`exec_dset` is now `exec`, which writes the output into `$ru`.',
        why: `${gone('exec_dset', '3.0')} It added the request URI as the last argument, and made a branch of each further line of the output, which \`exec\` does not. As before, a caller can run commands with a quotation mark in the URI, unless the script checks it.`,
      };
    },
  },
  {
    names: ['exec_avp'],
    since: '3.0',
    rewrite: ({ args: [command, list] }) => {
      const target = variableIn(list);
      return command === undefined || target === undefined
        ? undefined
        : {
            text: `exec(${sourceOf(command)}, , ${target.text})`,
            verdict: 'check',
            what: '`exec_avp` is now `exec`, which writes the whole output into the variable.',
            why: `${gone('exec_avp', '3.0')} It wrote only the first line into the first variable.`,
          };
    },
  },
  {
    names: ['allow_routing', 'allow_register'],
    since: '3.0',
    rewrite: ({ name, args }) => {
      const [allow, deny] = args.map(literal);
      const base = allow?.endsWith('.allow') === true ? allow.slice(0, -'.allow'.length) : undefined;
      if (args.length !== 2 || base === undefined || deny !== `${base}.deny`) return undefined;
      return {
        text: `${name.text}("${base}")`,
        verdict: 'done',
        what: `\`${name.text}\` gets the common part of the two file names.`,
        why: 'Since 3.0 the endings `.allow` and `.deny` are added to it.',
      };
    },
  },
  {
    names: ['remove_hf'],
    since: '3.0',
    rewrite: ({ args }) => {
      const [header, kind] = args;
      const flag = literal(kind);
      const name = flag === 'g' ? 'remove_hf_glob' : flag === 'r' ? 'remove_hf_re' : undefined;
      return header === undefined || name === undefined
        ? undefined
        : {
            text: `${name}(${sourceOf(header)})`,
            verdict: 'done',
            what: `\`remove_hf\` with "${flag}" is now \`${name}\`.`,
            why: 'Since 3.0 patterns have functions of their own.',
          };
    },
  },
  {
    names: ['uac_replace_from', 'uac_replace_to'],
    since: '3.0',
    rewrite: ({ name, args }) => {
      const [uri, ...rest] = args;
      return uri === undefined || rest.length > 0
        ? undefined
        : {
            text: `${name.text}(, ${sourceOf(uri)})`,
            verdict: 'done',
            what: `The URI is now the second argument of \`${name.text}\`.`,
            why: 'Since 3.0 the display name comes first, also when it is left out.',
          };
    },
  },
  {
    names: ['enum_pv_query'],
    since: '3.0',
    rewrite: ({ args: [number, suffix, service] }) => {
      if (number === undefined) return undefined;
      const [domain, kind] = [suffix, service].map(one => (one === undefined ? '' : sourceOf(one)));
      return {
        text: `enum_query(${domain}, ${kind}, ${unquoted(number)})`,
        verdict: 'done',
        what: '`enum_pv_query` is now `enum_query` with the number as the third argument.',
        why: gone('enum_pv_query', '3.0'),
      };
    },
  },
  {
    names: ['fetch_event_params'],
    since: '3.0',
    rewrite: ({ args }, place) => {
      const parts = (literal(args[0]) ?? '').split(';').filter(part => part.trim() !== '');
      const assignments = parts.map((part, at) => {
        const read = /^(?:\s*([\w-]+)\s*=)?\s*(\$\S+)\s*$/.exec(part);
        return read === null ? undefined : `${read[2]} = $param(${read[1] ?? at + 1})`;
      });
      if (place !== 'statement' || assignments.length === 0 || assignments.includes(undefined))
        return undefined;
      const [, ...more] = assignments;
      return {
        text: assignments.join('; '),
        // As the only statement of a condition, several need braces.
        verdict: more.length === 0 ? 'done' : 'check',
        what: 'The parameters of the event are now read from `$param`.',
        why: gone('fetch_event_params', '3.0'),
      };
    },
  },
  {
    names: ['ds_is_in_list'],
    since: '3.0',
    rewrite: ({ args }) => {
      const [address, port, ...rest] = args;
      if (address === undefined || literal(port) !== '') return undefined;
      return {
        text: `ds_is_in_list(${[sourceOf(address), '0', ...rest.map(sourceOf)].join(', ')})`,
        verdict: 'done',
        what: 'The empty port of `ds_is_in_list` is now 0, which means any port.',
        why: 'Since 3.0 the port is a number.',
      };
    },
  },
  {
    names: ['store_dlg_value'],
    since: '3.0',
    rewrite: ({ args }, place) => {
      const [name, value] = args.map(literal);
      return place !== 'statement' || value === undefined || name === undefined || !/^\w+$/.test(name)
        ? undefined
        : {
            text: `$dlg_val(${name}) = "${value}"`,
            verdict: 'done',
            what: '`store_dlg_value` with a text is now an assignment to `$dlg_val`.',
            why: 'Since 3.0 the function takes its value only from a variable.',
          };
    },
  },
  {
    names: ['avp_pushto'],
    since: '3.5',
    rewrite: ({ args }, place) => {
      const target = uriParts[literal(args[0]) ?? ''];
      const value = literal(args[1]) ?? (args[1] && sourceOf(args[1]));
      return place !== 'statement' || target === undefined || value === undefined || value.includes('/')
        ? undefined
        : {
            text: `${target} = ${value}`,
            verdict: 'done',
            what: '`avp_pushto` is now an assignment.',
            why: 'The module `avpops` was removed in 3.5.',
          };
    },
  },
  {
    names: ['avp_op'],
    since: '3.5',
    rewrite: ({ args }, place) => {
      const variable = variableIn(args[0]);
      const read = /^(add|sub|mul|div|mod)\/(\d+|\$avp\(\w+\))$/.exec(literal(args[1]) ?? '');
      if (place !== 'statement' || variable === undefined || variable.flags !== '' || read === null)
        return undefined;
      const operator = operators[read[1] ?? ''];
      return {
        text: `${variable.text} = ${variable.text} ${operator} ${read[2]}`,
        verdict: 'done',
        what: '`avp_op` is now an assignment.',
        why: 'The module `avpops` was removed in 3.5.',
      };
    },
  },
];

const operators: Readonly<Record<string, string>> = { add: '+', sub: '-', mul: '*', div: '/', mod: '%' };

/** What `avp_pushto` writes to, as the variable that is assigned to instead. */
const uriParts: Readonly<Record<string, string>> = {
  $ru: '$ru',
  '$ru/username': '$rU',
  '$ru/domain': '$rd',
  $du: '$du',
};

/** The text of an argument in quotes. */
function literal(argument: Argument | undefined): string | undefined {
  return argument?.kind === 'string' && argument.token !== undefined
    ? stringValue(argument.token)
    : undefined;
}
