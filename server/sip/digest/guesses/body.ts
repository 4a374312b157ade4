import { bodyLengths, contentLength, offsetOfByte, utf8Length } from '../../body.ts';
import type { SipMessage } from '../../message.ts';
import type { Assumption } from '../verifyAssumption.ts';
import type { Guess, GuessSources } from './guess.ts';

/** Other forms of the body, which auth-int protects. */
export function bodyGuesses(assumption: Assumption, { message }: GuessSources): Guess[] {
  const { body } = assumption;
  if (body === '' && message.body.text === '') return [];
  // Where the qop of the header protects no body, these count only together with a qop that does.
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
  const ends = 'The ends of line were changed by the editor or log that shows the message, or on the way.';
  const onWire = 'CR LF at the ends of line of the body';
  const declared = contentLength(message);
  // Its Content-Length tells which ends of line the body had when the client sent it.
  const { withCrLf } = bodyLengths(message);
  const hashedLf =
    declared !== undefined && declared === withCrLf && declared !== utf8Length(bare)
      ? `Content-Length is that of the body with CR LF: the client hashed its own text with LF before it wrote CR LF. The password is right, the client is at fault: auth-int hashes the body as it is sent.`
      : 'The client hashed its own text with LF before it wrote CR LF, or the body was changed by a server on the way, or by the editor or log that shows it: auth-int hashes the body as it is sent.';
  const changed =
    'The client hashed another body than it sent, or a server on the way changed it: auth-int breaks then.';
  const forms: Form[] = [
    [wire.slice(0, offsetOfByte(wire, declared ?? Number.POSITIVE_INFINITY)), onWire, ends],
    [wire, onWire, ends],
    [bare, 'LF at the ends of line of the body', hashedLf],
    [withLineEnds(body, '\r'), 'CR at the ends of line of the body', changed],
    [`${wire.replace(/(?:\r\n)+$/, '')}\r\n`, 'one CR LF at the end of the body', changed],
    [wire.replace(/(?:\r\n)+$/, ''), 'no end of line at the end of the body', changed],
    [`${bare.replace(/\n+$/, '')}\n`, 'LF at the ends of line, one at the end of the body', hashedLf],
    [bare.replace(/\n+$/, ''), 'LF at the ends of line, none at the end of the body', hashedLf],
    [`\r\n${wire}`, 'the empty line before the body hashed with it', changed],
    [body.trim(), 'the body without white space around it', changed],
    [whole, 'all that follows the header fields as the body', changed],
    ['', 'an empty body', 'The client hashed an empty body, or a server on the way added one.'],
  ];
  return forms.filter(
    ([form], index) => form !== body && forms.findIndex(([other]) => other === form) === index,
  );
}

function withLineEnds(text: string, end: string): string {
  return text.replace(/\r\n|\r|\n/g, end);
}
