import type { ExplainQuestion } from '../../explainQuestion.ts';
import type { ExplainAnswer, MessageExplanation } from '../../explanation.ts';
import type { View } from '../../project.ts';
import { shieldedReport } from '../../shielded.ts';
import type { ScriptModel } from '../model/model.ts';
import { modelOf } from '../model/modelOf.ts';
import { secretsOf } from '../model/secrets.ts';
import type { ScriptTree } from '../reading/parser.ts';
import type { Scenario } from '../run/scenario.ts';
import { openQuestions, type Way, waysOf } from './alternatives.ts';
import { runWithAnswer } from './clientAnswer.ts';
import { dataOf } from './data.ts';
import { type Asked, messageExplanation } from './messageExplanation.ts';
import { type AskedScenario, scenarioOf } from './scenario.ts';

/** The most alternative outcomes that are shown for one message. */
const alternativeLimit = 12;

/** What the script does with messages, in the order in which they arrive; anything that cannot be known is asked, not guessed. */
export function explainScript(view: View<ScriptTree, ScriptModel>, question: ExplainQuestion): ExplainAnswer {
  const { version } = question;
  const { project, settings } = view.model;
  const model =
    version === undefined
      ? view.model
      : modelOf(project, { ...settings, opensipsVersion: version }, undefined);
  const { messages = [], device } = question;
  if (messages.length === 0)
    return obstacle(
      'question',
      device === undefined
        ? 'There is no message.'
        : 'A routing script does not define devices. Paste a message.',
    );
  const asked = scenarioOf(question, model);
  if (asked === undefined) return obstacle('source', 'No Via header of the message contains an address.');
  if (model.routesByName.size === 0)
    return obstacle('configuration', 'The script has no route block, so no message is handled.');
  const { ways, isComplete } = waysOf(model, asked.scenario);
  const secrets = secretsOf(model)
    .filter(secret => secret.length >= shortestSecret)
    .slice(0, secretLimit);
  return {
    kind: 'explained',
    isSequence: true,
    results: asked.texts.map((text, index) =>
      shieldedReport(resultOf(model, { asked, index, text, ways, isComplete }), secrets),
    ),
  };
}

/** Passwords that are hidden wherever they appear in a run. Shorter ones are taken for words. */
const shortestSecret = 6;
const secretLimit = 100;

function obstacle(about: 'message' | 'source' | 'configuration' | 'question', reason: string): ExplainAnswer {
  return { kind: 'obstacle', about, reason, config: [] };
}

interface Place {
  readonly asked: AskedScenario;
  readonly index: number;
  readonly text: string;
  readonly ways: readonly [Way, ...Way[]];
  readonly isComplete: boolean;
}

function resultOf(model: ScriptModel, place: Place): MessageExplanation {
  const { asked, index, text, ways, isComplete } = place;
  const base: Asked = { model, text, source: asked.sources[index], index };
  const [likely, ...others] = ways;
  const isOwn =
    openQuestions({ startup: likely.startup, steps: likely.steps.slice(index, index + 1) }).length > 0;
  const isEarlier =
    openQuestions({ startup: likely.startup, steps: likely.steps.slice(0, index) }).length > 0;
  const main = explanationOf(base, asked.scenario, likely, true);
  const seen = new Set([essence(likely, index, isOwn)]);
  const alternatives: MessageExplanation[] = [];
  for (const way of others) {
    if (alternatives.length === alternativeLimit) break;
    const key = essence(way, index, isOwn);
    if (seen.has(key)) continue;
    seen.add(key);
    alternatives.push(explanationOf(base, asked.scenario, way, false));
  }
  const isCertain = !isOwn && alternatives.length === 0 && (!isEarlier || isComplete);
  if (isCertain) return main;
  return { ...explanationOf(base, asked.scenario, likely, false), alternatives };
}

function explanationOf(base: Asked, scenario: Scenario, way: Way, isCertain: boolean): MessageExplanation {
  const record = way.steps[base.index];
  if (record === undefined) throw new Error(`there is no step ${base.index}`);
  const afterAnswer = runWithAnswer(base.model, scenario, base.index, record, way.answers);
  return messageExplanation(base, record, isCertain, afterAnswer);
}

/** Outcomes with the same result are merged; where the message itself raised a question, they are distinguished by its answer. */
function essence({ steps }: Way, index: number, withQuestions: boolean): string {
  const record = steps[index];
  if (record === undefined) return '';
  const { questions, ...data } = dataOf(record, true);
  return JSON.stringify(withQuestions ? [data, questions] : data);
}
