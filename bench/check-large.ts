import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Large {
  readonly name: string;
  readonly what: string;
  /** What Asterisk 20 needs to load such a file, in seconds, measured on two cores. */
  readonly asteriskSeconds: number;
  readonly goal: string;
  readonly text: () => string;
}

const DEVICES = 100_000;
const ENDPOINTS = 50_000;

const files: readonly Large[] = [
  {
    name: 'sip.conf',
    what: `${DEVICES} devices`,
    asteriskSeconds: 9.4,
    goal: 'below 1500 MB',
    text: sipConf,
  },
  {
    name: 'pjsip.conf',
    what: `${ENDPOINTS} endpoints, each with an auth and an aor`,
    asteriskSeconds: 516,
    goal: 'within 5 s, below 1000 MB',
    text: pjsipConf,
  },
];

/** The command line, as it is shipped, over a sip.conf of 600,000 lines and a pjsip.conf of 850,000. Needs `npm run build`. */
export async function run(): Promise<void> {
  const program = join(process.cwd(), 'dist/cli.js');
  if (!existsSync(program)) throw new Error('dist/cli.js is not there: run npm run build first');
  const folder = mkdtempSync(join(tmpdir(), 'sip-workbench-'));
  try {
    for (const large of files) await measure(program, folder, large);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(
  program: string,
  folder: string,
  { name, what, asteriskSeconds, goal, text }: Large,
): Promise<void> {
  const file = join(folder, name);
  const content = text();
  writeFileSync(file, content);
  const started = performance.now();
  const { megabytes, out } = await check(program, file);
  const seconds = (performance.now() - started) / 1000;
  const ratio = (asteriskSeconds / seconds).toFixed(1);
  console.log(`  ${name}: ${what}, ${content.split('\n').length - 1} lines: ${out.trim()}`);
  console.log(
    `  ${seconds.toFixed(1)} s, at most ${megabytes} MB in use (goal: ${goal}); Asterisk 20 needs ${asteriskSeconds} s, ${ratio} times as long`,
  );
}

function check(program: string, file: string): Promise<{ out: string; megabytes: number | string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, 'check', '--max-problems', '0', file]);
    let out = '';
    let megabytes: number | string = 'an unknown number of';
    const sample = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        const kilobytes = /^VmHWM:\s*(\d+) kB/m.exec(status)?.[1];
        if (kilobytes !== undefined) megabytes = Math.round(Number(kilobytes) / 1024);
      } catch {
        // Only Linux tells, and not after the end.
      }
    }, 50);
    child.stdout.on('data', data => {
      out += data;
    });
    child.on('error', reject);
    child.on('close', () => {
      clearInterval(sample);
      resolve({ out, megabytes });
    });
  });
}

function sipConf(): string {
  const lines = ['[general]', 'context=public', 'allowguest=no', '', '[phone](!)', 'type=friend', ''];
  for (let device = 0; device < DEVICES; device++) {
    lines.push(
      `[device${device}](phone)`,
      'host=dynamic',
      `secret=uN8x${device}kQ2vLp7`,
      'context=internal',
      `callerid="Device ${device}" <${100_000 + device}>`,
      '',
    );
  }
  return `${lines.join('\n')}\n`;
}

function pjsipConf(): string {
  const lines = ['[udp]', 'type=transport', 'bind=0.0.0.0', ''];
  for (let number = 0; number < ENDPOINTS; number++) {
    const name = `ep${String(number).padStart(6, '0')}`;
    lines.push(
      ...[`[${name}]`, 'type=endpoint', 'context=internal', 'allow=ulaw', `auth=${name}`, `aors=${name}`, ''],
      ...[
        `[${name}]`,
        'type=auth',
        'auth_type=userpass',
        `username=${name}`,
        `password=uN8x${number}kQ2v`,
        '',
      ],
      ...[`[${name}]`, 'type=aor', 'max_contacts=1', ''],
    );
  }
  return `${lines.join('\n')}\n`;
}
