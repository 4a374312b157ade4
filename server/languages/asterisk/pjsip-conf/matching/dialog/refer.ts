import { firstHeader, headerText } from '../../../../../sip/message.ts';
import { lookUpExtension } from '../../../companions/dialplan.ts';
import { isTrue } from '../../../values/truth.ts';
import type { PjsipConf } from '../../model/model.ts';
import { withoutOptions } from '../identifiers.ts';
import { optionOf, type PjsipTrail, type RequestInput, settingOf } from '../input.ts';
import { partsOf, uriText } from '../readable.ts';
import type { Reply } from '../reply.ts';
import type { KnownCall } from './knownCall.ts';

/** refer_incoming_refer_request: without `Refer-Sub: false`, NOTIFY requests report the outcome afterward. */
export function answerRefer(
  call: KnownCall,
  model: PjsipConf,
  { message }: RequestInput,
  trail: PjsipTrail,
  reply: (codes: readonly number[], detail: string) => Reply,
): Reply {
  const { endpoint } = call;
  if (!isTrue(optionOf(endpoint, 'allow_transfer', 'yes'))) {
    const lines = [settingOf(endpoint, 'allow_transfer')];
    trail.add('Transfers', 'failed', 'allow_transfer=no: 603 Decline.', { lines });
    return { codes: [603] };
  }
  const target = uriText((headerText(firstHeader(message, 'Refer-To')) ?? '').trim());
  const { scheme, user, host } = partsOf(target);
  const isReadable = /^sips?$/.test(scheme) && host !== '' && !/^sips?:@/i.test(target);
  if (!isReadable) return reply([400], 'Refer-To does not contain a readable SIP address: 400.');
  const refersQuietly = /^(?!true)/i.test((headerText(firstHeader(message, 'Refer-Sub')) ?? 'true').trim());
  if (!refersQuietly) return reply([202], 'NOTIFY requests report afterward whether the transfer worked.');
  const context = optionOf(endpoint, 'context', 'default');
  const exten = user === '' ? 's' : withoutOptions(model, user);
  const answer = lookUpExtension(model.conf, context, exten, '');
  if (answer.kind !== 'found' && answer.kind !== 'unknown')
    return reply([404], `There is no extension ${exten} in context ${context}: 404 Not Found.`);
  trail.assume(
    'The dialplan itself handles the caller. If the call were connected to another party, the reply would be 200.',
  );
  return reply(
    [400],
    'With this Refer-Sub header, the reply must contain the outcome, and there is no other party to transfer: 400.',
  );
}
