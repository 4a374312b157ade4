import { randomBytes } from 'node:crypto';
import { type Command, Option } from 'commander';
import { formatAnswer } from '../sip/digest/answer.ts';
import {
  computeHa2,
  type DigestAlgorithm,
  hashOfAlgorithm,
  sessionHa1,
  userHash,
} from '../sip/digest/digest.ts';
import { DIGEST_SERVERS, type DigestServer } from '../sip/digest/digestServers.ts';
import { type StoredForms, storedForms } from '../sip/digest/storedForms.ts';
import {
  type DigestOptions,
  type DigestRequestInput,
  readDigestRequest,
  secretOption,
} from './digestOptions.ts';
import { addVerifyCommand } from './digestVerify.ts';
import { type Io, UsageError } from './io.ts';

/** `sip-workbench digest` and `sip-workbench digest verify`. */
export function digestCommand(program: Command, io: Io): void {
  // Otherwise `digest` would take options after `verify` that both commands have.
  program.enablePositionalOptions();
  const command = program
    .command('digest')
    .enablePositionalOptions()
    .description('Computes what SIP servers store for a password, and the answer to a challenge.')
    .option('--username <name>', 'user name, as in the quotes of the header')
    .option('--realm <realm>', 'realm; by default the one in the challenge')
    .option('--domain <domain>', 'domain of the account, if it differs from the realm')
    .addOption(secretOption('--password <password>', 'the password (visible to other users of this machine)'))
    .addOption(secretOption('--password-stdin', 'read the password from standard input'))
    .addOption(secretOption('--password-env <name>', 'read the password from an environment variable'))
    .addOption(secretOption('--ha1 <hex>', 'a stored hash instead of the password'))
    .option('--algorithm <word>', 'MD5, SHA-256 or SHA-512-256, each also with -sess; MD5 by default')
    .option('--challenge <text>', 'the value of WWW-Authenticate or Proxy-Authenticate, or the whole line')
    .option('--method <method>', 'method of the request')
    .option('--uri <uri>', 'Request-URI of the request')
    .option('--nonce <nonce>', 'nonce of the challenge')
    .option('--opaque <text>', 'opaque of the challenge')
    .addOption(new Option('--qop <qop>', 'quality of protection').choices(['auth', 'auth-int']))
    .option('--nc <digits>', 'nonce count, eight hexadecimal digits')
    .option('--cnonce <text>', 'client nonce; random by default')
    .option('--body <file>', 'body that auth-int protects; - is standard input')
    .option('--userhash', 'send the hash of the user name')
    .option('--extended-username', 'send username* instead of username')
    .option('--proxy', 'write Proxy-Authorization')
    .addOption(
      new Option('--server <name>', 'report what this server does not support').choices(
        Object.keys(DIGEST_SERVERS),
      ),
    )
    .addOption(new Option('--format <format>', 'format of the output').choices(['text', 'json']))
    .action(async (options: DigestOptions) => {
      const input = await readDigestRequest(io, options, () => randomBytes(8).toString('hex'));
      const { output, notes } = digestOutput(input);
      if (options.format === 'json') {
        io.stdout(`${JSON.stringify({ ...output, notes }, null, 2)}\n`);
        return;
      }
      for (const note of notes) io.stderr(`sip-workbench: note: ${note}\n`);
      io.stdout(asText(output));
    });
  addVerifyCommand(command, io);
}

/** The JSON of the command: see the command-line contract. */
interface DigestOutput {
  readonly username: string;
  readonly realm: string;
  readonly algorithm: DigestAlgorithm;
  readonly ha1: StoredForms['ha1'];
  /** HA1 of the `-sess` algorithms; null for the others or without nonce and cnonce. */
  readonly ha1Session: string | null;
  readonly userhash: string;
  readonly stored: Omit<StoredForms, 'ha1'>;
  readonly ha2: string | null;
  readonly response: string | null;
  readonly rspauth: string | null;
  readonly header: string | null;
}

function digestOutput(input: DigestRequestInput): { output: DigestOutput; notes: readonly string[] } {
  const { algorithm, username, realm, request } = input;
  const hash = hashOfAlgorithm(algorithm);
  const { ha1, ...stored } = storedForms(input);
  const known = ha1[hash];
  if (known === null) throw new UsageError(`no HA1 of ${hash} is known`);
  const { nonce, cnonce, method, uri, qop, body } = request;
  const isSession = algorithm.endsWith('-sess') && nonce !== undefined && cnonce !== undefined;
  const complete = method !== undefined && uri !== undefined && nonce !== undefined;
  const answer = complete
    ? formatAnswer({ ...request, method, uri, nonce, username, realm, ha1: known, algorithm })
    : undefined;
  const output = {
    username,
    realm,
    algorithm,
    ha1,
    ha1Session: isSession ? sessionHa1(hash, known, nonce, cnonce) : null,
    userhash: userHash(hash, username, realm),
    stored,
    ha2: method !== undefined && uri !== undefined ? computeHa2(hash, method, uri, qop, body) : null,
    response: answer?.values.response ?? null,
    rspauth: answer?.values.rspauth ?? null,
    header: answer === undefined ? null : `${input.headerName}: ${answer.header}`,
  };
  return { output, notes: [...input.notes, ...serverLimits(input.server)] };
}

function serverLimits(server: DigestServer | undefined): string[] {
  return server === undefined ? [] : [DIGEST_SERVERS[server].limits];
}

function asText(output: DigestOutput): string {
  const { asterisk, opensips, flexisip } = output.stored;
  const rows: (readonly [string, string | null] | string)[] = [
    `User ${output.username}, realm ${output.realm}`,
    'HA1',
    ['MD5', output.ha1.MD5],
    ['SHA-256', output.ha1['SHA-256']],
    ['SHA-512-256', output.ha1['SHA-512-256']],
    [`${output.algorithm} session`, output.ha1Session],
    'Asterisk sip.conf',
    ['device', asterisk.line],
    ['outbound', asterisk.auth],
    'OpenSIPS subscriber',
    ['ha1', opensips.ha1],
    ['ha1_sha256', opensips.ha1_sha256],
    ['ha1_sha512t256', opensips.ha1_sha512t256],
    ['ha1b, up to 3.1', opensips.ha1b],
    ['SQL from 3.2', opensips.sql.since32],
    ['SQL up to 3.1', opensips.sql.until31],
    'Flexisip',
    ...flexisip.userdb.map(line => ['users file', line] as const),
    ...flexisip.sql.map(row => [`SQL row, ${row.algorithm}`, row.password] as const),
    'Answer',
    ['HA2', output.ha2],
    ['response', output.response],
    ['rspauth', output.rspauth],
    ['header', output.header],
  ];
  const lines = rows.flatMap(row => {
    if (typeof row === 'string') return [row];
    return row[1] === null ? [] : [`  ${row[0].padEnd(18)}${row[1]}`];
  });
  // A heading with nothing below it is useless.
  const kept = lines.filter(
    (line, index) => index === 0 || line.startsWith(' ') || lines[index + 1]?.startsWith(' '),
  );
  return `${kept.join('\n')}\n`;
}
