import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Devices in the file; six lines each. */
const DEVICES = 100_000;

/** What Asterisk 20 needs to load such a file, in seconds, measured on two cores. */
const ASTERISK_SECONDS = 9.4;

/** The command line, as it is shipped, over a sip.conf of 600,000 lines. Needs `npm run build`. */
export async function run(): Promise<void> {
  const program = join(process.cwd(), 'dist/cli.js');
  if (!existsSync(program)) throw new Error('dist/cli.js is not there: run npm run build first');
  const folder = mkdtempSync(join(tmpdir(), 'sip-workbench-'));
  try {
    const file = join(folder, 'sip.conf');
    writeFileSync(file, sipConf());
    const started = performance.now();
    const { megabytes, out } = await check(program, file);
    const seconds = (performance.now() - started) / 1000;
    console.log(
      `  ${DEVICES} devices, ${readFileSync(file, 'utf8').split('\n').length - 1} lines: ${out.trim()}`,
    );
    console.log(
      `  ${seconds.toFixed(1)} s (Asterisk 20 needs ${ASTERISK_SECONDS} s), at most ${megabytes} MB in use (goal: below 1500)`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
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
