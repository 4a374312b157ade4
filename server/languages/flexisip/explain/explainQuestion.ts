import { parseMessage } from '../../../sip/message.ts';
import { type ExplainQuestion, itemFor, sourceOf } from '../../explainQuestion.ts';
import type { ExplainAnswer } from '../../explanation.ts';
import type { View } from '../../project.ts';
import type { FlexisipModel } from '../model/model.ts';
import type { FlexisipTree } from '../reading/parser.ts';
import { explainFlexisip } from './explain.ts';
import { messageExplanation } from './messageExplanation.ts';
import { usersFile } from './usersFile.ts';

/** What Authentication and Registrar of this configuration do with a message. */
export function explainQuestion(
  { model, uri }: View<FlexisipTree, FlexisipModel>,
  question: ExplainQuestion,
): ExplainAnswer {
  const { messages = [], registrations = [], answers = [] } = question;
  const text = messages[0]?.trimStart();
  if (text === undefined || messages.length > 1) {
    const reason =
      text === undefined
        ? 'Flexisip has no devices. Paste a message.'
        : 'For Flexisip, explain one message at a time.';
    return { kind: 'obstacle', reason, about: 'question', config: [] };
  }
  const [answer] = answers;
  const message = parseMessage(text);
  const users = usersFile(model);
  const explanation = explainFlexisip({
    model,
    file: uri,
    message,
    source: itemFor(question.sources, 0)?.address,
    answer,
    ownAddress: itemFor(question.destinations, 0)?.address,
    contacts: question.contacts,
    // Without a users file, the given password is assumed to be the one that the server has stored.
    secret: users === undefined && answer !== undefined ? { password: answer.password } : undefined,
    users,
  });
  if (explanation.outcome === 'not-a-request') {
    const reason = explanation.steps.at(-1)?.detail ?? explanation.sentence;
    return { kind: 'obstacle', reason, about: 'message', config: [] };
  }
  const source = question.sources === undefined ? undefined : sourceOf(question, 0, message);
  const result = messageExplanation(explanation, { text, source, registrations });
  return { kind: 'explained', results: [result], isSequence: false };
}
