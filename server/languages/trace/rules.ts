import type { TraceRule } from './rule.ts';
import { addressNeedsBrackets } from './rules/address-needs-brackets.ts';
import { answerWithoutChallenge } from './rules/answer-without-challenge.ts';
import { answerWithoutContact } from './rules/answer-without-contact.ts';
import { authenticationRefused } from './rules/authentication-refused.ts';
import { badAddress } from './rules/bad-address.ts';
import { badCseq } from './rules/bad-cseq.ts';
import { badDate } from './rules/bad-date.ts';
import { badNumber } from './rules/bad-number.ts';
import { badStatusCode } from './rules/bad-status-code.ts';
import { badUri } from './rules/bad-uri.ts';
import { badVia } from './rules/bad-via.ts';
import { branchWithoutCookie } from './rules/branch-without-cookie.ts';
import { branchWithoutIdentifier } from './rules/branch-without-identifier.ts';
import { broadcastVia } from './rules/broadcast-via.ts';
import { contactWildcard } from './rules/contact-wildcard.ts';
import { contentLengthMismatch } from './rules/content-length-mismatch.ts';
import { cseqDoesNotRise } from './rules/cseq-does-not-rise.ts';
import { cseqMethodMismatch } from './rules/cseq-method-mismatch.ts';
import { digestParameters } from './rules/digest-parameters.ts';
import { displayNameNeedsQuotes } from './rules/display-name-needs-quotes.ts';
import { emptyParameter } from './rules/empty-parameter.ts';
import { headerWithoutColon } from './rules/header-without-colon.ts';
import { headersWithoutStartLine } from './rules/headers-without-start-line.ts';
import { messageCut } from './rules/message-cut.ts';
import { messagesMixed } from './rules/messages-mixed.ts';
import { methodInLowerCase } from './rules/method-in-lower-case.ts';
import { missingAck } from './rules/missing-ack.ts';
import { missingHeader } from './rules/missing-header.ts';
import { missingTag } from './rules/missing-tag.ts';
import { noHopsLeft } from './rules/no-hops-left.ts';
import { nonceCountDoesNotRise } from './rules/nonce-count-does-not-rise.ts';
import { nonceOfAnotherChallenge } from './rules/nonce-of-another-challenge.ts';
import { nonceReused } from './rules/nonce-reused.ts';
import { privateMediaAddress } from './rules/private-media-address.ts';
import { repeatedHeader } from './rules/repeated-header.ts';
import { requestLineSpaces } from './rules/request-line-spaces.ts';
import { requestUriInBrackets } from './rules/request-uri-in-brackets.ts';
import { requestUriWithHeaders } from './rules/request-uri-with-headers.ts';
import { sdpSyntax } from './rules/sdp-syntax.ts';
import { spacesInAddress } from './rules/spaces-in-address.ts';
import { unclosedQuote } from './rules/unclosed-quote.ts';
import { unknownExtensionRequired } from './rules/unknown-extension-required.ts';
import { unknownSipVersion } from './rules/unknown-sip-version.ts';
import { unknownUriScheme } from './rules/unknown-uri-scheme.ts';

/** All rules of SIP traces, in the order in which the pages list them. */
export const rules: readonly TraceRule[] = [
  addressNeedsBrackets,
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
