import { firstAddress, messageMethod, type SipMessage } from '../../../sip/message.ts';
import { checkFile } from '../check/check.ts';
import { parseExpression } from '../expressions/expression.ts';
import { evaluate } from '../expressions/expressionEvaluation.ts';
import { messageVariables } from '../expressions/expressionMessage.ts';
import { expressionResults } from '../expressions/expressionResults.ts';
import type { Outcome } from '../expressions/expressionTree.ts';
import { effective, isModuleOn } from '../model/model.ts';
import { unreadableLine } from '../users/reading/parser.ts';
import { adaptForGateway, isRedirected } from './explainAdapters.ts';
import { type AuthenticationResult, authenticate } from './explainAuthentication.ts';
import { type RegistrarResult, register } from './explainRegistrar.ts';
import { routeRequest } from './explainRouting.ts';
import {
  type FlexisipExplanation,
  type FlexisipQuestion,
  type FlexisipTrail,
  newFlexisipTrail,
} from './explanation.ts';

/**
 * What the modules from Authentication to Forward do with one request, in the order in which they decide, with the lines
 * of the configuration and the header that decided. Nothing is sent, resolved or looked up outside of what is given.
 */
export function explainFlexisip(question: FlexisipQuestion): FlexisipExplanation {
  const { model, message } = question;
  const trail = newFlexisipTrail(question);
  const method = messageMethod(message) ?? null;
  const base = {
    server: 'flexisip' as const,
    version: model.version.label,
    method,
    domain: null,
    realm: null,
    authenticatedBy: null,
    filter: filterOf(question),
    expressions: expressionResults(model, question.file, message),
    lookup: null,
    challenge: null,
    routing: null,
    finalCode: null,
    steps: trail.steps,
    assumptions: trail.assumptions,
  };
  const finish = (
    found: Omit<FlexisipExplanation, 'sentence' | 'firstCode'>,
    first?: number,
  ): FlexisipExplanation => {
    const known = { ...found, firstCode: first ?? found.finalCode };
    return { ...known, sentence: sentenceOf(known) };
  };
  if (message.startLine.kind !== 'request' || firstAddress(message, 'From') === undefined) {
    trail.add('Request', 'failed', whyNoRequest(message));
    return finish({ ...base, outcome: 'not-a-request' });
  }
  if (!starts(question, trail)) return finish({ ...base, outcome: 'server-does-not-start' });
  const authentication = authenticate(question, trail);
  const known = { ...base, ...settled(authentication) };
  const { outcome, firstCode } = authentication;
  if (outcome !== 'passed') return finish({ ...known, outcome }, firstCode);
  if (isModuleOn(model, 'module::Authorization')) {
    trail.add(
      'Authorization module',
      'skipped',
      'It is switched on as well, and refuses requests that carry no Bearer result and come from no trusted host. This is not followed here.',
    );
  }
  const isAway = isRedirected(question, trail);
  const adapted = isAway === undefined ? undefined : adaptedUnless(isAway, question, trail);
  if (adapted === undefined) return finish({ ...known, outcome: 'server-crashes' }, firstCode);
  if (isAway === true) return finish({ ...known, outcome: 'redirected', finalCode: 302 }, firstCode);
  if (method !== 'REGISTER') return finish({ ...known, ...routed(adapted, trail) }, firstCode);
  const { goesOn, ...registrar }: RegistrarResult = register(adapted, trail);
  if (!goesOn) return finish({ ...known, ...registrar }, firstCode);
  const sent = routed(adapted, trail);
  return finish(
    { ...known, ...sent, outcome: sent.outcome === 'passed' ? registrar.outcome : sent.outcome },
    firstCode,
  );
}

/** A request that was answered goes no further. */
function adaptedUnless(
  isAnswered: boolean,
  question: FlexisipQuestion,
  trail: FlexisipTrail,
): FlexisipQuestion | undefined {
  return isAnswered ? question : adaptForGateway(question, trail);
}

/** What the modules behind make of the request. */
function routed(
  question: FlexisipQuestion,
  trail: FlexisipTrail,
): Pick<FlexisipExplanation, 'routing' | 'finalCode'> & {
  readonly outcome: 'passed' | 'rejected' | 'server-crashes';
} {
  const { routing, finalCode, crashes } = routeRequest(question, trail);
  if (crashes) return { routing, finalCode: null, outcome: 'server-crashes' };
  return { routing, finalCode, outcome: finalCode === null ? 'passed' : 'rejected' };
}

function sentenceOf({
  outcome,
  method,
  challenge,
  finalCode,
  realm,
  routing,
}: Omit<FlexisipExplanation, 'sentence'>): string {
  const what = method ?? 'message';
  switch (outcome) {
    case 'not-a-request':
      return 'This is not a request that the server could judge.';
    case 'server-does-not-start':
      return 'The server does not start with this file.';
    case 'challenged':
      return `The server answers ${challenge?.status ?? 401} to the ${what} and asks for a password of the realm "${realm ?? ''}".`;
    case 'challenged-again':
      return `The server does not take the answer and sends a new ${challenge?.status ?? 401}.`;
    case 'rejected':
      return `The server refuses the ${what} with ${finalCode ?? 403}.`;
    case 'redirected':
      return `The server answers 302 to the ${what}: the client is to send it to the Contact of the answer.`;
    case 'server-error':
      return `The server answers ${finalCode ?? 500} to the ${what}.`;
    case 'server-crashes':
      return 'The server crashes when it evaluates a filter on this message.';
    case 'cannot-check':
      return 'Whether the password is right cannot be seen without it.';
    case 'passed':
      return `The ${what} passes authentication${whereTo(routing)}.`;
    case 'registered':
      return finalCode === null
        ? `The REGISTER passes authentication${whereTo(routing)}.`
        : 'The registrar takes the REGISTER and answers 200.';
    case 'not-registered':
      return routing === null
        ? 'The REGISTER passes authentication, but the registrar does not take it.'
        : `The registrar does not take the REGISTER: it passes authentication${whereTo(routing)}.`;
  }
}

/** The end of a sentence about a request that passed. */
function whereTo(routing: FlexisipExplanation['routing']): string {
  if (routing === null) return ' and goes on to the modules behind';
  const [first, ...others] = routing.targets;
  if (first === undefined) {
    return routing.by === 'contacts'
      ? ' and goes to the contacts that are registered'
      : ', and nothing is sent on';
  }
  if (routing.by !== 'contacts') return ` and is sent to ${first.nextHop}`;
  const known = routing.certain ? '' : ', and to further contacts if any are registered';
  const where = others.length === 0 ? `to ${first.nextHop}` : `to ${others.length + 1} contacts`;
  return ` and is forked ${where}${known}`;
}

/** The filter on this message, whether the module is on or not; null when there is none. */
function filterOf({ model, message }: FlexisipQuestion): Outcome | null {
  const { value } = effective(model, 'module::Authentication', 'filter');
  if (value === '' || message.startLine.kind === 'unknown') return null;
  return evaluate(parseExpression(value), messageVariables(message));
}

function settled(result: AuthenticationResult) {
  const { domain, realm, authenticatedBy, lookup, challenge, finalCode } = result;
  return { domain, realm, authenticatedBy, lookup, challenge, finalCode };
}

function whyNoRequest(message: SipMessage): string {
  return message.startLine.kind === 'request'
    ? 'The message has no From header that can be read.'
    : 'This is not a SIP request: paste a REGISTER, an INVITE or another request with its headers.';
}

/** With an error in its files the server does not run, so that nothing else can be said. */
function starts(question: FlexisipQuestion, trail: FlexisipTrail): boolean {
  return startsWithFile(question, trail) && startsWithUsers(question, trail);
}

function startsWithFile({ model, file }: FlexisipQuestion, trail: FlexisipTrail): boolean {
  const errors = checkFile(model).filter(
    // Such an expression is read without complaint, and ends the server when a message comes.
    ({ severity, code }) => severity === 1 && code !== 'flexisip-conf/crashing-expression',
  );
  if (errors.length === 0) return true;
  const config = errors.map(({ range }) => ({ file, line: range.start.line }));
  const [first] = errors;
  trail.add(
    'Start of the server',
    'decided',
    `The server does not start with this file. ${first?.message ?? ''}`,
    { config },
  );
  return false;
}

/** One line that the grammar does not take makes the whole users file unreadable. */
function startsWithUsers({ model, users }: FlexisipQuestion, trail: FlexisipTrail): boolean {
  const section = 'module::Authentication';
  const isRead =
    isModuleOn(model, section) && effective(model, section, 'db-implementation').value === 'file';
  if (users === undefined || !isRead) return true;
  const line = unreadableLine(users.tree);
  if (line === undefined) return true;
  trail.add(
    'Start of the server',
    'decided',
    'The server does not start with this users file: it cannot read the line.',
    { config: [{ file: users.file, line }] },
  );
  return false;
}
