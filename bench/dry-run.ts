import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { opensipsCfg } from '../server/languages/opensips/index.ts';
import type { ScriptModel } from '../server/languages/opensips/model/model.ts';
import { runScript } from '../server/languages/opensips/run/run.ts';

/** The longest that one message may take, in milliseconds. */
const GOAL = 50;

/** Runs ten kinds of messages through every script: those of the tests and examples, and those of a folder (`--scripts`). */
export function run(options: readonly string[]): void {
  const times: { readonly ms: number; readonly what: string }[] = [];
  for (const path of scriptsIn(options)) {
    const model = modelOf(readFileSync(path, 'utf8'));
    const server = serverOf(model);
    for (const [kind, text] of messagesTo(server)) {
      const scenario = {
        messages: [{ text, source: { address: '192.0.2.9', port: 5060 }, transport: 'udp' as const }],
      };
      runScript(model, scenario);
      const from = performance.now();
      const { steps } = runScript(model, scenario);
      const ms = performance.now() - from;
      const statements = steps.reduce((sum, { trace }) => sum + trace.length, 0);
      times.push({ ms, what: `${path}: ${kind}, ${statements} entries` });
    }
  }
  times.sort((a, b) => b.ms - a.ms);
  const median = times[times.length >> 1]?.ms ?? 0;
  const slow = times.filter(({ ms }) => ms >= GOAL).length;
  console.log(`  ${times.length} runs: median ${median.toFixed(1)} ms, ${slow} above ${GOAL} ms`);
  for (const { ms, what } of times.slice(0, 10)) console.log(`  ${ms.toFixed(1).padStart(8)} ms  ${what}`);
}

function scriptsIn(options: readonly string[]): readonly string[] {
  const at = options.indexOf('--scripts');
  const folders = [
    'test/opensips/defaultScripts',
    'examples/opensips',
    at < 0 ? '' : (options[at + 1] ?? ''),
  ];
  return folders
    .filter(folder => folder !== '' && existsSync(folder))
    .flatMap(folder =>
      readdirSync(folder)
        .filter(name => /\.cfg/.test(name))
        .map(name => join(folder, name)),
    );
}

function modelOf(text: string): ScriptModel {
  const root = 'file:///etc/opensips/opensips.cfg';
  const settings = {
    asteriskVersion: 'auto',
    opensipsVersion: 'auto',
    flexisipVersion: 'auto',
    severities: {},
  };
  const trees = new Map([[root, opensipsCfg.parse(text)]]);
  return opensipsCfg.model({ root, trees, resolve: () => [], companions: new Map() }, settings, undefined);
}

/** The address that the script listens on. */
function serverOf(model: ScriptModel): string {
  for (const { item } of model.declarations)
    if (item.type === 'global' && item.socket?.host !== undefined) return item.socket.host;
  return '192.0.2.1';
}

function messagesTo(server: string): readonly (readonly [kind: string, text: string])[] {
  const message = (method: string, target: string, ...headers: readonly string[]): string =>
    [
      `${method} sip:${target} SIP/2.0`,
      `Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK${method}`,
      'Max-Forwards: 70',
      `From: <sip:alice@${server}>;tag=1`,
      'Call-ID: 1',
      `CSeq: 1 ${method}`,
      'Contact: <sip:alice@192.0.2.9:5060>',
      ...headers,
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n');
  const to = `To: <sip:bob@${server}>`;
  return [
    ['REGISTER', message('REGISTER', server, `To: <sip:alice@${server}>`, 'Expires: 600')],
    ['call', message('INVITE', `bob@${server}`, to)],
    ['call to a number', message('INVITE', `0049891234567@${server}`, to)],
    ['call of a stranger', message('INVITE', 'bob@elsewhere.example', 'To: <sip:bob@elsewhere.example>')],
    ['re-INVITE', message('INVITE', 'bob@192.0.2.20', `${to};tag=2`, `Route: <sip:${server};lr>`)],
    ['BYE', message('BYE', 'bob@192.0.2.20', `${to};tag=2`, `Route: <sip:${server};lr>`)],
    ['CANCEL', message('CANCEL', `bob@${server}`, to)],
    ['OPTIONS', message('OPTIONS', server, to)],
    ['MESSAGE', message('MESSAGE', `bob@${server}`, to)],
    ['SUBSCRIBE', message('SUBSCRIBE', `bob@${server}`, to, 'Event: presence', 'Expires: 600')],
  ];
}
