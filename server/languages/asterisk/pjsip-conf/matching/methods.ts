import { firstHeader, headersNamed, headerText } from '../../../../sip/message.ts';
import { lookUpHint } from '../../companions/dialplan.ts';
import { isTrue } from '../../values/truth.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';
import { extensionOf, findDestination } from './destination.ts';
import { optionOf, type PjsipTrail, type RequestInput, settingOf } from './input.ts';
import { hasToTag } from './invite.ts';
import { hasOtherMethod, partsOf } from './readable.ts';
import type { Reply } from './reply.ts';

export type { Reply } from './reply.ts';

/** Every method except INVITE and REGISTER. */
export function answerMethod(
  method: string,
  model: PjsipConf,
  endpoint: PjsipObject,
  input: RequestInput,
  trail: PjsipTrail,
): Reply {
  if (method === 'ACK') return { codes: [] };
  if (hasToTag(input.message)) {
    trail.add(method, 'failed', 'The To header has the tag of an unknown dialog: 481.', {
      header: 'To',
    });
    return { codes: [481] };
  }
  switch (method) {
    case 'OPTIONS':
      return answerOptions(model, endpoint, input, trail);
    case 'MESSAGE':
      return answerText(model, endpoint, input, trail);
    case 'SUBSCRIBE':
      return answerSubscribe(model, endpoint, input, trail);
    case 'PUBLISH':
      trail.add(method, 'failed', 'No inbound-publication handles this event: 489 Bad Event.', {
        header: 'Event',
      });
      return { codes: [489] };
    case 'NOTIFY': {
      const isMwi = eventOf(input) === 'message-summary';
      const code = isMwi ? 404 : 501;
      trail.add(method, 'failed', `Nothing handles this NOTIFY outside a subscription: ${code}.`, {
        header: 'Event',
      });
      return { codes: [code] };
    }
    default:
      trail.add(method, 'failed', `${method} is not accepted outside a dialog: 501 Not Implemented.`);
      return { codes: [501] };
  }
}

function answerOptions(
  model: PjsipConf,
  endpoint: PjsipObject,
  input: RequestInput,
  trail: PjsipTrail,
): Reply {
  if (hasOtherMethod(input.message)) return { codes: [] };
  const uri = input.message.startLine.kind === 'request' ? input.message.startLine.uri.text : '';
  if (partsOf(uri).user === '') {
    trail.add('OPTIONS', 'decided', 'Without a user part, the request is for the server itself: 200.');
    return { codes: [200] };
  }
  const context = optionOf(endpoint, 'context', 'default');
  const { kind } = findDestination(model, endpoint, context, input, trail);
  return { codes: [kind === 'found' ? 200 : 404] };
}

function answerText(model: PjsipConf, endpoint: PjsipObject, input: RequestInput, trail: PjsipTrail): Reply {
  const type = (headerText(firstHeader(input.message, 'Content-Type')) ?? '').trim();
  if (!/^text\/plain\s*(;|$)/i.test(type)) {
    trail.add('MESSAGE', 'failed', 'Only text/plain is accepted: 415 Unsupported Media Type.', {
      header: 'Content-Type',
    });
    return { codes: [415] };
  }
  const own = optionOf(endpoint, 'message_context', '');
  const context = own === '' ? optionOf(endpoint, 'context', 'default') : own;
  const { exten, kind } = findDestination(model, endpoint, context, input, trail);
  return { codes: [kind === 'found' ? 202 : 404], context, exten };
}

/** The body types of notifications for an event. */
const BODIES: Readonly<Record<string, readonly string[]>> = {
  presence: [
    'application/pidf+xml',
    'application/xpidf+xml',
    'application/cpim-pidf+xml',
    'application/dialog-info+xml',
  ],
  dialog: [
    'application/dialog-info+xml',
    'application/pidf+xml',
    'application/xpidf+xml',
    'application/cpim-pidf+xml',
  ],
  'message-summary': ['application/simple-message-summary'],
};

function answerSubscribe(
  model: PjsipConf,
  endpoint: PjsipObject,
  input: RequestInput,
  trail: PjsipTrail,
): Reply {
  const { message } = input;
  const refuse = (code: number, detail: string, header: string): Reply => {
    trail.add('SUBSCRIBE', 'failed', detail, { header, object: endpoint });
    return { codes: [code] };
  };
  const expires = headerText(firstHeader(message, 'Expires'));
  const seconds = expires === undefined ? 3600 : Number.parseInt(expires, 10);
  if (seconds === 0) return refuse(400, 'An initial SUBSCRIBE with Expires: 0 is refused: 400.', 'Expires');
  const least = Number.parseInt(optionOf(endpoint, 'sub_min_expiry', '0'), 10) || 0;
  if (seconds < least) return refuse(423, `Expires is below sub_min_expiry (${least}): 423.`, 'Expires');
  const event = eventOf(input);
  const bodies = BODIES[event];
  if (bodies === undefined)
    return refuse(489, `Nothing handles the event "${event}": 489 Bad Event.`, 'Event');
  const accepted = headersNamed(message, 'Accept').flatMap(header => (headerText(header) ?? '').split(','));
  const types = accepted
    .map(type => type.split(';')[0]?.trim().toLowerCase() ?? '')
    .filter(type => type !== '');
  if (types.length > 0 && !types.some(type => bodies.includes(type)))
    return refuse(489, 'No body type in Accept is supported: 489 Bad Event.', 'Accept');
  if (!isTrue(optionOf(endpoint, 'allow_subscribe', 'yes')))
    return refuse(603, 'allow_subscribe=no: 603 Decline.', 'Event');
  return event === 'message-summary'
    ? subscribeMailbox(model, input, trail)
    : subscribeState(model, endpoint, input, trail);
}

function subscribeState(
  model: PjsipConf,
  endpoint: PjsipObject,
  input: RequestInput,
  trail: PjsipTrail,
): Reply {
  const own = optionOf(endpoint, 'subscribe_context', '');
  const context = own === '' ? optionOf(endpoint, 'context', 'default') : own;
  const exten = extensionOf(model, input);
  const lines = [settingOf(endpoint, own === '' ? 'context' : 'subscribe_context')];
  const answer = lookUpHint(model.conf, context, exten);
  if (answer.kind === 'unknown') {
    trail.assume(`${answer.reason} A hint for ${exten} in context ${context} is assumed to exist.`);
    return { codes: [200] };
  }
  const isFound = answer.kind === 'found';
  const detail = isFound
    ? `There is a hint for ${exten} in context ${context}.`
    : `There is no hint for ${exten} in context ${context}: 404 Not Found.`;
  trail.add('Hint', isFound ? 'passed' : 'failed', detail, { lines, beside: answer.config });
  return { codes: [isFound ? 200 : 404] };
}

/** The user part must be the name of an aor with mailboxes. */
function subscribeMailbox(model: PjsipConf, input: RequestInput, trail: PjsipTrail): Reply {
  const name = extensionOf(model, input);
  const aor = model.object('aor', name);
  const setting = aor === undefined ? undefined : settingOf(aor, 'mailboxes');
  const isFound = setting !== undefined && setting.value !== '';
  const detail = isFound
    ? `The aor "${name}" has mailboxes.`
    : `There is no aor "${name}" with mailboxes: 404 Not Found.`;
  trail.add('Mailboxes', isFound ? 'passed' : 'failed', detail, { object: aor, lines: [setting] });
  return { codes: [isFound ? 200 : 404] };
}

function eventOf({ message }: RequestInput): string {
  return (headerText(firstHeader(message, 'Event')) ?? '').split(';')[0]?.trim() ?? '';
}
