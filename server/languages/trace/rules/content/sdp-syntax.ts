import { message } from '../../../../rules/rule.ts';
import { declaredBody } from '../../../../sip/body.ts';
import type { SessionDescription } from '../../../../sip/sdp.ts';
import { notedTexts } from '../../../../text/remembered.ts';
import { descriptionOf } from '../../model/describe.ts';
import type { Finding } from '../../model/finding.ts';
import { mayDescribe } from '../../reading/compact.ts';
import { EXAMPLE_SDP, exampleMessage } from '../exampleMessage.ts';
import type { MessageRule } from '../rule.ts';

const TYPE = { 'Content-Type': 'application/sdp' };

export const sdpSyntax: MessageRule = {
  code: 'sip-trace/sdp-syntax',
  severity: 'warning',
  family: 'media',
  title: 'Session description that does not follow the grammar',
  why: 'A session description consists of `x=value` lines in a fixed order, with v, o, s and t, and a connection address for every stream (RFC 8866 section 5). Some programs respond with 400 or 488 to anything else; others accept it.',
  fix: 'Correct or add the line.',
  bad: exampleMessage({ headers: TYPE, body: EXAMPLE_SDP.filter(line => !line.startsWith('c=')) }),
  good: exampleMessage({ headers: TYPE, body: EXAMPLE_SDP }),
  on: 'message',
  check({ entry, message: sip }) {
    const isShown = entry.message.format !== 'Wireshark text export';
    if (entry.message.cut !== undefined || !mayDescribe(entry.message)) return [];
    const body = declaredBody(sip).text;
    if (PLAIN.test(body) || goodBodies.has(body)) return [];
    const description = descriptionOf(sip);
    const found = description === undefined ? [] : [...findings(description, isShown)];
    if (description !== undefined && isShown && found.length === 0) goodBodies.add(body);
    return found;
  },
};

/** Like nearly all: one address for all streams. Nothing is found in it, so that it need not be read. */
const PLAIN =
  /^v=.*\r?\no=.*\r?\ns=.*\r?\n(?:[iuep]=.*\r?\n)*c=IN IP[46] [\w.:]+\r?\n(?:b=.*\r?\n)*t=.*\r?\n(?:a=.*\r?\n)*(?:m=[a-z]+ (?:[0-5]?\d{1,4}|6[0-4]\d{3}) .*\r?\n(?:[abci]=.*\r?\n)*)+$/;

/** Other descriptions without findings: they occur again at every hop and in every retransmission. */
const goodBodies = notedTexts(1024);

function* findings(description: SessionDescription, isShown: boolean): Generator<Finding> {
  const first = description.lines[0];
  if (first === undefined) return;
  const missing = ['v', 'o', 's', 't'].filter(type => !description.lines.some(line => line.type === type));
  if (missing.length > 0 && isShown) {
    const finding: Finding = {
      ...place(first.source),
      message: message(
        `The session description has no ${missing.map(type => `${type}=`).join(', ')} line.`,
        'Strict programs respond with 400 or 488 (RFC 8866 section 5).',
        'Add the line.',
      ),
    };
    yield finding;
  }
  for (const line of description.lines) {
    if (/^[a-z]=/.test(line.source.text) || line.source.text.startsWith('--')) continue;
    yield {
      ...place(line.source),
      message: message(
        'This line of the session description is not of the form "x=value".',
        'Strict programs refuse the whole description (RFC 8866 section 5).',
        'Write one lowercase letter, an equal sign without spaces, and the value.',
      ),
    };
  }
  for (const media of description.media) {
    if (media.port === undefined) {
      yield {
        ...place(media.line.source),
        message: message(
          'This media line has no usable port.',
          'A port is a number from 0 to 65535 (RFC 8866 section 5.14).',
          'Correct the port.',
        ),
      };
    } else if (media.port !== 0 && media.address === undefined) {
      yield {
        ...place(media.line.source),
        message: message(
          `No c= line gives the address of this ${media.kind} stream.`,
          'The other side does not know where to send the media (RFC 8866 section 5.7).',
          'Add a c= line.',
        ),
      };
    }
  }
}

function place(piece: { readonly start: number; readonly end: number }): { start: number; end: number } {
  return { start: piece.start, end: piece.end };
}
