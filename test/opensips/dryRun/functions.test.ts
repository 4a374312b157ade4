import { describe, expect, it } from 'vitest';
import {
  coreFacts,
  type FunctionFacts,
  type FunctionParameter,
  moduleFacts,
  moduleNames,
} from '../../../server/languages/opensips/facts/facts.ts';
import { core } from '../../../server/languages/opensips/run/functions/core/core.ts';
import { moduleModels } from '../../../server/languages/opensips/run/functions/list.ts';
import { runScript } from '../../../server/languages/opensips/run/run.ts';
import { modelOf } from '../../oracle/dryrunCases.ts';

const models = new Map([...moduleModels, core].map(({ name, functions }) => [name, functions]));

const OPTIONS =
  'OPTIONS sip:777@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.10:5070;branch=z9hG4bK1\r\nFrom: <sip:alice@127.0.0.1>;tag=1\r\nTo: <sip:777@127.0.0.1>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n';

const argument = ({ type, out, avp }: FunctionParameter): string =>
  out === true || type === 'var' ? (avp === false ? '$var(x)' : '$avp(x)') : type === 'int' ? '1' : '"1"';

/** A call with the arguments that are required. */
function call({ name, params, overloads }: FunctionFacts): string {
  const required = (params ?? overloads?.[0] ?? []).filter(({ optional }) => optional !== true);
  return `${name}(${required.map(argument).join(', ')})`;
}

function questionsOf(module: string, facts: FunctionFacts, version: string): number {
  const load = module === 'core' ? '' : `loadmodule "${module}.so"\n`;
  const script = `socket=udp:127.0.0.1:5060\n${load}route {\n\t${call(facts)};\n}\n`;
  const messages = [
    { text: OPTIONS, source: { address: '127.0.0.10', port: 5070 }, transport: 'udp' as const },
  ];
  const [step] = runScript(modelOf(script, version), { messages }).steps;
  return step?.questions.length ?? 0;
}

const all: readonly (readonly [string, FunctionFacts])[] = [
  ...coreFacts.functions.map(facts => ['core', facts] as const),
  ...moduleNames().flatMap(name => (moduleFacts(name)?.functions ?? []).map(facts => [name, facts] as const)),
];

describe('every function of every version in a dry run', () => {
  it.each(['2.4', '3.0', '3.2', '3.4', '3.6', '4.0'])(
    'has a model, or its result is a question: %s',
    version => {
      const silent = all.filter(
        ([module, facts]) =>
          models.get(module)?.[facts.name] === undefined &&
          core.functions[facts.name] === undefined &&
          questionsOf(module, facts, version) === 0,
      );
      expect(all.length).toBeGreaterThan(600);
      expect(silent.map(([module, { name }]) => `${module}: ${name}`)).toEqual([]);
    },
  );

  it('has no model that always returns the same, except where the server does', () => {
    const fixed = [...models].flatMap(([module, functions]) =>
      Object.entries(functions).flatMap(([name, run]) => (run.length === 0 ? [`${module}: ${name}`] : [])),
    );
    expect(fixed.sort()).toEqual(alwaysTheSame);
  });
});

/** Functions that have one result for a message that can be parsed, according to the source of the server. */
const alwaysTheSame: readonly string[] = [
  'acc: acc_evi_request',
  'acc: acc_log_request',
  'avpops: avp_print',
  'cfgutils: get_dynamic_lock',
  'cfgutils: get_static_lock',
  'cfgutils: pkg_status',
  'cfgutils: release_dynamic_lock',
  'cfgutils: release_static_lock',
  'cfgutils: shm_status',
  'core: add_local_rport',
  'core: avp_print',
  'core: script_trace',
  'core: set_debug',
  'core: set_via_handling',
  'core: unuse_blacklist',
  'core: use_blacklist',
  'siptrace: sip_trace',
  'siptrace: trace',
  'tracer: trace',
];
