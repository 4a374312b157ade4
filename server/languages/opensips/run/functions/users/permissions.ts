import { compilePosix } from '../../../../../text/posixRegexp.ts';
import { parseAddressList } from '../../messages/address.ts';
import { inNetwork } from '../../messages/network.ts';
import type { Execution } from '../../server.ts';
import { fileText, type Row, tableRows } from '../../tables/tables.ts';
import { integerValue, textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';

export const permissions: ModuleModel = {
  name: 'permissions',
  functions: {
    check_address: (x, args) => {
      const address = args.text(1) ?? '';
      const port = args.number(2) ?? 0;
      const protocol = (args.text(3) ?? 'any').toLowerCase();
      return check(x, args.text(0) ?? '0', { address, port, protocol, pattern: args.text(5) }, args, 4);
    },
    check_source_address: (x, args) => {
      const { source, transport } = x.message.reception;
      const probe = {
        address: source.address,
        port: source.port,
        protocol: transport,
        pattern: args.text(2),
      };
      return check(x, args.text(0) ?? '0', probe, args, 1);
    },
    get_source_group: (x, args) => {
      const rows = tableRows(x.server, addressTable(x));
      const { address, port } = x.message.reception.source;
      if (rows === undefined) {
        const answer = x.server.questions.ask(`In which group of the address table is ${address}?`, 'no', [
          'no',
          '1',
        ]);
        if (!/^\d+$/.test(answer)) return -1;
        args.set(0, integerValue(Number(answer)));
        return 1;
      }
      const found = groupsOf(rows).find(group =>
        group.rows.some(row => fits(row, { address, port, protocol: 'any', pattern: undefined })),
      );
      if (found === undefined) return -1;
      args.set(0, integerValue(Number(found.group)));
      return 1;
    },
    allow_routing: routing,
    allow_register: register,
    allow_uri: (x, args) => {
      const base = args.text(0) ?? '';
      return decide(x, base, base, x.message.from?.uri ?? '', [args.text(1) ?? ''], 'allow_uri');
    },
  },
};

interface Probe {
  readonly address: string;
  readonly port: number;
  readonly protocol: string;
  readonly pattern: string | undefined;
}

function addressTable(x: Execution): string {
  return x.server.parameter('permissions', 'address_table') ?? 'address';
}

/** 1 when a row of the group matches, -1 when none does, -2 for a group that is not in the table. */
function check(x: Execution, wanted: string, probe: Probe, args: Arguments, infoAt: number): number {
  const group = wanted.replace(/^.*:/, '');
  const rows = tableRows(x.server, addressTable(x));
  if (rows === undefined) {
    const text = `Is ${probe.address} in group ${group} of the ${addressTable(x)} table?`;
    return x.server.questions.askYes(text, true) ? 1 : -1;
  }
  // Group 0 means all of them.
  const isAny = group === '0';
  const own = isAny ? rows : rows.filter(row => (row.grp ?? '0') === group);
  if (own.length === 0) return -2;
  const found = own.find(row => fits(row, probe));
  if (found === undefined) return -1;
  args.set(infoAt, textValue(found.context_info ?? ''));
  return 1;
}

function groupsOf(
  rows: readonly Row[],
): readonly { readonly group: string; readonly rows: readonly Row[] }[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = row.grp ?? '0';
    const ofGroup = groups.get(group);
    if (ofGroup === undefined) groups.set(group, [row]);
    else ofGroup.push(row);
  }
  return [...groups].map(([group, list]) => ({ group, rows: list }));
}

function fits(row: Row, probe: Probe): boolean {
  const mask = row.mask === undefined ? '' : `/${row.mask}`;
  if (inNetwork(probe.address, `${row.ip ?? ''}${mask}`) !== true) return false;
  const port = Number(row.port ?? 0);
  if (port !== 0 && probe.port !== 0 && port !== probe.port) return false;
  const protocol = (row.proto ?? 'any').toLowerCase();
  if (protocol !== 'any' && probe.protocol !== 'any' && protocol !== probe.protocol) return false;
  if (row.pattern === undefined || probe.pattern === undefined) return true;
  return globMatches(row.pattern, probe.pattern);
}

function globMatches(pattern: string, text: string): boolean {
  const source = [...pattern]
    .map(letter =>
      letter === '*' ? '.*' : letter === '?' ? '.' : letter.replace(/[\\^$.+()[\]{}|]/, '\\$&'),
    )
    .join('');
  return compilePosix(`^${source}$`, { ignoreCase: true })?.match(text) !== undefined;
}

/** `expression : expression [EXCEPT ...]`, the format of the allow and deny files. */
interface AccessRule {
  readonly left: readonly string[] | undefined;
  readonly leftExcept: readonly string[];
  readonly right: readonly string[] | undefined;
  readonly rightExcept: readonly string[];
}

function readRules(text: string): readonly AccessRule[] {
  return text
    .split(/\r?\n/)
    .map(line => line.replace(/^\s*#.*$/, '').trim())
    .filter(line => line !== '')
    .map(line => {
      const colon = sideEnd(line);
      const [left, leftExcept] = expressions(line.slice(0, colon));
      const [right, rightExcept] = expressions(line.slice(colon + 1));
      return { left, leftExcept, right, rightExcept };
    });
}

/** The first colon outside quotes. */
function sideEnd(line: string): number {
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '"') quoted = !quoted;
    else if (line[at] === ':' && !quoted) return at;
  }
  return line.length;
}

function expressions(text: string): [list: readonly string[] | undefined, except: readonly string[]] {
  const [main = '', except = ''] = text.split(/\bEXCEPT\b/);
  const read = (part: string): readonly string[] =>
    [...part.matchAll(/"([^"]*)"/g)].map(match => match[1] ?? '');
  return [/^\s*ALL\s*$/.test(main) ? undefined : read(main), read(except)];
}

function ruleFits(rule: AccessRule, left: string, right: string): boolean {
  const side = (list: readonly string[] | undefined, except: readonly string[], text: string): boolean =>
    (list === undefined || list.some(one => matches(one, text))) && !except.some(one => matches(one, text));
  return side(rule.left, rule.leftExcept, left) && side(rule.right, rule.rightExcept, right);
}

function matches(pattern: string, text: string): boolean {
  return compilePosix(pattern, { ignoreCase: true })?.match(text) !== undefined;
}

/** The allow file first, then the deny file; what neither contains is allowed. */
function decide(
  x: Execution,
  allowBase: string,
  denyBase: string,
  left: string,
  rights: readonly string[],
  name: string,
): number {
  const allowName =
    allowBase === denyBase
      ? `${allowBase}${x.server.parameter('permissions', 'allow_suffix') ?? '.allow'}`
      : allowBase;
  const denyName =
    allowBase === denyBase
      ? `${denyBase}${x.server.parameter('permissions', 'deny_suffix') ?? '.deny'}`
      : denyBase;
  const allowText = fileText(x.server, allowName);
  const denyText = fileText(x.server, denyName);
  if (allowText === undefined && denyText === undefined)
    return x.server.questions.askYes(`Do ${allowName} and ${denyName} allow this (${name})?`) ? 1 : -1;
  const allow = readRules(allowText ?? '');
  const deny = readRules(denyText ?? '');
  for (const right of rights) {
    if (allow.some(rule => ruleFits(rule, left, right))) continue;
    if (deny.some(rule => ruleFits(rule, left, right))) return -1;
  }
  return 1;
}

function routing(x: Execution, args: Arguments): number {
  const base = args.text(0);
  const { message } = x;
  if (message.from === undefined) return -1;
  const uris = [message.uri, ...message.branches.map(({ uri }) => uri)];
  const allow = base ?? x.server.parameter('permissions', 'default_allow_file') ?? 'permissions.allow';
  const deny = base ?? x.server.parameter('permissions', 'default_deny_file') ?? 'permissions.deny';
  return decide(x, allow, deny, message.from.uri, uris, 'allow_routing');
}

function register(x: Execution, args: Arguments): number {
  const base = args.text(0);
  const { message } = x;
  const contacts = message
    .all('contact')
    .flatMap(({ value }) => (value === '*' ? [] : (parseAddressList(value) ?? [])));
  if (contacts.length === 0) return 1;
  const allow = base ?? 'register.allow';
  const deny = base ?? 'register.deny';
  return decide(
    x,
    allow,
    deny,
    message.to?.uri ?? '',
    contacts.map(({ uri }) => uri),
    'allow_register',
  );
}
