import { sendRequest } from '../../network/sending.ts';
import { newExecution, runTopRoute } from '../../routes.ts';
import type { Execution } from '../../server.ts';
import { isMyself, sendSocketFor } from '../../sockets.ts';
import { forwardStateless, targetOf } from '../../tm/relay.ts';
import { addAvp } from '../../values/scriptVariables.ts';
import { changeUri, setRequestUri } from '../../values/uriVariables.ts';
import { integerValue, printed, textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { branchFunctions } from './branches.ts';
import { cacheFunctions } from './cachedb.ts';
import { nextBranches, serializeBranches } from './serialBranches.ts';

/** The functions of core. */
export const core: ModuleModel = {
  name: 'core',
  functions: {
    ...cacheFunctions,
    forward: (x, args) => forwardStateless(x, args.text(0)),
    send: (x, args) => sendCopy(x, args),
    setflag: (x, args) => flag(x.message.flags, args, 'add'),
    resetflag: (x, args) => flag(x.message.flags, args, 'delete'),
    isflagset: (x, args) => flag(x.message.flags, args, 'has'),
    setbflag: (x, args) => flag(branchFlags(x, args), args, 'add'),
    resetbflag: (x, args) => flag(branchFlags(x, args), args, 'delete'),
    isbflagset: (x, args) => flag(branchFlags(x, args), args, 'has'),
    sethost: (x, args) => truth(changeUri(x, { host: args.text(0) ?? '' })),
    sethostport: (x, args) => truth(changeUri(x, { hostAndPort: args.text(0) ?? '' })),
    setuser: (x, args) => truth(changeUri(x, { user: args.text(0) ?? '' })),
    setuserpass: (x, args) => truth(changeUri(x, { userAndPassword: args.text(0) ?? '' })),
    setport: (x, args) => truth(changeUri(x, { port: args.text(0) ?? '' })),
    seturi: (x, args) => {
      setRequestUri(x, args.text(0) ?? '');
      return 1;
    },
    prefix: (x, args) => truth(changeUri(x, { prefix: args.text(0) ?? '' })),
    strip: (x, args) => truth(changeUri(x, { strip: args.number(0) ?? 0 })),
    strip_tail: (x, args) => truth(changeUri(x, { stripTail: args.number(0) ?? 0 })),
    ...branchFunctions,
    pv_printf: (x, args) => {
      void x;
      return truth(args.set(0, textValue(args.text(1) ?? '')));
    },
    revert_uri: x => {
      x.message.newUri = undefined;
      return 1;
    },
    setdsturi: (x, args) => {
      const uri = args.text(0) ?? '';
      x.message.dstUri = uri === '' ? undefined : uri;
      return 1;
    },
    resetdsturi: x => {
      x.message.dstUri = undefined;
      return 1;
    },
    isdsturiset: x => (x.message.dstUri === undefined ? -1 : 1),
    force_rport: x => {
      x.message.forcesRport = true;
      return 1;
    },
    add_local_rport: () => 1,
    add_rport: x => {
      x.message.forcesRport = true;
      return 1;
    },
    set_advertised_address: (x, args) => {
      x.message.advertisedAddress = args.text(0);
      return 1;
    },
    set_advertised_port: (x, args) => {
      x.message.advertisedPort = args.text(0);
      return 1;
    },
    force_send_socket: (x, args) => {
      const wanted = args.text(0) ?? '';
      const socket = x.server.sockets.find(
        one => one.name === wanted || one.tag === wanted || `${one.address}:${one.port}` === wanted,
      );
      if (socket === undefined) return -1;
      x.message.sendSocket = socket;
      return 1;
    },
    serialize_branches: serializeBranches,
    next_branches: nextBranches,
    use_blacklist: () => 1,
    unuse_blacklist: () => 1,
    raise_event: raiseEvent,
    construct_uri: (x, args) => {
      const [protocol = '', user = '', domain = '', port = '', extra = ''] = [0, 1, 2, 3, 4].map(
        at => args.text(at) ?? '',
      );
      if (protocol === '' || domain === '') return -1;
      const uri = `${protocol}:${user === '' ? '' : `${user}@`}${domain}${port === '' ? '' : `:${port}`}${extra === '' ? '' : `;${extra}`}`;
      const variable = args.variable(5);
      if (variable?.inner !== undefined) addAvp(x, variable.inner.text, textValue(uri));
      return 1;
    },
    get_timestamp: (x, args) => {
      const seconds = x.server.scenario.time ?? 0;
      args.set(0, integerValue(Math.floor(seconds)));
      args.set(1, integerValue(0));
      return 1;
    },
    script_trace: () => 1,
    is_myself: (x, args) => truth(isMyself(x.server, args.text(0) ?? '', args.number(1) ?? 0)),
    avp_print: () => 1,
    set_via_handling: () => 1,
    len_gt: (x, args) => (x.message.raw.length >= (args.number(0) ?? 0) ? 1 : -1),
    set_debug: () => 1,
  },
};

function truth(done: boolean): number {
  return done ? 1 : -1;
}

function flag(flags: Set<string> | undefined, args: Arguments, action: 'add' | 'delete' | 'has'): number {
  const name = args.text(0) ?? '';
  if (flags === undefined) return -1;
  if (action === 'has') return flags.has(name) ? 1 : -1;
  flags[action](name);
  return 1;
}

/** The flags of the branch in the optional second argument; 0 is the Request-URI. */
function branchFlags(x: Execution, args: Arguments): Set<string> | undefined {
  return [x.message, ...x.message.branches][args.number(1) ?? 0]?.branchFlags;
}

/** Sends the message unchanged, without adding a Via of the server. */
function sendCopy(x: Execution, args: Arguments): number {
  const target = targetOf(x.server, args.text(0) ?? '', x.message.sendSocket);
  if (target === undefined) return -1;
  const socket = sendSocketFor(x.server, x.message, target.transport);
  if (socket === undefined) return -1;
  const headers = args.text(1);
  const { raw, headersEnd } = x.message;
  const text = headers === undefined ? raw : raw.slice(0, headersEnd) + headers + raw.slice(headersEnd);
  sendRequest(x.server, text, target, socket, x.message);
  return 1;
}

/** Runs the event route of an event immediately, with its parameters. */
function raiseEvent(x: Execution, args: Arguments): number {
  const name = args.text(0) ?? '';
  const list = (position: number) => {
    const inner = args.variable(position)?.inner?.text;
    return inner === undefined ? [] : (x.avps.get(inner) ?? []);
  };
  const values = args.count > 2 ? list(2) : list(1);
  const names = args.count > 2 ? list(1) : [];
  const params = values.map((value, at) => ({
    name: names[at] === undefined ? '' : printed(names[at]),
    value,
  }));
  raise(x, name, params);
  return 1;
}

export function raise(
  x: Execution,
  name: string,
  params: readonly { readonly name: string; readonly value: ReturnType<typeof textValue> }[],
): void {
  if (x.server.route('event', name) === undefined) return;
  const { message } = x;
  x.server.clock.schedule(0.00001, () =>
    runTopRoute(
      newExecution(x.server, { kind: 'event', name, message: message.clone(), eventParams: params }),
    ),
  );
}
