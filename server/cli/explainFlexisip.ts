import { explainFlexisip } from '../languages/flexisip/explain/explain.ts';
import {
  flexisipMarkdown,
  flexisipText,
  type ShowPlace,
} from '../languages/flexisip/explain/explanationReport.ts';
import { effective, modelOf } from '../languages/flexisip/model/model.ts';
import { parseFlexisip } from '../languages/flexisip/reading/parser.ts';
import { parseUsers, type UsersTree } from '../languages/flexisip/users/parser.ts';
import { parseMessage } from '../sip/message.ts';
import { decodeText } from '../text/decode.ts';
import { defaultSettings } from '../workspace/settings.ts';
import { type Io, readText } from './io.ts';

export interface FlexisipExplainOptions {
  /** Path of the flexisip.conf. */
  readonly flexisip: string;
  /** Release of the server; detected from the keys of the file when absent. */
  readonly version?: string | undefined;
  /** Address that the message came from. */
  readonly source?: string | undefined;
  /** What the client answers to a challenge, or answered. */
  readonly answer?: { readonly username: string; readonly password: string } | undefined;
  readonly format: 'json' | 'markdown' | 'text';
}

/**
 * `sip-workbench explain --flexisip`: what Authentication and Registrar do with one request. The users file that the
 * configuration names is read when it is there. Throws `UsageError` when the configuration cannot be read.
 */
export async function explainWithFlexisip(
  message: string,
  options: FlexisipExplainOptions,
  io: Io,
): Promise<string> {
  const { language } = defaultSettings;
  const model = modelOf(options.flexisip, parseFlexisip(await readText(io, options.flexisip)), {
    ...language,
    flexisipVersion: options.version ?? language.flexisipVersion,
  });
  const path = effective(model, 'module::Authentication', 'file-path').value.trim();
  const tree = path === '' ? undefined : await usersTree(path, options.flexisip, io);
  const explanation = explainFlexisip({
    model,
    file: options.flexisip,
    message: parseMessage(message.replace(/^\s+/, '')),
    source: options.source,
    answer: options.answer,
    // Without a users file the given password is taken for what the server knows.
    secret:
      tree === undefined && options.answer !== undefined ? { password: options.answer.password } : undefined,
    users: tree === undefined ? undefined : { file: path, tree },
  });
  if (options.format === 'json') return `${JSON.stringify(explanation, undefined, 2)}\n`;
  const show: ShowPlace = ({ file, line }) => ({ label: `${file}:${line + 1}` });
  return options.format === 'markdown'
    ? flexisipMarkdown(explanation, show)
    : flexisipText(explanation, show);
}

/** Undefined when there is no such file here: the configuration may come from another machine. */
async function usersTree(path: string, config: string, io: Io): Promise<UsersTree | undefined> {
  const beside = config.replace(/[^/\\]*$/, path.replace(/^.*[/\\]/, ''));
  for (const candidate of [path, beside]) {
    try {
      return parseUsers(decodeText(await io.readFile(candidate)));
    } catch {
      // The next place, or none.
    }
  }
  return undefined;
}
