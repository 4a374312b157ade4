import type { Credentials, MessageFacts } from '../../../sip/dialog/messageFacts.ts';
import { remembered } from '../../../text/remembered.ts';

/**
 * Facts to be kept as long as the trace. A part that was cut out of a text holds on to the whole text, and most parts are the
 * same in all messages of a dialog: here every part is a text of its own, and the same text for all who say the same.
 */
export function keptFacts(facts: MessageFacts): MessageFacts {
  return {
    ...facts,
    startLine: kept(facts.startLine),
    method: keptPart(facts.method),
    requestUri: keptPart(facts.requestUri),
    reason: keptPart(facts.reason),
    callId: keptPart(facts.callId),
    cseqMethod: keptPart(facts.cseqMethod),
    cseqText: keptPart(facts.cseqText),
    fromTag: keptPart(facts.fromTag),
    toTag: keptPart(facts.toTag),
    fromUser: keptPart(facts.fromUser),
    toUser: keptPart(facts.toUser),
    branch: keptPart(facts.branch),
    sentBy: keptPart(facts.sentBy),
    route: keptPart(facts.route),
    challenges: facts.challenges.length === 0 ? NONE : facts.challenges.map(keptCredentials),
    answers: facts.answers.length === 0 ? NONE : facts.answers.map(keptCredentials),
  };
}

const NONE: readonly Credentials[] = [];

function keptCredentials(credentials: Credentials): Credentials {
  return {
    ...credentials,
    header: kept(credentials.header),
    scheme: kept(credentials.scheme),
    realm: keptPart(credentials.realm),
    nonce: keptPart(credentials.nonce),
    username: keptPart(credentials.username),
    uri: keptPart(credentials.uri),
    algorithm: keptPart(credentials.algorithm),
    qop: keptPart(credentials.qop),
    nc: keptPart(credentials.nc),
    cnonce: keptPart(credentials.cnonce),
    opaque: keptPart(credentials.opaque),
  };
}

function keptPart(text: string | undefined): string | undefined {
  return text === undefined ? undefined : kept(text);
}

const kept = remembered(text => text);
