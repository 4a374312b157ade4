import { bodyLengths, contentLength, offsetOfByte, utf8Length } from '../../body.ts';
import type { SipMessage } from '../../message.ts';
import type { Assumption } from '../verifyAssumption.ts';
import type { Guess, GuessSources } from './guess.ts';

/** Other forms of the body, which auth-int protects. */
export function bodyGuesses(assumption: Assumption, { message }: GuessSources): Guess[] {
  const { body } = assumption;
  if (body === '' && message.body.text === '') return [];
  // If the qop of the header does not protect the body, these count only together with a qop that does.
  return bodyForms(body, message).map(([other, what, advice]) => ({
    part: 'body',
    what,
    advice,
    change: { body: other },
  }));
}

type Form = readonly [body: string, what: string, advice: string];

function bodyForms(body: string, message: SipMessage): Form[] {
  const whole = message.body.text;
  const wire = withLineEnds(whole, '\r\n');
  const bare = withLineEnds(body, '\n');
  const ends = 'The line endings were changed in transit, or by the editor or log that shows the message.';
  const onWire = 'CR LF as the line endings of the body';
  const declared = contentLength(message);
  // Its Content-Length shows which line endings the body had when the client sent it.
  const { withCrLf } = bodyLengths(message);
  const hashedLf =
    declared !== undefined && declared === withCrLf && declared !== utf8Length(bare)
      ? `Content-Length is that of the body with CR LF: the client hashed its own text with LF before it wrote CR LF. The password is correct; the client has a bug: auth-int hashes the body as it is sent.`
      : 'The client hashed its own text with LF before it wrote CR LF, or the body was changed by a server in between, or by the editor or log that shows it: auth-int hashes the body as it is sent.';
  const changed =
    'The client hashed a different body than it sent, or a server in between changed it, which breaks auth-int.';
  const forms: Form[] = [
    [wire.slice(0, offsetOfByte(wire, declared ?? Number.POSITIVE_INFINITY)), onWire, ends],
    [wire, onWire, ends],
    [bare, 'LF as the line endings of the body', hashedLf],
    [withLineEnds(body, '\r'), 'CR as the line endings of the body', changed],
    [`${wire.replace(/(?:\r\n)+$/, '')}\r\n`, 'one CR LF at the end of the body', changed],
    [wire.replace(/(?:\r\n)+$/, ''), 'no line ending at the end of the body', changed],
    [`${bare.replace(/\n+$/, '')}\n`, 'LF as the line endings, one at the end of the body', hashedLf],
    [bare.replace(/\n+$/, ''), 'LF as the line endings, none at the end of the body', hashedLf],
    [`\r\n${wire}`, 'the empty line before the body included in the hash', changed],
    [body.trim(), 'the body without white space around it', changed],
    [whole, 'everything after the header fields as the body', changed],
    ['', 'an empty body', 'The client hashed an empty body, or a server in between added one.'],
  ];
  return forms.filter(
    ([form], index) => form !== body && forms.findIndex(([other]) => other === form) === index,
  );
}

function withLineEnds(text: string, end: string): string {
  return text.replace(/\r\n|\r|\n/g, end);
}
