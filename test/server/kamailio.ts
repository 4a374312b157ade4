import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HashName } from '../../server/sip/digest/digest.ts';

/** True when a Kamailio with a text user table can be started here. */
export function hasKamailio(): boolean {
  try {
    return execFileSync('kamailio', ['-v'], { stdio: 'pipe' }).toString().includes('kamailio');
  } catch {
    return false;
  }
}

export interface Subscriber {
  readonly username: string;
  readonly domain: string;
  /** What the server stores. */
  readonly ha1: string;
}

export interface Registrar {
  readonly port: number;
  readonly stop: () => Promise<void>;
  readonly log: () => string;
}

/**
 * Starts a registrar and proxy on the loopback interface that challenges every REGISTER (401) and INVITE (407) in the
 * realm of the To or From domain: `plain.example` without qop, others with qop=auth, and proves itself with rspauth.
 * (Its auth-int hashes an uninitialized buffer in place of the body, so nobody can answer that.)
 */
export async function startKamailio(
  algorithm: HashName,
  subscribers: readonly Subscriber[],
): Promise<Registrar> {
  const directory = mkdtempSync(join(tmpdir(), 'kamailio-'));
  const port = await freePort();
  writeFileSync(join(directory, 'version'), 'table_name(string) table_version(int)\nsubscriber:7\n');
  const rows = subscribers.map(({ username, domain, ha1 }) => `${username}:${domain}::${ha1}\n`);
  const columns = 'username(string) domain(string) password(string,null) ha1(string)\n';
  writeFileSync(join(directory, 'subscriber'), columns + rows.join(''));
  const file = join(directory, 'kamailio.cfg');
  writeFileSync(file, configuration(port, directory, algorithm));
  const args = ['-f', file, '-DD', '-E', '-Y', directory, '-w', directory, '-m', '32', '-M', '4'];
  const child: ChildProcess = spawn('kamailio', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', data => {
      log += String(data);
    });
  }
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    rmSync(directory, { recursive: true, force: true });
  };
  return { port, stop, log: () => log };
}

/**
 * Sends a request over UDP from `socketPort` and gives the first final answer; repeats the request until there is one,
 * which also covers a server that is still starting. Throws after ten seconds without an answer.
 */
export async function exchange(port: number, request: string): Promise<string> {
  const socket = createSocket('udp4');
  try {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const address = `127.0.0.1:${socket.address().port}`;
    const bytes = Buffer.from(request.replaceAll('CLIENT', address));
    return await new Promise<string>((resolve, reject) => {
      const send = () => socket.send(bytes, port, '127.0.0.1');
      const again = setInterval(send, 250);
      const giveUp = setTimeout(() => {
        clearInterval(again);
        reject(new Error('the server does not answer'));
      }, 10_000);
      // Before the server listens, the loopback interface may say so.
      socket.on('error', () => undefined);
      socket.on('message', data => {
        const text = data.toString();
        if (/^SIP\/2\.0 1/.test(text)) return;
        clearInterval(again);
        clearTimeout(giveUp);
        resolve(text);
      });
      send();
    });
  } finally {
    socket.close();
  }
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  const closed = once(socket, 'close');
  socket.close();
  await closed;
  return port;
}

function configuration(port: number, directory: string, algorithm: HashName): string {
  return `#!KAMAILIO
debug=2
log_stderror=yes
children=1
auto_aliases=no
disable_tcp=yes
listen=udp:127.0.0.1:${port}
loadmodule "kex.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "db_text.so"
loadmodule "auth.so"
loadmodule "auth_db.so"
modparam("auth", "algorithm", "${algorithm}")
modparam("auth", "secret", "only for this test")
modparam("auth", "add_authinfo_hdr", yes)
modparam("auth_db", "db_url", "text://${directory}")
modparam("auth_db", "calculate_ha1", 0)
modparam("auth_db", "password_column", "ha1")
modparam("auth_db", "use_domain", 1)
request_route {
  if (is_method("ACK")) exit;
  if (is_method("REGISTER")) {
    if (!www_authenticate("$td", "subscriber")) {
      if ($td == "plain.example") { www_challenge("$td", "0"); exit; }
      www_challenge("$td", "1");
      exit;
    }
  } else {
    if (!proxy_authenticate("$fd", "subscriber")) {
      if ($fd == "plain.example") { proxy_challenge("$fd", "0"); exit; }
      proxy_challenge("$fd", "1");
      exit;
    }
  }
  sl_send_reply("200", "OK");
  exit;
}
`;
}
