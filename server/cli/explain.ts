import { type Command, InvalidArgumentError, Option } from 'commander';
import { explainMatching } from '../languages/asterisk/sip-conf/explain/matching.ts';
import {
  configurationObstacle,
  readMatchedRequest,
} from '../languages/asterisk/sip-conf/explain/matchingObstacle.ts';
import { matchingMarkdown, matchingText } from '../languages/asterisk/sip-conf/explain/matchingReport.ts';
import { SipConf } from '../languages/asterisk/sip-conf/model/model.ts';
import type { ClientAnswer, Registration } from '../languages/explainQuestion.ts';
import { languageById, languages } from '../languages/registry.ts';
import type { ConfigurationLine } from '../sip/explanation.ts';
import type { SipMessage } from '../sip/message.ts';
import type { PacketSource, SipTransport } from '../sip/packetSource.ts';
import { canonicalAddress, SIP_TRANSPORTS, viaSource } from '../sip/packetSource.ts';
import { defaultSettings } from '../workspace/settings.ts';
import { Workspace } from '../workspace/workspace.ts';
import { explainWithFlexisip } from './explainFlexisip.ts';
import { type Io, readPassword, readText, UsageError } from './io.ts';
import { displayedPath, uriOf } from './paths.ts';
import { readFlexisipVersion, readVersion } from './version.ts';

interface ExplainOptions {
  readonly config?: string;
  readonly flexisip?: string;
  readonly flexisipVersion?: string;
  readonly asterisk?: string;
  readonly source?: { readonly address: string; readonly port: number };
  readonly transport?: SipTransport;
  readonly registered: readonly Registration[];
  readonly host: ReadonlyMap<string, string>;
  readonly answer?: string;
  readonly answerUser?: string;
  readonly passwordStdin?: boolean;
  readonly passwordEnv?: string;
  readonly nonce?: string;
  readonly format: 'json' | 'markdown' | 'text';
}

/** `sip-workbench explain`: what a server does with one INVITE or REGISTER. */
export function explainCommand(program: Command, io: Io): void {
  program
    .command('explain')
    .description(
      'Says which device an INVITE or REGISTER matches, what the server answers, and which lines decide.',
    )
    .argument('<message>', 'file with one INVITE or REGISTER; - reads standard input')
    .option(
      '--config <file>',
      'the sip.conf; extensions.conf and acl.conf beside it are read when they exist',
    )
    .option('--flexisip <file>', 'a flexisip.conf in its place')
    .option(
      '--flexisip-version <version>',
      'version of Flexisip; detected from the keys of the file when absent',
      readFlexisipVersion,
    )
    .option('--asterisk <version>', 'version of Asterisk', readVersion)
    .option('--source <ip:port>', 'where the packet came from; the topmost Via when absent', readPlace)
    .addOption(
      new Option('--transport <transport>', 'transport; that of the topmost Via when absent').choices(
        SIP_TRANSPORTS,
      ),
    )
    .option(
      '--registered <name=ip:port>',
      'a registration that is in force (may be repeated, in order)',
      collectRegistration,
      [],
    )
    .option(
      '--host <name=ip>',
      'the address of a host name in the configuration (may be repeated)',
      collectHost,
      new Map(),
    )
    .option(
      '--answer <user:password>',
      'what the client answers to a challenge (seen by others on this machine)',
    )
    .option('--answer-user <user>', 'the same, with the password from elsewhere')
    .option('--password-stdin', 'read the password of the answer from standard input')
    .option('--password-env <name>', 'read the password of the answer from an environment variable')
    .option('--nonce <nonce>', 'nonce of the challenge that the message answers')
    .addOption(
      new Option('--format <format>', 'form of the output')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .action(async (path: string, options: ExplainOptions) => {
      if (options.config !== undefined && options.flexisip !== undefined)
        throw new UsageError('--config and --flexisip cannot be used together');
      if (options.flexisip !== undefined) {
        io.stdout(await explainFlexisipMessage(path, options.flexisip, options, io));
        return;
      }
      if (options.config === undefined)
        throw new UsageError('no configuration was named: add --config sip.conf or --flexisip flexisip.conf');
      io.stdout(await explainAsterisk(path, options.config, options, io));
    });
}

async function explainFlexisipMessage(
  path: string,
  flexisip: string,
  options: ExplainOptions,
  io: Io,
): Promise<string> {
  if (path === '-' && options.passwordStdin === true)
    throw new UsageError('message and password cannot both come from standard input');
  const { format, source } = options;
  const answer = await answerOf(options, io);
  const question = { flexisip, version: options.flexisipVersion, format, answer, source: source?.address };
  return explainWithFlexisip(await readText(io, path), question, io);
}

async function explainAsterisk(
  path: string,
  config: string,
  options: ExplainOptions,
  io: Io,
): Promise<string> {
  if (path === '-' && options.passwordStdin === true)
    throw new UsageError('message and password cannot both come from standard input');
  const reading = readMatchedRequest(await readText(io, path));
  if (reading.kind === 'obstacle') throw new UsageError(`${path}: ${reading.reason}`);
  // Says why, if the file cannot be read.
  await readText(io, config);
  const model = await loadSipConf(config, options, io);
  const obstacle = configurationObstacle(model);
  if (obstacle !== undefined) throw new UsageError(`${config}: ${obstacle.reason}`);
  const { message } = reading;
  const explanation = explainMatching(model, {
    message,
    source: sourceOf(message, options),
    registrations: options.registered,
    answer: await answerOf(options, io),
    ...(options.nonce === undefined ? {} : { nonce: options.nonce }),
    hosts: options.host,
  });
  const shown = (file: string): string => displayedPath(file, config, model.project.root, io);
  const show = ({ file, line }: ConfigurationLine): { label: string } => ({
    label: `${shown(file)}:${line + 1}`,
  });
  if (options.format === 'markdown') return matchingMarkdown(explanation, show);
  if (options.format === 'text') return matchingText(explanation, show);
  const { registration, ...rest } = explanation;
  const json = JSON.stringify(
    { ...rest, ...registration },
    (key, value: unknown) => (key === 'file' && typeof value === 'string' ? shown(value) : value),
    2,
  );
  return `${json}\n`;
}

async function loadSipConf(config: string, options: ExplainOptions, io: Io): Promise<SipConf> {
  const failures: string[] = [];
  const settings = {
    ...defaultSettings,
    language: {
      ...defaultSettings.language,
      asteriskVersion: options.asterisk ?? defaultSettings.language.asteriskVersion,
    },
  };
  const workspace = new Workspace({
    languages,
    files: io.files,
    settings: async () => settings,
    report: (feature, error) => failures.push(`${feature} failed: ${error}`),
    busy: (_title, task) => task(() => undefined),
  });
  const language = languageById('sip-conf');
  if (language === undefined) throw new UsageError('this program does not read sip.conf');
  const { model } = await workspace.stateOf(uriOf(config, io), language);
  if (!(model instanceof SipConf)) throw new UsageError(failures[0] ?? `${config}: cannot be read`);
  return model;
}

/** What the options say, and the topmost Via for what they leave open. */
function sourceOf(message: SipMessage, options: ExplainOptions): PacketSource {
  const via = viaSource(message);
  const transport = options.transport ?? SIP_TRANSPORTS.find(known => known === via?.transport) ?? 'udp';
  if (options.source !== undefined) return { ...options.source, transport };
  const address = via === undefined ? undefined : canonicalAddress(via.address);
  if (via === undefined || address === undefined)
    throw new UsageError(
      'the topmost Via names no address: say where the packet came from with --source IP:PORT',
    );
  return { address, port: via.port, transport };
}

async function answerOf(options: ExplainOptions, io: Io): Promise<ClientAnswer | undefined> {
  if (options.answer !== undefined) {
    const colon = options.answer.indexOf(':');
    if (colon < 0) throw new UsageError('--answer needs USER:PASSWORD');
    return { username: options.answer.slice(0, colon), password: options.answer.slice(colon + 1) };
  }
  const password = await readPassword(io, options);
  if (password === undefined) {
    if (options.answerUser !== undefined)
      throw new UsageError('--answer-user needs a password: add --password-stdin or --password-env');
    return undefined;
  }
  if (options.answerUser === undefined)
    throw new UsageError('a password without a user name: add --answer-user');
  return { username: options.answerUser, password };
}

function readPlace(text: string): { readonly address: string; readonly port: number } {
  const match = /^(?:\[([^\]]+)\]|([^[\]]+)):(\d{1,5})$/.exec(text);
  const address = canonicalAddress(match?.[1] ?? match?.[2] ?? '');
  const port = Number(match?.[3] ?? 0);
  if (address === undefined || port < 1 || port > 65_535)
    throw new InvalidArgumentError('It is not an IP:PORT, such as 192.0.2.1:5060 or [2001:db8::1]:5060.');
  return { address, port };
}

function collectRegistration(text: string, earlier: readonly Registration[]): Registration[] {
  const match = /^(.+)=(.+?)(?:\/(\w+))?$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined)
    throw new InvalidArgumentError('It is not a NAME=IP:PORT.');
  if (match[3] !== undefined && !SIP_TRANSPORTS.some(known => known === match[3]))
    throw new InvalidArgumentError(`The transport is none of ${SIP_TRANSPORTS.join(', ')}.`);
  return [...earlier, { name: match[1], ...readPlace(match[2]) }];
}

function collectHost(text: string, earlier: ReadonlyMap<string, string>): Map<string, string> {
  const [name = '', address = ''] = text.split('=');
  const canonical = canonicalAddress(address);
  if (name === '' || canonical === undefined) throw new InvalidArgumentError('It is not a NAME=IP.');
  return new Map([...earlier, [name.toLowerCase(), canonical]]);
}
