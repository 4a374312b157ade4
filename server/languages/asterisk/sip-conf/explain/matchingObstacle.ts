import type { ConfigurationLine } from '../../../../sip/explanation.ts';
import type { SipMessage } from '../../../../sip/message.ts';
import { splitMessages } from '../../../../sip/messages.ts';
import { isAtLeast } from '../../config/branch.ts';
import { parseAcl } from '../../values/address.ts';
import { configurationLines } from '../matching/trail.ts';
import type { SipConf } from '../model/model.ts';

/** A text that is one request to be explained, or the reason why it is not. */
export type RequestReading =
  | { readonly kind: 'request'; readonly message: SipMessage }
  | { readonly kind: 'obstacle'; readonly reason: string };

/** Reads the one request in a text. */
export function readMatchedRequest(text: string): RequestReading {
  if (text.trim() === '') return obstacle('There is no message: the text is empty.');
  const messages = splitMessages(text);
  const [message] = messages;
  if (messages.length > 1) {
    const list = messages.slice(0, 5).map(nameOf).join(', ');
    const more = messages.length > 5 ? ', ...' : '';
    return obstacle(
      `The text holds ${messages.length} messages (${list}${more}); one request is explained at a time.`,
    );
  }
  if (message === undefined || message.startLine.kind === 'unknown')
    return obstacle(
      'This is not a SIP message: its first line is neither a request line such as "INVITE sip:100@192.0.2.1 SIP/2.0" nor a status line.',
    );
  if (message.startLine.kind === 'status')
    return obstacle(
      `This is a response (${nameOf(message)}), which no device is looked up for; give the request that it answers.`,
    );
  return { kind: 'request', message };
}

function obstacle(reason: string): RequestReading {
  return { kind: 'obstacle', reason };
}

function nameOf({ startLine }: SipMessage): string {
  if (startLine.kind === 'request') return startLine.method.text;
  if (startLine.kind === 'status') return `${startLine.code.text} ${startLine.reason.text}`.trim();
  return 'something else';
}

/** Why a server with this configuration would answer nothing, or go on with an older one. */
export interface ConfigurationObstacle {
  readonly reason: string;
  readonly config: readonly ConfigurationLine[];
}

/** Undefined for a configuration that the server loads. */
export function configurationObstacle(model: SipConf): ConfigurationObstacle | undefined {
  const stop = model.reading.stops.find(({ place }) => place.file === model.project.root);
  if (stop !== undefined && !(stop.reason === 'include' && !isAtLeast(model.branch, '1.6.2'))) {
    const config = configurationLines(model, [stop]);
    const reason = `The server refuses this sip.conf at line ${(config[0]?.line ?? 0) + 1} (${STOPS[stop.reason]}). At a start chan_sip does not load at all, and nothing answers; at a reload the configuration from before stays in force, whatever stands in the file now.`;
    return { reason, config };
  }
  // Before 16 such a line is passed over.
  const bad = model.general.settings.find(
    ({ option, value }) =>
      isAtLeast(model.branch, '16') &&
      /^contact(permit|deny)$/.test(option.key) &&
      parseAcl(value, true).some(item => item.fault !== undefined),
  );
  if (bad === undefined) return undefined;
  const reason = `The address in ${bad.option.name}=${bad.value} of [general] is wrong. At a start chan_sip does not load at all, and nothing answers; at a reload all devices are gone afterwards.`;
  return { reason, config: configurationLines(model, [bad]) };
}

const STOPS: Readonly<Record<SipConf['reading']['stops'][number]['reason'], string>> = {
  header: 'a section header that is not closed',
  parent: 'a section inherits from one that does not exist above it',
  append: '(+) without an earlier section of that name',
  'option-before-section': 'an option before the first section',
  escape: 'a backslash before a space',
  include: 'an include file that does not exist',
  depth: 'includes more than ten levels deep',
};
