/** The variables of SIP messages (sip-boolean-expressions.cc), with what they hold. */
export const expressionVariables: Readonly<Record<string, string>> = {
  direction: '`request` or `response`',
  'request.method-name': 'Method of a request, such as `INVITE`',
  'request.method': 'Method of a request, such as `INVITE`',
  'request.uri.domain': 'Host of the request URI',
  'request.uri.user': 'User part of the request URI',
  'request.uri.params': 'Parameters of the request URI, as one text',
  'from.uri.domain': 'Host of the From URI',
  'from.uri.user': 'User part of the From URI',
  'from.uri.params': 'Parameters of the From URI, as one text',
  'to.uri.domain': 'Host of the To URI',
  'to.uri.user': 'User part of the To URI',
  'to.uri.params': 'Parameters of the To URI, as one text',
  'contact.uri.domain': 'Host of the first Contact URI',
  'contact.uri.user': 'User part of the first Contact URI',
  'contact.uri.params': 'Parameters of the first Contact URI, as one text',
  'user-agent': 'The User-Agent header',
  'call-id': 'The Call-ID header',
  'call-id.hash': 'A number made of the Call-ID, in decimal digits',
  'status.phrase': 'Reason phrase of a response',
  'status.code': 'Status code of a response, as text',
  'content-type': 'Type of the body, such as `application/sdp`, without parameters',
};

/** The first release that has a variable. */
export function variableSince(name: string): string {
  if (name === 'content-type') return '2.2.0';
  return name.startsWith('contact.') ? '2.1.2' : '2.0.0-alpha';
}

/** Conditions with a name of their own. */
export const namedOperators: Readonly<Record<string, string>> = {
  is_request: 'True for requests',
  is_response: 'True for responses',
};

/** Operators in words and signs, with what they do. */
export const expressionOperators: Readonly<Record<string, string>> = {
  '==': 'Both texts are equal, case included',
  '!=': 'The texts differ; true as well when the message lacks the header',
  contains: 'The left text holds the right one',
  in: 'The left text is one of the words of the right text, which are separated by spaces',
  nin: 'The left text is none of the words of the right text',
  notin: 'The left text is none of the words of the right text',
  regexp: 'The whole left text fits the regular expression (ECMAScript) in quotes',
  regex: 'The whole left text fits the regular expression (ECMAScript) in quotes',
  defined: 'The text is there and not empty',
  numeric: 'The text holds nothing but digits; true for the empty text',
  '!': 'Not: binds to the one condition that follows',
  '&&': 'And: takes everything to its right as second side',
  '||': 'Or: takes everything to its right as second side',
  true: 'Always',
  false: 'Never',
};
