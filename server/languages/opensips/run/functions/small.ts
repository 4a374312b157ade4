import type { Execution } from '../execution.ts';
import { stateKey } from '../server.ts';
import { advertised, endpointText } from '../sockets.ts';
import { compilePosix } from '../values/posixRegexp.ts';
import { integerValue, textValue } from '../values/value.ts';
import type { Arguments } from './arguments.ts';
import { calculate } from './mathops.ts';
import type { ModuleModel } from './model.ts';

/** Modules of a few functions each. */
const counters = stateKey(() => new Map<string, number>());
const hits = stateKey(() => new Map<string, number[]>());

export const statistics: ModuleModel = {
  name: 'statistics',
  functions: {
    update_stat: (x, args) => {
      const name = args.text(0) ?? '';
      const list = x.server.state(counters);
      list.set(name, (list.get(name) ?? 0) + (args.number(1) ?? 0));
      return 1;
    },
    reset_stat: (x, args) => {
      x.server.state(counters).set(args.text(0) ?? '', 0);
      return 1;
    },
  },
  variables: {
    stat: {
      get: (x, variable) => integerValue(x.server.state(counters).get(variable.inner?.text ?? '') ?? 0),
      set: (x, variable, value) => {
        x.server.state(counters).set(variable.inner?.text ?? '', value.number ?? 0);
        return true;
      },
    },
  },
};

export const regex: ModuleModel = {
  name: 'regex',
  functions: {
    pcre_match: (x, args) => {
      const caseless = x.server.parameterNumber('regex', 'pcre_caseless', 0) !== 0;
      const regexp = compilePosix(args.text(1) ?? '', { perl: true, ignoreCase: caseless });
      if (regexp === undefined) return -4;
      return regexp.match(args.text(0) ?? '') === undefined ? -1 : 1;
    },
  },
};

export const mathops: ModuleModel = {
  name: 'mathops',
  functions: {
    math_eval: (_, args) => store(args, 1, calculate(args.text(0) ?? '')),
    math_round: (_, args) => rounded(args, Math.round),
    math_floor: (_, args) => rounded(args, Math.floor, true),
    math_ceil: (_, args) => rounded(args, Math.ceil, true),
    math_trunc: (_, args) => rounded(args, Math.trunc, true),
    math_compare: (_, args) => {
      const left = calculate(args.text(0) ?? '');
      const right = calculate(args.text(1) ?? '');
      if (left === undefined || right === undefined) return -1;
      args.set(2, textValue(String(Math.sign(left - right))));
      return 1;
    },
  },
};

function store(args: Arguments, at: number, value: number | undefined): number {
  if (value === undefined || !Number.isFinite(value)) return -1;
  return args.set(at, textValue(value.toFixed(6))) ? 1 : -1;
}

function rounded(args: Arguments, round: (value: number) => number, isWhole = false): number {
  const value = Number(args.text(0));
  if (!Number.isFinite(value)) return -1;
  const digits = isWhole ? 0 : (args.number(2) ?? 0);
  const factor = 10 ** digits;
  return args.set(1, textValue((round(value * factor) / factor).toFixed(digits))) ? 1 : -1;
}

export const path: ModuleModel = {
  name: 'path',
  functions: {
    add_path: (x, args) => addPath(x, args.text(0), false),
    add_path_received: (x, args) => addPath(x, args.text(0), true),
    prepend_path: (x, args) => addPath(x, args.text(0), false),
    prepend_path_received: (x, args) => addPath(x, args.text(0), true),
  },
};

function addPath(x: Execution, user: string | undefined, hasReceived: boolean): number {
  const { message, server } = x;
  const { socket, source } = message.reception;
  const place = endpointText(advertised(server, socket, message)).replace(/:5060$/, '');
  const received = hasReceived ? `;received=sip:${source.address}:${source.port}` : '';
  const at = message.first('path')?.start ?? message.headersEnd;
  const name = user === undefined ? '' : `${user}@`;
  message.edit({ at, remove: 0, insert: `Path: <sip:${name}${place};lr${received}>\r\n` });
  return 1;
}

export const diversion: ModuleModel = {
  name: 'diversion',
  functions: {
    add_diversion: (x, args) => {
      const { message } = x;
      const uri = args.text(1) ?? message.uri;
      const count = args.number(2);
      const suffix = x.server.parameter('diversion', 'suffix') ?? '';
      const at = message.first('diversion')?.start ?? message.headersEnd;
      const counter = count === undefined || count <= 1 ? '' : `;counter=${count}`;
      message.edit({
        at,
        remove: 0,
        insert: `Diversion: <${uri}${suffix}>;reason=${args.text(0) ?? ''}${counter}\r\n`,
      });
      return 1;
    },
  },
};

export const pike: ModuleModel = {
  name: 'pike',
  functions: {
    pike_check_req: x => {
      const limit = x.server.parameterNumber('pike', 'reqs_density_per_unit', 30);
      const unit = x.server.parameterNumber('pike', 'sampling_time_unit', 2);
      const address = x.message.reception.source.address;
      const list = x.server.state(hits);
      const { now } = x.server.clock;
      const recent = (list.get(address) ?? []).filter(time => now - time < unit);
      recent.push(now);
      list.set(address, recent);
      // An address is noticed in four steps, one for each byte, so that the limit takes longer to bite.
      const over = recent.length - (limit + 1) * 2;
      if (over === 1) return -2;
      return over > 1 ? -1 : 1;
    },
  },
};

export const cfgutils: ModuleModel = {
  name: 'cfgutils',
  functions: {
    sleep: (x, args) => wait(x, args.number(0) ?? 0),
    usleep: (x, args) => wait(x, (args.number(0) ?? 0) / 1_000_000),
    rand_set_prob: () => 1,
    rand_reset_prob: () => 1,
    rand_event: (x, args) => {
      const probability = args.number(0) ?? x.server.parameterNumber('cfgutils', 'initial_probability', 10);
      if (probability >= 100) return 1;
      if (probability <= 0) return -1;
      return x.server.questions.askYes(`Does chance say yes (rand_event, ${probability} %)?`) ? 1 : -1;
    },
    abort: x => x.server.stop('The script called abort(): the server ends.'),
    pkg_status: () => 1,
    shm_status: () => 1,
    set_count: (x, args) => {
      const name = args.variable(0)?.inner?.text ?? '';
      return args.set(1, integerValue(x.avps.get(name)?.length ?? 0)) ? 1 : -1;
    },
    get_static_lock: () => 1,
    release_static_lock: () => 1,
    get_dynamic_lock: () => 1,
    release_dynamic_lock: () => 1,
    check_time_rec: (x, args) =>
      x.server.questions.askYes(`Does the time ${args.text(0) ?? ''} hold now?`) ? 1 : -1,
    strings_share_lock: () => -1,
    ts_usec_delta: (_, args) => (args.set(4, integerValue(0)) ? 1 : -1),
  },
  variables: {
    shv: {
      get: (x, variable) => x.server.vars.get(`shv ${variable.inner?.text ?? ''}`) ?? integerValue(0),
      set: (x, variable, value) => {
        x.server.vars.set(`shv ${variable.inner?.text ?? ''}`, value);
        return true;
      },
    },
  },
};

function wait(x: Execution, seconds: number): number {
  x.server.clock.now += Math.max(0, seconds);
  return 1;
}

/** Functions that decide nothing for the call: what they ask of a media proxy is taken as answered. */
export const silent: readonly ModuleModel[] = [
  { name: 'siptrace', functions: { sip_trace: () => 1, trace: () => 1 } },
  { name: 'tracer', functions: { trace: () => 1 } },
  { name: 'event_routing', functions: {} },
  { name: 'compression', functions: { mc_compress: () => 1, mc_compact: () => 1, mc_decompress: () => 1 } },
];
