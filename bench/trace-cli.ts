import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { phoneTrace } from './sources/phoneTrace.ts';

const MESSAGES = 100_000;

/** Calls with registrations have SDP and challenges; OPTIONS are the shortest messages in the most dialogs. */
const KINDS = ['calls', 'OPTIONS'] as const;

/**
 * The command line on a log and on a capture of 100,000 messages of each kind, beside tshark on the same capture where it is installed: time,
 * time of the processors, and the most memory. Measures what `npm run build` made; memory on Linux alone.
 */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sip-workbench-'));
  try {
    for (const kind of KINDS)
      await compare(folder, kind, kind === 'calls' ? callsOf(MESSAGES) : keepAlivesOf(MESSAGES));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(folder: string, kind: string, messages: readonly Sent[]): Promise<void> {
  const log = join(folder, `${kind}.log`);
  const capture = join(folder, `${kind}.pcap`);
  writeFileSync(log, messages.map(logged).join(''));
  writeFileSync(capture, Buffer.concat([PCAP_HEADER, ...messages.map(frameOf)]));
  const cli = join(process.cwd(), 'dist/cli.js');
  const ours = {
    log: await measured(process.execPath, [cli, 'trace', log]),
    capture: await measured(process.execPath, [cli, 'trace', capture]),
  };
  console.log(`  ${messages.length} messages: ${kind}`);
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
  for (const form of ['log', 'capture'] as const) {
    const { seconds, busy, megabytes } = ours[form];
    console.log(
      `  ${form} / tshark: time ${(seconds / tshark.seconds).toFixed(2)}, processors ${(busy / tshark.busy).toFixed(2)}, memory ${(megabytes / tshark.megabytes).toFixed(2)}`,
    );
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
function callsOf(count: number): Sent[] {
  const messages: Sent[] = [];
  for (let call = 0; messages.length < count; call++) {
    const trace = phoneTrace(call % 3 === 0 ? 'invite' : 'registration', call);
    for (const part of trace.split(/^(?=# \S+ UDP )/m)) {
      const found = /^# \S+ UDP (\S+):5060 => (\S+):5060\r?\n/.exec(part);
      if (found === null) continue;
      messages.push({
        seconds: 1_750_000_000 + messages.length * 0.002,
        source: found[1] ?? '',
        destination: found[2] ?? '',
        // No empty lines behind it.
        text: part.slice(found[0].length).replace(/(\r\n\r\n)(?:\r\n)+$/, '$1'),
      });
    }
  }
  return messages;
}

/** What phones send to keep their way through a NAT open, and the responses: two messages with each Call-ID. */
function keepAlivesOf(count: number): Sent[] {
  const server = '192.0.2.250';
  const messages: Sent[] = [];
  for (let call = 0; messages.length < count; call++) {
    const phone = `192.0.2.${(call % 200) + 1}`;
    const user = `sip:${2000 + (call % 900)}`;
    const header = (tag: string) =>
      `Via: SIP/2.0/UDP ${phone}:5060;branch=z9hG4bK${call}x;rport\r\nMax-Forwards: 70\r\nFrom: <${user}@pbx.example.com>;tag=t${call}\r\nTo: <sip:pbx.example.com>${tag}\r\nCall-ID: c${call}-alive@${phone}\r\nCSeq: 1 OPTIONS\r\n`;
    const seconds = 1_750_000_000 + messages.length * 0.002;
    messages.push(
      {
        ...{ seconds, source: phone, destination: server },
        text: `OPTIONS sip:pbx.example.com SIP/2.0\r\n${header('')}User-Agent: Phone/1.0\r\nContact: <${user}@${phone}:5060>\r\nContent-Length: 0\r\n\r\n`,
      },
      {
        ...{ seconds: seconds + 0.002, source: server, destination: phone },
        text: `SIP/2.0 200 OK\r\n${header(`;tag=s${call}`)}Server: PBX\r\nAllow: INVITE, ACK, CANCEL, OPTIONS, BYE\r\nContent-Length: 0\r\n\r\n`,
      },
    );
  }
  return messages;
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
