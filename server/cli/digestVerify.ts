import { type Command, Option } from 'commander';
import { pastedMessages } from '../languages/traces.ts';
import { checkPassword } from '../sip/digest/digestInput.ts';
import { DIGEST_SERVERS, type DigestServer } from '../sip/digest/digestServers.ts';
import { type Secret, type Verification, verifyMessages } from '../sip/digest/verify.ts';
import { withoutSecrets } from '../text/secrets.ts';
import { notesOrRefusal, secretOption } from './digestOptions.ts';
import { type Io, readBytes, readPassword, UsageError } from './io.ts';

interface VerifyOptions {
  readonly password?: string;
  readonly passwordStdin?: boolean;
  readonly passwordEnv?: string;
  readonly ha1?: string;
  readonly username?: string;
  readonly realm?: readonly string[];
  readonly server?: DigestServer;
  readonly format?: 'text' | 'json';
}

/** `sip-workbench digest verify` */
export function addVerifyCommand(digest: Command, io: Io): void {
  digest
    .command('verify')
    .description('Checks the Authorization headers of a message, and explains why one does not match.')
    .argument('<message>', 'file with one or more SIP messages, or a log; - for standard input')
    .addOption(secretOption('--password <password>', 'the password (visible to other users of this machine)'))
    .addOption(secretOption('--password-stdin', 'read the password from standard input'))
    .addOption(secretOption('--password-env <name>', 'read the password from an environment variable'))
    .addOption(secretOption('--ha1 <hex>', 'the stored hash instead of the password'))
    .option('--username <name>', 'user name that the secret belongs to; by default the one in the header')
    .addOption(
      // Not variadic: a list would take the name of the file as well.
      new Option('--realm <realm>', 'another realm that may be correct; may be repeated').argParser(
        (realm: string, before: readonly string[] | undefined) => [...(before ?? []), realm],
      ),
    )
    .addOption(
      new Option('--server <name>', 'report what this server refuses').choices(Object.keys(DIGEST_SERVERS)),
    )
    .addOption(new Option('--format <format>', 'format of the output').choices(['text', 'json']))
    .action(async (path: string, own: VerifyOptions) => {
      const options = { ...digest.opts<VerifyOptions>(), ...own };
      const secret = await readVerifySecret(io, path, options);
      const text = await readMessage(io, path);
      const { username, server, realm } = options;
      const realms = realm === undefined || typeof realm === 'string' ? undefined : realm;
      const headers = verifyMessages(pastedMessages(text), { secret, username, server, realms });
      if (headers.length === 0) {
        io.stderr('sip-workbench: the message has no Authorization or Proxy-Authorization header\n');
      }
      const fine = headers.length > 0 && headers.every(header => header.verdict === 'match');
      io.setExitCode(fine ? 0 : 1);
      if (options.format === 'json') {
        const shown = headers.map(({ start, end, ...header }) => header);
        const masked = (_key: string, value: unknown) =>
          typeof value === 'string' ? withoutSecrets(value) : value;
        io.stdout(`${JSON.stringify({ headers: shown }, masked, 2)}\n`);
      } else io.stdout(withoutSecrets(headers.map(asText).join('\n')));
    });
}

async function readVerifySecret(io: Io, path: string, options: VerifyOptions): Promise<Secret> {
  if (path === '-' && options.passwordStdin === true) {
    throw new UsageError('the message and --password-stdin both need standard input');
  }
  if (options.ha1 !== undefined) {
    if (!/^(?:[0-9a-f]{32}|[0-9a-f]{64})$/i.test(options.ha1)) {
      throw new UsageError(
        `an HA1 is 32 hexadecimal digits (MD5) or 64 (SHA-256, SHA-512-256); this one has ${options.ha1.length} characters`,
      );
    }
    return { ha1: options.ha1 };
  }
  const password = await readPassword(io, options);
  if (password === undefined) {
    throw new UsageError('add one of --password-stdin, --password-env, --password, --ha1');
  }
  notesOrRefusal(checkPassword(password));
  return { password };
}

/** The text of the message; the argument itself if it is a message and not a path. */
async function readMessage(io: Io, path: string): Promise<string> {
  if (path.includes('\n') || /^(?:Proxy-)?Authorization\s*:/i.test(path)) return path;
  const bytes = await readBytes(io, path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Old phones send Latin-1, where every byte is one character.
    return Buffer.from(bytes).toString('latin1');
  }
}

function asText(header: Verification): string {
  const lines = [
    `${header.header}: ${header.verdict}`,
    `  user ${header.username ?? '(none)'}, realm ${header.realm ?? '(none)'}, ${header.algorithm}, ${header.method ?? '(no method)'} ${header.uri ?? '(no uri)'}`,
    `  received ${header.received}`,
    ...(header.computed === null ? [] : [`  computed ${header.computed}`]),
    ...header.reasons.map(reason => `  - ${reason}`),
    ...header.notes.map(note => `  note: ${note}`),
  ];
  return `${lines.join('\n')}\n`;
}
