import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { askChoice } from '../../choices.ts';
import { runSteps } from '../../steps.ts';
import type { ChosenMessage } from './chosenMessage.ts';
import { type MessageSource, messageSources } from './messageSources.ts';
import { findConfigurations } from './questions.ts';

/** What is known before anything is asked. */
export interface Known {
  readonly message?: ChosenMessage | undefined;
  readonly configuration?: vscode.Uri | undefined;
  /** The device at the cursor. */
  readonly device?: string | undefined;
}

/** The message to explain and the configuration that explains it; asks for what is not known. Undefined if the user canceled. */
export async function chooseSubject(
  client: BaseLanguageClient,
  known: Known,
): Promise<{ readonly message: ChosenMessage; readonly configuration: vscode.Uri } | undefined> {
  const configurations =
    known.configuration === undefined ? await findConfigurations() : [known.configuration];
  let [configuration] = configurations;
  if (configuration === undefined) return undefined;
  const { message: given } = known;
  let source: MessageSource | undefined = given === undefined ? undefined : async () => given;
  const isAnswered = await runSteps('Explain Message Matching', [
    {
      applies: () => given === undefined,
      ask: async frame => {
        const answer = await askChoice(frame, 'Which message?', await messageSources(client, known.device));
        if (answer.kind === 'value') source = answer.value;
        return answer;
      },
    },
    {
      applies: () => configurations.length > 1,
      ask: async frame => {
        const choices = configurations.map(uri => ({
          label: vscode.workspace.asRelativePath(uri),
          value: uri,
        }));
        const answer = await askChoice(frame, 'Which configuration?', choices, configuration);
        if (answer.kind === 'value') configuration = answer.value;
        return answer;
      },
    },
  ]);
  const message = isAnswered ? await source?.() : undefined;
  return message === undefined ? undefined : { message, configuration };
}
