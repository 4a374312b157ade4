import * as vscode from 'vscode';
import { type ScenarioParties, scenarios, scenarioTrace } from '../../server/languages/traces.ts';
import { type Answer, askText, type Frame, finisher, framed, runSteps, type Step } from '../steps.ts';

/** "SIP: New Trace from Scenario": asks for the scenario, and opens a new, correct trace with example values, or with one's own. */
export async function newTrace(): Promise<void> {
  let chosen: Scenario | undefined;
  const answers: Answers = new Map();
  const isAnswered = await runSteps('New Trace from Scenario', [
    {
      ask: async frame => {
        const answer = await askForScenario(frame);
        if (answer.kind === 'value') chosen = answer.value;
        return answer;
      },
    },
    ...questions.map(question => stepOf(question, answers, () => chosen?.hasOwnParties === true)),
  ]);
  if (!isAnswered || chosen === undefined) return;
  const content = scenarioTrace(chosen.id, partiesOf(chosen.hasOwnParties ? answers : new Map()));
  const document = await vscode.workspace.openTextDocument({ language: 'sip-trace', content });
  await vscode.window.showTextDocument(document);
}

interface Scenario {
  readonly id: (typeof scenarios)[number]['id'];
  readonly hasOwnParties: boolean;
}

/** The scenario; its button asks for the parties as well. */
function askForScenario(frame: Frame): Promise<Answer<Scenario>> {
  const own: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('edit'),
    tooltip: 'With Your Own Numbers and Addresses',
  };
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & Pick<Scenario, 'id'>>();
  Object.assign(pick, framed(frame));
  pick.placeholder = 'Example values are filled in; the pencil asks for your own';
  pick.items = scenarios.map(({ id, title }) => ({ id, label: title, buttons: [own] }));
  return new Promise(resolve => {
    const finish = finisher(pick, resolve);
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item !== undefined) finish({ kind: 'value', value: { id: item.id, hasOwnParties: false } });
    });
    pick.onDidTriggerItemButton(({ item: { id } }) =>
      finish({ kind: 'value', value: { id, hasOwnParties: true } }),
    );
    pick.onDidHide(() => finish({ kind: 'cancelled' }));
    pick.show();
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
    value: 'example',
    allowed: /./,
    isSecret: true,
  },
];

type Answers = Map<keyof ScenarioParties, string>;

function stepOf(
  { name, prompt, value, allowed, isSecret }: Question,
  answers: Answers,
  applies: () => boolean,
): Step {
  return {
    applies,
    ask: async frame => {
      const answer = await askText(frame, {
        prompt,
        value: isSecret === true ? '' : (answers.get(name) ?? value),
        password: isSecret === true,
        check: text =>
          allowed.test(text) ? [] : [{ severity: 'error', message: `${prompt}: this value is not valid.` }],
      });
      if (answer.kind === 'value') answers.set(name, answer.value);
      return answer;
    },
  };
}

/** The answers, with the examples for the others. */
function partiesOf(answers: ReadonlyMap<keyof ScenarioParties, string>): ScenarioParties {
  const answer = (name: keyof ScenarioParties): string =>
    answers.get(name) ?? questions.find(question => question.name === name)?.value ?? '';
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
