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
 * What the modules from Authentication to Forward do with one request, in the order in which they decide, with the
 * lines of the configuration and the header that decided. Nothing is sent, and nothing is resolved or looked up outside
 * the question.
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
      'This module is enabled as well. It refuses requests without a Bearer result unless they come from a trusted host. It is not simulated here.',
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

/** A request with a reply goes no further. */
function adaptedUnless(
  isAnswered: boolean,
  question: FlexisipQuestion,
  trail: FlexisipTrail,
): FlexisipQuestion | undefined {
  return isAnswered ? question : adaptForGateway(question, trail);
}

/** What the modules after Registrar do with the request. */
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
      return 'This is not a request that the server can handle.';
    case 'server-does-not-start':
      return 'The server does not start with this file.';
    case 'challenged':
      return `The server replies ${challenge?.status ?? 401} to the ${what} and asks for a password for the realm "${realm ?? ''}".`;
    case 'challenged-again':
      return `The server does not accept the credentials and sends a new ${challenge?.status ?? 401}.`;
    case 'rejected':
      return `The server refuses the ${what} with ${finalCode ?? 403}.`;
    case 'redirected':
      return `The server replies 302 to the ${what}: the client should send it to the Contact of the reply.`;
    case 'server-error':
      return `The server replies ${finalCode ?? 500} to the ${what}.`;
    case 'server-crashes':
      return 'The server crashes when it evaluates a filter on this message.';
    case 'cannot-check':
      return 'The credentials cannot be checked without the password.';
    case 'passed':
      return `The ${what} passes authentication${whereTo(routing)}.`;
    case 'registered':
      return finalCode === null
        ? `The REGISTER passes authentication${whereTo(routing)}.`
        : 'The registrar accepts the REGISTER and replies 200.';
    case 'not-registered':
      return routing === null
        ? 'The REGISTER passes authentication, but the registrar does not accept it.'
        : `The registrar does not handle the REGISTER: it passes authentication${whereTo(routing)}.`;
  }
}

/** The end of a sentence about a request that passed. */
function whereTo(routing: FlexisipExplanation['routing']): string {
  if (routing === null) return ' and continues to the next modules';
  const [first, ...others] = routing.targets;
  if (first === undefined) {
    return routing.by === 'contacts' ? ' and is sent to the registered contacts' : ', but is not forwarded';
  }
  if (routing.by !== 'contacts') return ` and is sent to ${first.nextHop}`;
  const known = routing.certain ? '' : ', and to other contacts if any are registered';
  const where = others.length === 0 ? `to ${first.nextHop}` : `to ${others.length + 1} contacts`;
  return ` and is forked ${where}${known}`;
}

/** The result of the filter for this message, whether or not the module is enabled; null without a filter. */
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
    ? 'The message has no readable From header.'
    : 'This is not a SIP request: paste a REGISTER, an INVITE or another request with its headers.';
}

/** If its files have an error, the server does not run, and there is nothing else to explain. */
function starts(question: FlexisipQuestion, trail: FlexisipTrail): boolean {
  return startsWithFile(question, trail) && startsWithUsers(question, trail);
}

function startsWithFile({ model, file }: FlexisipQuestion, trail: FlexisipTrail): boolean {
  const errors = checkFile(model).filter(
    // The server reads such an expression without complaint, and crashes when a message arrives.
    ({ severity, code }) => severity === 1 && code !== 'flexisip-conf/crashing-expression',
  );
  if (errors.length === 0) return true;
  const config = errors.map(({ range }) => ({ file, line: range.start.line }));
  const [first] = errors;
  trail.add('Server start', 'decided', `The server does not start with this file. ${first?.message ?? ''}`, {
    config,
  });
  return false;
}

/** A single line that the grammar does not accept makes the whole users file unreadable. */
function startsWithUsers({ model, users }: FlexisipQuestion, trail: FlexisipTrail): boolean {
  const section = 'module::Authentication';
  const isRead =
    isModuleOn(model, section) && effective(model, section, 'db-implementation').value === 'file';
  if (users === undefined || !isRead) return true;
  const line = unreadableLine(users.tree);
  if (line === undefined) return true;
  trail.add(
    'Server start',
    'decided',
    'The server does not start with this users file: it cannot read this line.',
    { config: [{ file: users.file, line }] },
  );
  return false;
}
