import { answerNotAsOffered } from '../rules/authentication/answer-not-as-offered.ts';
import { answerWithoutChallenge } from '../rules/authentication/answer-without-challenge.ts';
import { authenticationRefused } from '../rules/authentication/authentication-refused.ts';
import { digestParameters } from '../rules/authentication/digest-parameters.ts';
import { digestUriDiffers } from '../rules/authentication/digest-uri-differs.ts';
import { identitiesDiffer } from '../rules/authentication/identities-differ.ts';
import { nonceCountDoesNotRise } from '../rules/authentication/nonce-count-does-not-rise.ts';
import { nonceOfAnotherChallenge } from '../rules/authentication/nonce-of-another-challenge.ts';
import { nonceReused } from '../rules/authentication/nonce-reused.ts';
import { answerDoesNotFitOffer } from '../rules/content/answer-does-not-fit-offer.ts';
import { contentLengthMismatch } from '../rules/content/content-length-mismatch.ts';
import { headersWithoutStartLine } from '../rules/content/headers-without-start-line.ts';
import { messageCut } from '../rules/content/message-cut.ts';
import { messagesMixed } from '../rules/content/messages-mixed.ts';
import { missingHeader } from '../rules/content/missing-header.ts';
import { privateMediaAddress } from '../rules/content/private-media-address.ts';
import { repeatedHeader } from '../rules/content/repeated-header.ts';
import { sdpSyntax } from '../rules/content/sdp-syntax.ts';
import { unknownExtensionRequired } from '../rules/content/unknown-extension-required.ts';
import { answerWithoutContact } from '../rules/dialogs/answer-without-contact.ts';
import { branchWithoutCookie } from '../rules/dialogs/branch-without-cookie.ts';
import { branchWithoutIdentifier } from '../rules/dialogs/branch-without-identifier.ts';
import { broadcastVia } from '../rules/dialogs/broadcast-via.ts';
import { contactWildcard } from '../rules/dialogs/contact-wildcard.ts';
import { cseqDoesNotRise } from '../rules/dialogs/cseq-does-not-rise.ts';
import { missingAck } from '../rules/dialogs/missing-ack.ts';
import { missingTag } from '../rules/dialogs/missing-tag.ts';
import { noHopsLeft } from '../rules/dialogs/no-hops-left.ts';
import { unknownUriScheme } from '../rules/dialogs/unknown-uri-scheme.ts';
import type { TraceRule } from '../rules/rule.ts';
import { addressNeedsBrackets } from '../rules/syntax/address-needs-brackets.ts';
import { badAddress } from '../rules/syntax/bad-address.ts';
import { badCseq } from '../rules/syntax/bad-cseq.ts';
import { badDate } from '../rules/syntax/bad-date.ts';
import { badNumber } from '../rules/syntax/bad-number.ts';
import { badStatusCode } from '../rules/syntax/bad-status-code.ts';
import { badUri } from '../rules/syntax/bad-uri.ts';
import { badVia } from '../rules/syntax/bad-via.ts';
import { cseqMethodMismatch } from '../rules/syntax/cseq-method-mismatch.ts';
import { displayNameNeedsQuotes } from '../rules/syntax/display-name-needs-quotes.ts';
import { emptyParameter } from '../rules/syntax/empty-parameter.ts';
import { headerWithoutColon } from '../rules/syntax/header-without-colon.ts';
import { methodInLowerCase } from '../rules/syntax/method-in-lower-case.ts';
import { requestLineSpaces } from '../rules/syntax/request-line-spaces.ts';
import { requestUriInBrackets } from '../rules/syntax/request-uri-in-brackets.ts';
import { requestUriWithHeaders } from '../rules/syntax/request-uri-with-headers.ts';
import { spacesInAddress } from '../rules/syntax/spaces-in-address.ts';
import { unclosedQuote } from '../rules/syntax/unclosed-quote.ts';
import { unknownSipVersion } from '../rules/syntax/unknown-sip-version.ts';

/** All rules of SIP traces, in the order in which the pages list them. */
export const rules: readonly TraceRule[] = [
  addressNeedsBrackets,
  answerDoesNotFitOffer,
  answerNotAsOffered,
  answerWithoutChallenge,
  answerWithoutContact,
  authenticationRefused,
  badAddress,
  badCseq,
  badDate,
  badNumber,
  badStatusCode,
  badUri,
  badVia,
  branchWithoutCookie,
  branchWithoutIdentifier,
  broadcastVia,
  contactWildcard,
  contentLengthMismatch,
  cseqDoesNotRise,
  cseqMethodMismatch,
  digestParameters,
  digestUriDiffers,
  displayNameNeedsQuotes,
  emptyParameter,
  headerWithoutColon,
  headersWithoutStartLine,
  messageCut,
  messagesMixed,
  methodInLowerCase,
  missingAck,
  missingHeader,
  missingTag,
  noHopsLeft,
  identitiesDiffer,
  nonceCountDoesNotRise,
  nonceOfAnotherChallenge,
  nonceReused,
  privateMediaAddress,
  repeatedHeader,
  requestLineSpaces,
  requestUriInBrackets,
  requestUriWithHeaders,
  sdpSyntax,
  spacesInAddress,
  unclosedQuote,
  unknownExtensionRequired,
  unknownSipVersion,
  unknownUriScheme,
];

export function everyRule(): readonly TraceRule[] {
  return rules;
}
