import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainDialog } from '../../server/languages/trace/callFlow/explain.ts';
import { captureAsTrace, readCapture } from '../../server/languages/trace/capture/capture.ts';
import { checkTrace } from '../../server/languages/trace/check/check.ts';
import { type Trace, traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { type ScenarioId, scenarioTrace } from '../../server/languages/trace/writing/scenario.ts';
import { sippPair } from '../../server/languages/trace/writing/sippScenario.ts';
import { storedForms } from '../../server/sip/digest/storedForms.ts';
import { exchange, hasKamailio, type Registrar, startKamailio } from './kamailio.ts';

const DOMAIN = 'auth.example';
const PASSWORD = 'zanzibar';

/** tcpdump needs the right to capture on the loopback interface. */
function canCapture(): boolean {
  try {
    execFileSync('sipp', ['-v'], { stdio: 'pipe' });
  } catch (error) {
    // SIPp prints its version and ends with 99.
    if (!(error instanceof Error && 'status' in error && error.status === 99)) return false;
  }
  try {
    execFileSync('tcpdump', ['-i', 'lo', '-d', 'udp'], { stdio: 'pipe' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

/** A real proxy (Kamailio) and a real client (SIPp, which plays our own export), seen by a real capture. */
describe.skipIf(!hasKamailio() || !canCapture())('a capture of Kamailio and SIPp', () => {
  let registrar: Registrar;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sip-capture-'));
    const ha1 = storedForms({ username: 'bob', realm: DOMAIN, secret: { password: PASSWORD } }).ha1.MD5 ?? '';
    registrar = await startKamailio('MD5', [{ username: 'bob', domain: DOMAIN, ha1 }]);
    const hello = [
      'REGISTER sip:auth.example SIP/2.0',
      'Via: SIP/2.0/UDP CLIENT;branch=z9hG4bKhello',
      'From: <sip:bob@auth.example>;tag=1',
      'To: <sip:bob@auth.example>',
      'Call-ID: hello',
      'CSeq: 1 REGISTER',
      'Content-Length: 0',
    ];
    expect(await exchange(registrar.port, `${hello.join('\r\n')}\r\n\r\n`)).toMatch(/^SIP\/2\.0 401/);
  });

  afterAll(async () => {
    await registrar.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The scenario of our export against the server, up to its first ACK to a 200, as a trace. */
  async function play(id: ScenarioId, password: string): Promise<Trace> {
    const text = scenarioTrace(id, {
      caller: 'bob',
      callee: 'alice',
      callerAddress: '127.0.0.1:5060',
      calleeAddress: '127.0.0.1:5062',
      serverAddress: `127.0.0.1:${registrar.port}`,
      domain: DOMAIN,
      password,
    });
    const made = traceOf(parseTrace(text));
    const [dialog] = made.flow.dialogs;
    if (dialog === undefined) throw new Error('the scenario has no dialog');
    const scenario = join(folder, `${id}.xml`);
    // The server answers INVITE at once and knows no BYE.
    const xml = sippPair(made, dialog)
      .caller.replace(/ {2}<pause[\s\S]*(?=<\/scenario>)/, '')
      .replace(/ {2}<recv response="1\d\d" optional="true"\/>\n/g, '')
      .replace(/( {2}<recv response="200")/, '  <recv response="100" optional="true"/>\n$1');
    writeFileSync(scenario, xml);
    const capture = join(folder, `${id}-${password}.pcap`);
    const tcpdump = await startCapture(capture, registrar.port);
    const sipp = spawn(
      'sipp',
      [
        '-sf',
        scenario,
        '-i',
        '127.0.0.1',
        '-m',
        '1',
        '-nostdin',
        '-au',
        'bob',
        '-ap',
        password,
        '-timeout',
        '10',
        `127.0.0.1:${registrar.port}`,
      ],
      { cwd: folder, stdio: 'ignore' },
    );
    await once(sipp, 'exit');
    await stopCapture(tcpdump);
    const read = readCapture(readFileSync(capture));
    expect(read.problem).toBeUndefined();
    return traceOf(parseTrace(captureAsTrace(read)));
  }

  it('shows a registration', async () => {
    const trace = await play('registration', PASSWORD);
    expect(
      trace.flow.dialogs.map(dialog => [dialog.state, dialog.authentication.map(round => round.outcome)]),
    ).toEqual([['registered', ['accepted']]]);
    expect(trace.entries.map(entry => entry.facts.method ?? entry.facts.status)).toEqual([
      'REGISTER',
      401,
      'REGISTER',
      200,
    ]);
    const problems = checkTrace(trace).filter(({ diagnostic }) => diagnostic.severity === 1);
    expect(problems.map(({ diagnostic }) => diagnostic.message)).toEqual([]);
  });

  it('shows a call', async () => {
    const trace = await play('invite', PASSWORD);
    const [dialog] = trace.flow.dialogs;
    expect(dialog?.state).toBe('established');
    expect(dialog?.authentication.map(round => [round.outcome, round.username])).toEqual([
      ['accepted', 'bob'],
    ]);
    expect(trace.entries.at(-1)?.facts.method).toBe('ACK');
  });

  it('explains a wrong password', async () => {
    const trace = await play('registration', 'wrong');
    const [dialog] = trace.flow.dialogs;
    if (dialog === undefined) throw new Error(registrar.log());
    expect(dialog.authentication[0]?.outcome).toBe('refused');
    const step = explainDialog(trace, dialog).steps[0];
    expect(step?.detail).toMatch(/answered and refused as "bob".*challenges again/s);
    expect(step?.message).toBe(2);
  });
});

async function startCapture(file: string, port: number): Promise<ChildProcess> {
  const tcpdump = spawn(
    'tcpdump',
    ['-i', 'lo', '--immediate-mode', '-U', '-w', file, 'udp', 'port', String(port)],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  await new Promise<void>((resolve, reject) => {
    tcpdump.stderr.on('data', data => {
      if (String(data).includes('listening')) resolve();
    });
    tcpdump.on('exit', () => reject(new Error('tcpdump cannot capture')));
  });
  return tcpdump;
}

/** The last packets may still be on their way to tcpdump. */
async function stopCapture(tcpdump: ChildProcess): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, 500));
  const gone = once(tcpdump, 'exit');
  tcpdump.kill('SIGINT');
  await gone;
}
