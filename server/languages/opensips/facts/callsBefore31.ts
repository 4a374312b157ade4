import type { Argument, Call } from '../syntax/syntax.ts';
import { isAtLeast, type Version } from './versions.ts';

/** The arguments that the grammar's `cmd` takes up to 3.0, where every core function has its own rules: `n` is a number
 * without a sign, `s` a string in quotes, `v` a variable, `i` a name without quotes, and the empty form is `()`.
 */
const formsByName: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    forward: ['', 's'],
    send: ['s', 'ss'],
    setdebug: ['', 'n'],
    'setflag resetflag isflagset setsflag resetsflag issflagset setscriptflag resetscriptflag isscriptflagset':
      ['i', 'n'],
    'setbflag resetbflag isbflagset setbranchflag resetbranchflag isbranchflagset': ['i', 'n', 'ni', 'nn'],
    'sethost rewritehost seth sethostport rewritehostport sethp setport rewriteport setp setuser rewriteuser setu setuserpass rewriteuserpass setup seturi rewriteuri setdsturi setduri prefix use_blacklist unuse_blacklist':
      ['s'],
    'strip strip_tail': ['n'],
    append_branch: ['', 's', 'ss'],
    remove_branch: ['n', 'v'],
    'pv_printf avp_printf': ['ss', 'vs'],
    'revert_uri resetdsturi resetduri isdsturiset isduriset force_rport add_rport force_local_rport add_local_rport next_branches':
      [''],
    'force_tcp_alias add_tcp_alias': ['', 'n'],
    set_advertised_port: ['n', 's'],
    cache_store: ['sss', 'sssn', 'sssv'],
    cache_remove: ['ss'],
    'cache_fetch cache_counter_fetch': ['ssv'],
    'cache_add cache_sub': ['ssnn', 'ssvn', 'ssnnv', 'ssvnv'],
    cache_raw_query: ['ss', 'sss'],
    raise_event: ['s', 'sv', 'svv'],
    subscribe_event: ['ss', 'ssn'],
    construct_uri: ['sssssv'],
    get_timestamp: ['vv'],
    script_trace: ['', 'ns', 'nss'],
    is_myself: ['s', 'ss'],
  }).flatMap(([names, forms]) => names.split(' ').map(name => [name, forms] as const)),
);

/** The forms of a call to a core function in a version before 3.1; undefined where no table has them. */
export function formsBefore31(name: string, version: Version): readonly string[] | undefined {
  if (isAtLeast(version, '3.1')) return undefined;
  if (name === 'serialize_branches') return isAtLeast(version, '2.4') ? ['n', 'nn'] : ['n'];
  return formsByName.get(name);
}

/** The possible numbers of arguments. */
export function countsOf(forms: readonly string[]): readonly number[] {
  return [...new Set(forms.map(form => form.length))].sort((a, b) => a - b);
}

/** The first argument at which all forms fail; undefined when one form fits or none has as many arguments. */
export function misfitOf(call: Call, forms: readonly string[]): number | undefined {
  let furthest: number | undefined;
  for (const form of forms) {
    if (form.length !== call.args.length) continue;
    const at = call.args.findIndex((argument, index) => letterOf(argument) !== form[index]);
    if (at < 0) return undefined;
    furthest = Math.max(furthest ?? 0, at);
  }
  return furthest;
}

/** What an argument may be, in words. */
export function wantedAt(forms: readonly string[], count: number, at: number): string {
  const letters = new Set(forms.filter(form => form.length === count).map(form => form[at] ?? ''));
  return [...letters].map(letter => words[letter] ?? '').join(' or ');
}

const words: Readonly<Record<string, string>> = {
  n: 'a number',
  s: 'a string in quotes',
  v: 'a variable',
  i: 'a name without quotes',
};

function letterOf({ kind, token, number }: Argument): string {
  switch (kind) {
    case 'number':
      return (number ?? 0) < 0 || token?.text.startsWith('-') === true ? '-' : 'n';
    case 'string':
      return 's';
    case 'variable':
      return 'v';
    case 'name':
      return 'i';
    default:
      return '';
  }
}
