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
  'call-id.hash': 'A number computed from the Call-ID, in decimal digits',
  'status.phrase': 'Reason phrase of a response',
  'status.code': 'Status code of a response, as text',
  'content-type': 'Type of the body, such as `application/sdp`, without parameters',
};

/** The first release that has a variable. */
export function variableSince(name: string): string {
  if (name === 'content-type') return '2.2.0';
  return name.startsWith('contact.') ? '2.1.2' : '2.0.0-alpha';
}

/** Named conditions. */
export const namedOperators: Readonly<Record<string, string>> = {
  is_request: 'True for requests',
  is_response: 'True for responses',
};

/** Operators in words and signs, with what they do. */
export const expressionOperators: Readonly<Record<string, string>> = {
  '==': 'Both texts are equal, case included',
  '!=': 'The texts differ; also true if the message does not have the header',
  contains: 'The left text contains the right one',
  in: 'The left text is one of the words of the right text, which are separated by spaces',
  nin: 'The left text is not one of the words of the right text',
  notin: 'The left text is not one of the words of the right text',
  regexp: 'The whole left text matches the regular expression (ECMAScript) in quotes',
  regex: 'The whole left text matches the regular expression (ECMAScript) in quotes',
  defined: 'The text is present and not empty',
  numeric: 'The text contains only digits; also true for an empty text',
  '!': 'Not: applies only to the next condition',
  '&&': 'And: everything to its right is the second operand',
  '||': 'Or: everything to its right is the second operand',
  true: 'Always',
  false: 'Never',
};
