import * as vscode from 'vscode';
import { explanationText } from '../../server/languages/explanationReport.ts';
import {
  placeText,
  type QuestionText,
  registrationText,
  transportText,
} from '../../server/languages/questionText.ts';
import {
  EXPLAIN_REQUEST,
  type ExplainAnswer,
  type ExplainParams,
} from '../../server/protocol/sipWorkbench/explainRequest.ts';
import { documentOf, nameOf, type Tool, type ToolInput, textsOf } from './tool.ts';

/** What a server with this configuration does with messages. */
export const explain: Tool = {
  progress: ({ config }) => `Explaining a message with ${String(config)}`,
  answer: async (input, client) => {
    const { uri } = await documentOf(input, 'config');
    const params: ExplainParams = {
      textDocument: { uri: client.code2ProtocolConverter.asUri(uri) },
      messages: textsOf(input, 'messages'),
      sources: partsOf(input, 'source', placeText),
      transports: partsOf(input, 'transport', transportText),
      registrations: partsOf(input, 'registered', registrationText),
    };
    const answer = await client.sendRequest<ExplainAnswer | null>(EXPLAIN_REQUEST, params);
    if (answer === null) throw new Error('This file is not a configuration that can explain messages.');
    if (answer.kind === 'obstacle') throw new Error(answer.reason);
    return explanationText(answer, ({ file, line }) => ({
      label: `${nameOf(vscode.Uri.parse(file))}:${line + 1}`,
    }));
  },
};

function partsOf<Part>(
  input: ToolInput,
  key: string,
  { read, form }: QuestionText<Part>,
): readonly Part[] | undefined {
  const texts = textsOf(input, key);
  if (texts.length === 0) return undefined;
  return texts.map(text => {
    const part = read(text);
    if (part === undefined) throw new Error(`Write "${key}" as ${form}.`);
    return part;
  });
}
