import { parseMessage } from '../../../sip/message.ts';
import type { ExplainAnswer, ExplainQuestion } from '../../explainQuestion.ts';
import type { FlexisipView } from '../features/cursor.ts';
import { effective, type FlexisipModel } from '../model/model.ts';
import { parseUsers } from '../users/parser.ts';
import { explainFlexisip } from './explain.ts';
import type { FlexisipQuestion } from './explanation.ts';

/** Answers an editor: what Authentication and Registrar of this configuration do with a message. */
export function explainQuestion({ model, uri }: FlexisipView, question: ExplainQuestion): ExplainAnswer {
  const text = question.text?.trimStart();
  if (text === undefined) {
    return { kind: 'obstacle', reason: 'Flexisip has no devices: give it a message.', config: [] };
  }
  const { answer, source } = question;
  const users = usersBeside(model);
  const explanation = explainFlexisip({
    model,
    file: uri,
    message: parseMessage(text),
    source: source?.address,
    answer,
    // Without a users file the told password is taken for what the server knows.
    secret: users === undefined && answer !== undefined ? { password: answer.password } : undefined,
    users,
  });
  if (explanation.outcome === 'not-a-request') {
    return { kind: 'obstacle', reason: explanation.steps.at(-1)?.detail ?? explanation.sentence, config: [] };
  }
  return { kind: 'explained-by-flexisip', explanation, text, source };
}

/** The users file that the configuration names, when one of that name lies beside it. */
function usersBeside(model: FlexisipModel): FlexisipQuestion['users'] {
  const path = effective(model, 'module::Authentication', 'file-path').value.trim();
  const name = path.replace(/^.*\//, '');
  const text = name === '' ? undefined : (model.companions.get(name) ?? undefined);
  return text === undefined ? undefined : { file: model.uri.replace(/[^/]*$/, name), tree: parseUsers(text) };
}
