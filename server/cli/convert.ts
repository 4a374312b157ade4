import { type Command, Option } from 'commander';
import type { AskedMessage, Converter } from '../languages/conversion.ts';
import { sourceOf } from '../languages/explainQuestion.ts';
import type { Language } from '../languages/language.ts';
import { languages } from '../languages/registry.ts';
import { shieldedReport } from '../languages/shielded.ts';
import { parseMessage } from '../sip/message.ts';
import { collectText } from './explain/explainOptions.ts';
import { type Io, readText, UsageError } from './io.ts';
import { displayedPath, uriOf } from './paths.ts';
import { configurationNamed, projectState } from './projectState.ts';
import { addVersionOptions, type ChosenVersions } from './version.ts';

interface ConvertOptions {
  readonly out?: string;
  readonly compare?: boolean;
  readonly message?: readonly string[];
  readonly format: 'text' | 'markdown' | 'json';
}

/** `sip-workbench convert`: a pjsip.conf that does the same as a sip.conf, with a report about every line. */
export function convertCommand(program: Command, io: Io): void {
  const language = languages.find(({ converter }) => converter !== undefined);
  if (language === undefined) return;
  const command = program
    .command('convert')
    .description('Converts a sip.conf, with all included files, into a pjsip.conf that behaves the same.')
    .argument(
      '<sip.conf>',
      'the configuration; extensions.conf and acl.conf in the same folder are read as well; - for standard input',
    )
    .addOption(new Option('--to <driver>', 'what to convert to').choices(['pjsip']).default('pjsip'))
    .option('--out <folder>', 'write the files there; existing files are never overwritten')
    .option('--compare', 'compare what both drivers do with messages from each device and from a stranger')
    .option('--message <file>', 'compare this message as well (may be repeated)', collectText)
    .addOption(
      new Option('--format <format>', 'format of the output')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    );
  const versionsOf = addVersionOptions(command, [language]);
  command.action(async (path: string, options: ConvertOptions) => {
    const converter = await language.converter?.();
    if (converter !== undefined)
      io.stdout(await convertFile(path, options, versionsOf(options), io, { language, converter }));
  });
}

async function convertFile(
  path: string,
  options: ConvertOptions,
  versions: ChosenVersions,
  io: Io,
  { language, converter }: { readonly language: Language; readonly converter: Converter },
): Promise<string> {
  const { name: rootName, text: read } = await configurationNamed(path, language, io);
  const { model, project } = await projectState(rootName, language, versions, io, read);
  const conversion = converter.convert(model);
  const messages = await messagesOf(() => converter.messagesFor(model), options, io);
  const comparison = messages === undefined ? null : converter.compare(model, conversion, messages);
  const { root } = project;
  const newRoot = conversion.files[0]?.file ?? root;
  const folder = rootName.slice(0, rootName.lastIndexOf('/') + 1);
  const newPath = folder + newRoot.slice(newRoot.lastIndexOf('/') + 1);
  const shown = (file: string): string =>
    file === newRoot ? newPath : displayedPath(file, rootName, root, io);
  if (options.out !== undefined) await writeFiles(conversion.files, newRoot, options.out, io);
  const name = ({ file, line }: { readonly file: string; readonly line: number }): string =>
    `${shown(file)}:${line + 1}`;
  if (options.format === 'json') {
    const json = JSON.stringify(
      { ...shieldedReport({ ...conversion, comparison }), files: conversion.files },
      (key, value: unknown) =>
        (key === 'file' || key === 'source') && typeof value === 'string' ? shown(value) : value,
      2,
    );
    return `${json}\n`;
  }
  if (options.format === 'markdown') return converter.report(conversion, comparison, name, 'markdown');
  const written = conversion.files.map(({ file, text }) =>
    conversion.files.length === 1 ? text : `; ===== ${shown(file)}\n${text}`,
  );
  const report = converter.report(conversion, comparison, name, 'text');
  return options.out === undefined ? `${written.join('\n')}\n${commented(report)}` : report;
}

/** After the text of the files, as comments, so that the server can still read the whole output. */
function commented(report: string): string {
  return report
    .trimEnd()
    .split('\n')
    .map(line => `; ${line}`.trimEnd())
    .join('\n')
    .concat('\n');
}

async function messagesOf(
  made: () => readonly AskedMessage[],
  { compare, message }: ConvertOptions,
  io: Io,
): Promise<readonly AskedMessage[] | undefined> {
  if (compare !== true && message === undefined) return undefined;
  const given: AskedMessage[] = [];
  for (const path of message ?? []) {
    const text = await readText(io, path);
    const source = sourceOf({}, 0, parseMessage(text));
    if (source === undefined)
      throw new UsageError(`${path}: the topmost Via does not show where the message came from`);
    given.push({ title: path, text, source, answers: [], registrations: [] });
  }
  return [...(compare === true ? made() : []), ...given];
}

/** Writes the files below `out`, with their paths relative to the root. */
async function writeFiles(
  files: readonly { readonly file: string; readonly text: string }[],
  root: string,
  out: string,
  io: Io,
): Promise<void> {
  const folder = root.slice(0, root.lastIndexOf('/') + 1);
  const outside = files.find(({ file }) => !file.startsWith(folder));
  if (outside !== undefined)
    throw new UsageError(
      `${outside.file}: is outside the folder of sip.conf and cannot be written to ${out}`,
    );
  const targets = files.map(({ file, text }) => ({
    path: `${out.replace(/\/$/, '')}/${decodeURIComponent(file.slice(folder.length))}`,
    text,
  }));
  // All or nothing: half a configuration is useless.
  for (const { path } of targets)
    if ((await io.files.read(uriOf(path, io))).kind !== 'missing')
      throw new UsageError(`${path}: not written: the file already exists`);
  for (const { path, text } of targets) {
    const reason = await io.writeNew(uriOf(path, io), text);
    if (reason !== undefined) throw new UsageError(`${path}: ${reason}`);
  }
}
