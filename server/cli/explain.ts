import { type Command, Option } from 'commander';
import type {
  ClientAnswer,
  ExplainQuestion,
  QuestionPart,
  QuestionTable,
} from '../languages/explainQuestion.ts';
import type { ExplainAnswer } from '../languages/explanation.ts';
import {
  explanationData,
  explanationMarkdown,
  explanationText,
  type ShowPlace,
} from '../languages/explanationReport.ts';
import type { Language } from '../languages/language.ts';
import {
  assumptionText,
  contactText,
  placeText,
  registrationText,
  replyText,
  transportText,
} from '../languages/questionText.ts';
import { languageById, languageOf, languages } from '../languages/registry.ts';
import { SIP_TRANSPORTS } from '../sip/packetSource.ts';
import { headLength } from '../workspace/documents.ts';
import { baseName } from '../workspace/location.ts';
import { completedQuestion } from '../workspace/settings.ts';
import {
  collectAnswer,
  collectHost,
  collectNumber,
  collector,
  collectText,
  onlyOnce,
} from './explain/explainOptions.ts';
import { type MessageInputs, readMessages } from './explain/messageInputs.ts';
import { type Io, readPassword, readText, UsageError } from './io.ts';
import { displayedPath, uriOf } from './paths.ts';
import { projectState, usualName, workspaceAround } from './projectState.ts';
import { addVersionOptions, type ChosenVersions } from './version.ts';

interface ExplainOptions {
  readonly config?: string;
  readonly flexisip?: string;
  readonly index?: readonly number[];
  readonly language?: string;
  readonly source?: ExplainQuestion['sources'];
  readonly destination?: ExplainQuestion['destinations'];
  readonly transport?: ExplainQuestion['transports'];
  readonly registered?: ExplainQuestion['registrations'];
  readonly host?: ExplainQuestion['hosts'];
  readonly contact?: ExplainQuestion['contacts'];
  readonly table?: readonly string[];
  readonly assume?: ExplainQuestion['assumptions'];
  readonly reply?: ExplainQuestion['replies'];
  readonly answer?: readonly ClientAnswer[];
  readonly answerUser?: string;
  readonly passwordStdin?: boolean;
  readonly passwordEnv?: string;
  readonly nonce?: string;
  readonly format: 'json' | 'markdown' | 'text';
}

/** The languages whose configurations can explain messages. */
const explainable = languages.filter(language => language.explain !== undefined);

/** `sip-workbench explain`: what a server does with messages. */
export function explainCommand(program: Command, io: Io): void {
  const command = program
    .command('explain')
    .description(
      'Explains what a server with this configuration does with a message, and which lines decide.',
    )
    .argument('<messages...>', 'files with one message each, or traces; - for standard input')
    .option(
      '--index <number>',
      'which message of a trace, as numbered by trace --format json; by default the first INVITE or REGISTER (may be repeated, in order)',
      collectNumber,
    );
  const versionsOf = addServerOptions(command);
  addQuestionOptions(command);
  command
    .addOption(
      new Option('--format <format>', 'format of the output')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .action(async (paths: string[], options: ExplainOptions) => {
      io.stdout(await explainMessages(paths, options, versionsOf(options), io));
    });
}

/** Which server: its configuration and version. */
function addServerOptions(command: Command): (options: object) => ChosenVersions {
  command
    .option(
      '--config <file>',
      "the configuration; the server's other files in the same folder are read as well; - for standard input",
      onlyOnce('--config'),
    )
    .option('--flexisip <file>', 'a flexisip.conf instead', onlyOnce('--flexisip'))
    .addOption(
      new Option(
        '--language <id>',
        'language of the configuration; by default detected from its name',
      ).choices(explainable.map(language => language.id)),
    );
  return addVersionOptions(command, languages);
}

/** The rest of the question besides the messages. */
function addQuestionOptions(command: Command): void {
  command
    .option(
      '--source <ip:port>',
      'where the packet came from; by default the topmost Via (may be repeated, one for each message)',
      collector(placeText),
    )
    .option(
      '--destination <ip:port>',
      'address of the server that received it (may be repeated)',
      collector(placeText),
    )
    .option(
      '--transport <transport>',
      `transport (${SIP_TRANSPORTS.join(', ')}); by default that of the topmost Via (may be repeated)`,
      collector(transportText),
    )
    .option(
      '--registered <name=ip:port>',
      'an active registration (may be repeated, in order)',
      collector(registrationText),
    )
    .option(
      '--contact <aor=uri>',
      'a contact stored for an address of record (may be repeated)',
      collector(contactText),
    )
    .option(
      '--host <name=ip>',
      'the address of a host name in the configuration (may be repeated)',
      collectHost,
    )
    .option('--table <file>', 'a file with a database table of the same name (may be repeated)', collectText)
    .option(
      '--assume <line=yes|no|value>',
      'what to assume at a line that cannot be evaluated (may be repeated)',
      collector(assumptionText),
    )
    .option(
      '--reply <ip:port=code,...>',
      'responses of a next hop, in order; none or timeout for no response (may be repeated)',
      collector(replyText),
    )
    .option(
      '--answer <user:password>',
      "the client's answer to a challenge (may be repeated; visible to other users of this machine)",
      collectAnswer,
    )
    .option('--answer-user <user>', 'the same, with the password from another option')
    .option('--password-stdin', 'read the password of the answer from standard input')
    .option('--password-env <name>', 'read the password of the answer from an environment variable')
    .option('--nonce <nonce>', 'nonce of the challenge that the message answers');
}

async function explainMessages(
  paths: readonly string[],
  options: ExplainOptions,
  versions: ChosenVersions,
  io: Io,
): Promise<string> {
  const { config, language: chosen } = configurationOf(options);
  const ofStdin = [...paths, config].filter(path => path === '-').length;
  if (ofStdin + (options.passwordStdin === true ? 1 : 0) > 1)
    throw new UsageError('only one of configuration, message and password can come from standard input');
  const inputs = await readMessages(paths, options.index, io);
  const read = config === '-' ? await readText(io, config) : undefined;
  const language = chosen ?? (await languageOfFile(config, read, versions, io));
  for (const flag of idleOptions(options, language))
    io.stderr(`sip-workbench: ${flag} has no effect on an explanation for ${language.title}\n`);
  const name = config === '-' ? usualName(language) : config;
  const state = await projectState(name, language, versions, io, read);
  const { root, trees } = state.project;
  const tree = trees.get(root);
  const answer =
    tree === undefined
      ? undefined
      : language.explain?.(
          { uri: root, tree, model: state.model },
          completedQuestion(await questionOf(inputs, options, io), state.settings.question),
        );
  if (answer === undefined) throw new UsageError(state.notes[0] ?? `${config}: cannot be read`);
  if (answer.kind === 'obstacle') throw new UsageError(obstacleText(answer, paths, config));
  if (answer.results.length === inputs.texts.length) reportUnread(paths, inputs, io);
  return printed(answer, options.format, file => displayedPath(file, name, root, io));
}

/** The options of a question that the language does not use. */
function idleOptions(options: ExplainOptions, { questionParts = [] }: Language): string[] {
  const given: readonly (readonly [flag: string, part: QuestionPart, value: unknown])[] = [
    ['--registered', 'registrations', options.registered],
    ['--contact', 'contacts', options.contact],
    ['--destination', 'destinations', options.destination],
    ['--table', 'tables', options.table],
    ['--assume', 'assumptions', options.assume],
    ['--reply', 'replies', options.reply],
    ['--nonce', 'nonce', options.nonce],
  ];
  return given.flatMap(([flag, part, value]) =>
    value === undefined || questionParts.includes(part) ? [] : [flag],
  );
}

/** Files of several requests, of which the language has explained one. */
function reportUnread(paths: readonly string[], { requests }: MessageInputs, io: Io): void {
  for (const [index, count = 1] of requests.entries())
    if (count > 1)
      io.stderr(
        `sip-workbench: ${paths[index] ?? ''}: explained the first of ${count} requests. Choose another with --index, which counts as trace --format json does\n`,
      );
}

/** The configuration in the options, with its language if an option sets it. */
function configurationOf(options: ExplainOptions): {
  readonly config: string;
  readonly language: Language | undefined;
} {
  const { config, flexisip } = options;
  if (config !== undefined && flexisip !== undefined)
    throw new UsageError('--config and --flexisip cannot be used together');
  if (flexisip !== undefined) return { config: flexisip, language: languageById('flexisip-conf') };
  if (config === undefined)
    throw new UsageError('no configuration: add --config sip.conf or --flexisip flexisip.conf');
  return { config, language: options.language === undefined ? undefined : languageById(options.language) };
}

/** By the project file, the name or the first lines. Throws `UsageError`. */
async function languageOfFile(
  path: string,
  read: string | undefined,
  versions: ChosenVersions,
  io: Io,
): Promise<Language> {
  // Reports the reason if the file cannot be read.
  const head = (read ?? (await readText(io, path))).slice(0, headLength);
  const uri = uriOf(path, io);
  const language =
    (await workspaceAround(path, versions, io).languageInProject(uri)) ??
    languageOf(baseName(uri), head, explainable);
  if (language === undefined)
    throw new UsageError(
      `${path}: neither the name nor the first lines show the language; set it with --language`,
    );
  return language;
}

async function questionOf(inputs: MessageInputs, options: ExplainOptions, io: Io): Promise<ExplainQuestion> {
  const tables: QuestionTable[] = [];
  for (const path of options.table ?? [])
    tables.push({ name: baseName(uriOf(path, io)), text: await readText(io, path) });
  return {
    messages: inputs.texts,
    sources: options.source ?? inputs.sources,
    destinations: options.destination,
    transports: options.transport ?? inputs.transports,
    registrations: options.registered ?? inputs.registrations,
    contacts: options.contact,
    hosts: options.host,
    tables: tables.length === 0 ? undefined : tables,
    assumptions: options.assume,
    replies: options.reply,
    time: Math.floor(Date.now() / 1000),
    answers: await answersOf(options, io),
    nonce: options.nonce ?? inputs.nonce,
  };
}

async function answersOf(options: ExplainOptions, io: Io): Promise<readonly ClientAnswer[] | undefined> {
  const { answer, answerUser } = options;
  if (answer !== undefined) return answer;
  const password = await readPassword(io, options);
  if (password === undefined) {
    if (answerUser !== undefined)
      throw new UsageError('--answer-user needs a password: add --password-stdin or --password-env');
    return undefined;
  }
  if (answerUser === undefined) throw new UsageError('a password without a user name: add --answer-user');
  return [{ username: answerUser, password }];
}

function obstacleText(
  { about, reason }: Extract<ExplainAnswer, { kind: 'obstacle' }>,
  paths: readonly string[],
  config: string,
): string {
  switch (about) {
    case 'message':
      return `${paths.join(', ')}: ${reason}`;
    case 'configuration':
      return `${config}: ${reason}`;
    case 'source':
      return 'the topmost Via has no address: set where the packet came from with --source IP:PORT';
    case 'question':
      return reason;
  }
}

function printed(
  answer: Extract<ExplainAnswer, { kind: 'explained' }>,
  format: ExplainOptions['format'],
  shown: (file: string) => string,
): string {
  const show: ShowPlace = ({ file, line }) => ({ label: `${shown(file)}:${line + 1}` });
  if (format === 'markdown') return explanationMarkdown(answer, show);
  if (format === 'text') return explanationText(answer, show);
  const json = JSON.stringify(
    explanationData(answer),
    (key, value: unknown) => (key === 'file' && typeof value === 'string' ? shown(value) : value),
    2,
  );
  return `${json}\n`;
}
