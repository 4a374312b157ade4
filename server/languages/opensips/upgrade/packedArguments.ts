import { isAtLeast } from '../facts/versions.ts';
import { stringValue } from '../syntax/token.ts';
import { argumentsOf, type CallChange, gone, sourceOf, unquoted } from './callChange.ts';

/** Calls whose old form packs into one argument, or implies, what the new one takes in several. */
export const packedArguments: readonly CallChange[] = [
  {
    names: ['ldap_result'],
    since: '3.0',
    rewrite: ({ args }) => {
      const [packed, substitution, ...rest] = args;
      if (packed?.kind !== 'string' || packed.token === undefined || rest.length > 0) return undefined;
      const read = /^([^/]+)\/(\$[^/]+)(?:\/(\w+))?$/.exec(stringValue(packed.token));
      if (read === null) return undefined;
      const [, attribute = '', variable = '', type] = read;
      const last = substitution === undefined ? '' : `, ${sourceOf(substitution)}`;
      const middle = type === undefined ? (last === '' ? '' : ', ') : `, "${type}"`;
      return {
        text: `ldap_result("${attribute}", ${variable}${middle}${last})`,
        verdict: 'done',
        what: 'The attribute, the variable and the type are now arguments of their own.',
        why: 'Since 3.0 `ldap_result` takes them separately.',
      };
    },
  },
  {
    names: ['ldap_result_check'],
    since: '3.0',
    rewrite: ({ args }) => {
      const [packed, substitution, ...rest] = args;
      if (packed?.kind !== 'string' || packed.token === undefined || rest.length > 0) return undefined;
      const value = stringValue(packed.token);
      const slash = value.indexOf('/');
      if (slash < 0) return undefined;
      const text = value.slice(slash + 1);
      const last = substitution === undefined ? '' : `, ${sourceOf(substitution)}`;
      return {
        text: `ldap_result_check("${value.slice(0, slash)}", ${/^\$\w+$/.test(text) ? text : `"${text}"`}${last})`,
        verdict: 'done',
        what: 'The attribute and the value are now arguments of their own.',
        why: 'Since 3.0 `ldap_result_check` takes them separately.',
      };
    },
  },
  {
    names: ['dp_translate'],
    since: '3.0',
    rewrite: ({ args }, _, { from }) => {
      const [id, packed, attributes, ...rest] = args;
      if (id === undefined || packed?.kind !== 'string' || packed.token === undefined) return undefined;
      if (rest.length > 0 || isAtLeast(from, '3.0')) return undefined;
      const [input = '', output, ...more] = stringValue(packed.token).split('/');
      const isOld = output !== undefined || attributes?.kind === 'string';
      if (!isOld || more.length > 0 || /["\\]/.test(input)) return undefined;
      const last = attributes === undefined ? '' : `, ${unquoted(attributes)}`;
      const middle = output === undefined || output === '' ? (last === '' ? '' : ', ') : `, ${output}`;
      return {
        text: `dp_translate(${sourceOf(id)}, "${input}"${middle}${last})`,
        verdict: 'done',
        what: 'The input, the variable for the result and the one for the attributes are now arguments of their own.',
        why: 'Since 3.0 `dp_translate` takes them separately. `opensips -C` accepts the old form, but it translates the whole text.',
      };
    },
  },
  {
    names: ['get_redirects'],
    since: '3.0',
    rewrite: ({ args: [packed] }) => {
      if (packed?.kind !== 'string' || packed.token === undefined) return undefined;
      const read = /^(\*|\d+)(?::(\*|\d+))?$/.exec(stringValue(packed.token).trim());
      if (read === null) return undefined;
      const [total = '', branch = ''] = read.slice(1).map(part => (part === '*' ? '' : (part ?? '')));
      return {
        text: `get_redirects(${branch === '' ? total : `${total}, ${branch}`})`,
        verdict: 'done',
        what: 'The two limits of `get_redirects` are now arguments of their own, and the reason for accounting is gone.',
        why: 'Since 3.0 they are numbers.',
      };
    },
  },
  {
    names: ['append_branch'],
    since: '3.6',
    rewrite: call => {
      const [uri, priority] = call.args;
      const target = uri === undefined ? '$ru' : sourceOf(uri);
      return {
        text: `append_msg_branch(${target}, ${priority === undefined ? '' : sourceOf(priority)}, "inherite")`,
        verdict: uri === undefined ? 'check' : 'done',
        what: '`append_branch` is now `append_msg_branch`, which gets the URI and copies the other settings with "inherite".',
        why:
          uri === undefined
            ? 'Without arguments, `append_branch` also reset `$du`, the path, the socket and the branch flags of the request.'
            : gone('append_branch', '3.6'),
      };
    },
  },
  {
    names: ['registered'],
    since: '2.3',
    rewrite: call => {
      if (call.args.length > 2) return undefined;
      const [domain, user] = call.args;
      if (domain === undefined || user === undefined)
        return {
          text: `is_registered(${argumentsOf(call)})`,
          verdict: 'done',
          what: '`registered` is now `is_registered`.',
          why: gone('registered', '2.3'),
        };
      return {
        text: `is_registered(${sourceOf(domain)}, ${unquoted(user)})`,
        verdict: 'done',
        what: '`registered` is now `is_registered`.',
        why: gone('registered', '2.3'),
      };
    },
  },
];
