import * as vscode from 'vscode';
import { type ScenarioParties, scenarios, scenarioTrace } from '../../server/languages/traces.ts';

/** "SIP: New Trace from Scenario": asks for the parties and opens a new, correct trace. */
export function registerNewTrace(): vscode.Disposable {
  return vscode.commands.registerCommand('sipWorkbench.newTrace', async () => {
    const scenario = await vscode.window.showQuickPick(
      scenarios.map(({ id, title }) => ({ id, label: title })),
      { title: 'Scenario' },
    );
    if (scenario === undefined) return;
    const parties = await askForParties();
    if (parties === undefined) return;
    const content = scenarioTrace(scenario.id, parties);
    const document = await vscode.workspace.openTextDocument({ language: 'sip-trace', content });
    await vscode.window.showTextDocument(document);
  });
}

interface Question {
  readonly name: keyof ScenarioParties;
  readonly prompt: string;
  readonly value: string;
  readonly allowed: RegExp;
  readonly isSecret?: boolean;
}

const ADDRESS = /^(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?$/;
const USER = /^[\w.+*#-]+$/;

const questions: readonly Question[] = [
  { name: 'caller', prompt: 'User or number of the caller', value: '2001', allowed: USER },
  { name: 'callee', prompt: 'User or number of the callee', value: '3001', allowed: USER },
  { name: 'callerAddress', prompt: 'Address of the caller', value: '192.0.2.10:5060', allowed: ADDRESS },
  { name: 'serverAddress', prompt: 'Address of the server', value: '192.0.2.20:5060', allowed: ADDRESS },
  { name: 'calleeAddress', prompt: 'Address of the callee', value: '192.0.2.30:5060', allowed: ADDRESS },
  {
    name: 'domain',
    prompt: 'Domain, also used as the realm',
    value: 'example.com',
    allowed: /^[\w.-]+$/,
  },
  {
    name: 'password',
    prompt: 'Password, used only for the digest and not stored',
    value: '',
    allowed: /./,
    isSecret: true,
  },
];

async function askForParties(): Promise<ScenarioParties | undefined> {
  const answers = new Map<keyof ScenarioParties, string>();
  for (const [number, question] of questions.entries()) {
    const answer = await vscode.window.showInputBox({
      title: `New trace (${number + 1} of ${questions.length})`,
      prompt: question.prompt,
      value: question.value,
      password: question.isSecret === true,
      ignoreFocusOut: true,
      validateInput: text =>
        question.allowed.test(text) ? undefined : `${question.prompt}: this value is not valid.`,
    });
    if (answer === undefined) return undefined;
    answers.set(question.name, answer);
  }
  const answer = (name: keyof ScenarioParties): string => answers.get(name) ?? '';
  return {
    caller: answer('caller'),
    callee: answer('callee'),
    callerAddress: answer('callerAddress'),
    calleeAddress: answer('calleeAddress'),
    serverAddress: answer('serverAddress'),
    domain: answer('domain'),
    password: answer('password'),
  };
}
