import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { scenarioTrace } from '../server/languages/trace/writing/scenario.ts';

const MESSAGES = 100_000;

/**
 * The command line on a log and on a capture of 100,000 messages, beside tshark on the same capture where it is installed: time,
 * time of the processors, and the most memory. Measures what `npm run build` made; memory on Linux alone.
 */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sip-workbench-'));
  try {
    const messages = messagesOf(MESSAGES);
    const log = join(folder, 'calls.log');
    const capture = join(folder, 'calls.pcap');
    writeFileSync(log, messages.map(logged).join(''));
    writeFileSync(capture, Buffer.concat([PCAP_HEADER, ...messages.map(frameOf)]));
    const cli = join(process.cwd(), 'dist/cli.js');
    const ours = {
      log: await measured(process.execPath, [cli, 'trace', log]),
      capture: await measured(process.execPath, [cli, 'trace', capture]),
    };
    console.log(`  ${messages.length} messages`);
    tell('log', ours.log);
    tell('capture', ours.capture);
    if (spawnSync('tshark', ['--version']).error !== undefined) {
      console.log('  tshark is not installed: nothing to compare with');
      return;
    }
    const fields = ['frame.number', 'sip.Method', 'sip.Status-Code', 'sip.Call-ID'];
    const tshark = await measured('tshark', [
      ...['-r', capture, '-Y', 'sip', '-T', 'fields'],
      ...fields.flatMap(field => ['-e', field]),
    ]);
    tell('tshark', tshark);
    for (const kind of ['log', 'capture'] as const) {
      const { seconds, megabytes } = ours[kind];
      console.log(
        `  ${kind} / tshark: time ${(seconds / tshark.seconds).toFixed(2)}, memory ${(megabytes / tshark.megabytes).toFixed(2)}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly seconds: number;
  /** Of all processors. */
  readonly busy: number;
  readonly megabytes: number;
}

function tell(name: string, { seconds, busy, megabytes }: Measured): void {
  console.log(
    `  ${name.padEnd(8)} ${seconds.toFixed(1)} s (processors ${busy.toFixed(1)} s), ${Math.round(megabytes)} MB at most`,
  );
}

/** Runs a program, and looks at what the system says of it until it ends. */
async function measured(program: string, args: readonly string[]): Promise<Measured> {
  const begin = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore'] });
  let busy = 0;
  let megabytes = 0;
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      megabytes = Math.max(megabytes, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      busy = Math.max(busy, (Number(fields[11]) + Number(fields[12])) / 100);
    } catch {
      // The program has ended, or the system tells nothing.
    }
  }, 20);
  const code = await new Promise(resolve => child.on('exit', resolve));
  clearInterval(look);
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return { seconds: (performance.now() - begin) / 1000, busy, megabytes };
}

interface Sent {
  readonly seconds: number;
  readonly source: string;
  readonly destination: string;
  readonly text: string;
}

/** Registrations and calls of several hundred phones, one after the other. */
function messagesOf(count: number): Sent[] {
  const messages: Sent[] = [];
  for (let call = 0; messages.length < count; call++) {
    const trace = scenarioTrace(call % 3 === 0 ? 'invite' : 'registration', {
      caller: String(2000 + (call % 900)),
      callee: '3001',
      callerAddress: `192.0.2.${(call % 200) + 1}:5060`,
      calleeAddress: '192.0.2.230:5060',
      serverAddress: '192.0.2.250:5060',
      domain: 'pbx.example.com',
      password: 'x',
    });
    for (const part of trace.split(/^(?=# \S+ UDP )/m)) {
      const found = /^# \S+ UDP (\S+):5060 => (\S+):5060\r?\n/.exec(part);
      if (found === null) continue;
      messages.push({
        seconds: 1_750_000_000 + messages.length * 0.002,
        source: found[1] ?? '',
        destination: found[2] ?? '',
        text: ownText(part.slice(found[0].length), call),
      });
    }
  }
  return messages;
}

/** A message with the Call-ID and the branches of its own call, and no empty lines behind it. */
function ownText(text: string, call: number): string {
  return text
    .replaceAll(/(?<=^Call-ID: )/gim, `c${call}-`)
    .replaceAll('branch=z9hG4bK', `branch=z9hG4bK${call}x`)
    .replace(/(\r\n\r\n)(?:\r\n)+$/, '$1');
}

function logged({ seconds, source, destination, text }: Sent): string {
  const time = new Date(seconds * 1000).toISOString().replace('T', ' ').replaceAll('-', '/').slice(0, 23);
  return `U ${time}000 ${source}:5060 -> ${destination}:5060\n${text.replaceAll('\r\n', '\n')}\n`;
}

const PCAP_HEADER = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');

function frameOf({ seconds, source, destination, text }: Sent): Buffer {
  const payload = Buffer.from(text);
  const frame = Buffer.alloc(58);
  frame.writeUInt32LE(Math.floor(seconds), 0);
  frame.writeUInt32LE(Math.floor((seconds % 1) * 1e6), 4);
  frame.writeUInt32LE(42 + payload.length, 8);
  frame.writeUInt32LE(42 + payload.length, 12);
  frame.writeUInt16BE(0x0800, 28);
  frame.writeUInt16BE(0x4500, 30);
  frame.writeUInt16BE(28 + payload.length, 32);
  frame.writeUInt16BE(0x4011, 38);
  frame.set(source.split('.').map(Number), 42);
  frame.set(destination.split('.').map(Number), 46);
  frame.writeUInt16BE(5060, 50);
  frame.writeUInt16BE(5060, 52);
  frame.writeUInt16BE(8 + payload.length, 54);
  return Buffer.concat([frame, payload]);
}
