import { type Sent, Story } from './story.ts';
import type { ScenarioParties } from './storyContent.ts';

export type { ScenarioParties };

/** The calls and registrations that can be written as a trace. */
export const scenarios = [
  { id: 'registration', title: 'Registration with authentication' },
  { id: 'invite', title: 'Call with proxy authentication (407)' },
  { id: 'proxy', title: 'Call through a proxy' },
  { id: 'trunk', title: 'Call over a trunk' },
  { id: 'cancel', title: 'Call that the caller cancels (CANCEL)' },
  { id: 'hold', title: 'Hold and resume (re-INVITE)' },
  { id: 'transfer', title: 'Call transfer (REFER)' },
] as const;

export type ScenarioId = (typeof scenarios)[number]['id'];

/** Writes a trace of a scenario: every message correct, with the digest that the password gives. */
export function scenarioTrace(id: ScenarioId, parties: ScenarioParties): string {
  const story = new Story(parties);
  SCRIPTS[id](story);
  return story.text();
}

const SCRIPTS: Readonly<Record<ScenarioId, (story: Story) => void>> = {
  registration: story => {
    const { caller, domain } = story.parties;
    const uri = `sip:${domain}`;
    const dialog = story.dialog(caller, caller, uri);
    const contact = `Contact: <sip:${caller}@${story.parties.callerAddress}>`;
    const register = (headers: readonly string[]): Sent =>
      story.request(dialog, 'REGISTER', uri, 'caller', 'server', [contact, 'Expires: 3600', ...headers]);
    const refused = register([]);
    story.respond(refused, 401, 'Unauthorized', [story.challenge('WWW-Authenticate')]);
    // A registration does not create a dialog: the tag of the response is not used.
    dialog.toTag = undefined;
    story.next(dialog);
    story.respond(register([story.answer('Authorization', 'REGISTER', uri)]), 200, 'OK', [
      `${contact};expires=3600`,
    ]);
  },
  invite: story => {
    const call = story.call('server');
    story.respond(call.invite, 100, 'Trying');
    story.ring(call.invite);
    story.hangUp(call);
  },
  proxy: story => {
    const call = story.call('server');
    story.respond(call.invite, 100, 'Trying');
    const forwarded = story.forward(call.invite);
    const ringing = story.respond(forwarded, 180, 'Ringing', [story.contactOf('callee')]);
    story.relay(ringing, call.invite);
    const answered = story.respond(forwarded, 200, 'OK', [story.contactOf('callee')], story.sdp('callee'));
    story.relay(answered, call.invite);
    story.acknowledge(call);
    story.bye(call, 'caller');
  },
  trunk: story => {
    const call = story.call('server', [
      `P-Asserted-Identity: <sip:${story.parties.caller}@${story.parties.domain}>`,
    ]);
    story.respond(call.invite, 100, 'Trying');
    story.respond(call.invite, 183, 'Session Progress', [story.contactOf('server')], story.sdp('server'));
    story.respond(call.invite, 200, 'OK', [story.contactOf('server')], story.sdp('server'));
    story.acknowledge(call);
    story.bye(call, 'server');
  },
  cancel: story => {
    const call = story.call('server');
    story.respond(call.invite, 100, 'Trying');
    story.respond(call.invite, 180, 'Ringing', [story.contactOf('server')]);
    const cancel = story.cancel(call);
    story.respond(cancel, 200, 'OK');
    story.respond(call.invite, 487, 'Request Terminated');
    story.refusalAck(call);
  },
  hold: story => {
    const call = story.call('server');
    story.respond(call.invite, 100, 'Trying');
    story.ring(call.invite);
    story.acknowledge(call);
    for (const direction of ['sendonly', 'sendrecv']) {
      story.next(call.dialog);
      const again = story.request(
        call.dialog,
        'INVITE',
        call.target,
        'caller',
        'server',
        [story.contactOf('caller')],
        story.sdp('caller', direction),
      );
      story.respond(
        again,
        200,
        'OK',
        [story.contactOf('server')],
        story.sdp('server', direction === 'sendonly' ? 'recvonly' : 'sendrecv'),
      );
      story.request(call.dialog, 'ACK', call.target, 'caller', 'server', []);
    }
    story.bye(call, 'caller');
  },
  transfer: story => {
    const call = story.call('server');
    story.respond(call.invite, 100, 'Trying');
    story.ring(call.invite);
    story.acknowledge(call);
    story.next(call.dialog);
    const refer = story.request(call.dialog, 'REFER', call.target, 'caller', 'server', [
      story.contactOf('caller'),
      `Refer-To: <sip:transfer@${story.parties.domain}>`,
      `Referred-By: <sip:${story.parties.caller}@${story.parties.domain}>`,
    ]);
    story.respond(refer, 202, 'Accepted', [story.contactOf('server')]);
    const notify = story.back(
      call,
      'NOTIFY',
      ['Event: refer', 'Subscription-State: terminated;reason=noresource'],
      {
        type: 'message/sipfrag;version=2.0',
        text: 'SIP/2.0 200 OK\r\n',
      },
    );
    story.respond(notify, 200, 'OK');
    story.bye(call, 'caller');
  },
};
