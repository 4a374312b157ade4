import { message } from '../../../../rules/rule.ts';
import { headerValues } from '../../../../sip/message.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { MessageRule } from '../rule.ts';

/** Option tags of the IANA registry (SIP Option Tags). */
const KNOWN = new Set(
  '100rel 199 answermode early-session eventlist explicitsub from-change geolocation-http geolocation-sip gin gruu histinfo ice join multiple-refer norefersub nosub outbound path policy precondition pref privacy recipient-list-invite recipient-list-message recipient-list-subscribe record-aware replaces resource-priority sdp-anat sec-agree siprec tdialog timer trickle-ice uui'.split(
    ' ',
  ),
);

export const unknownExtensionRequired: MessageRule = {
  code: 'sip-trace/unknown-extension-required',
  severity: 'information',
  family: 'headers',
  title: 'Required extension that is not registered',
  why: 'A server that does not support an extension in Require responds with 420 Bad Extension and lists it in Unsupported (RFC 3261 section 8.2.2.3). A proxy does the same for Proxy-Require.',
  fix: 'Remove the extension, or make sure that every hop supports it.',
  bad: exampleMessage({ add: ['Require: nothingSupportsThis'] }),
  good: exampleMessage({ add: ['Require: timer'] }),
  on: 'message',
  *check({ message: sip, facts }) {
    if (facts.method === undefined) return;
    const requiring = sip.headers.filter(
      ({ canonical }) => canonical === 'Require' || canonical === 'Proxy-Require',
    );
    for (const value of requiring.flatMap(headerValues)) {
      if (KNOWN.has(value.text.toLowerCase())) continue;
      yield {
        start: value.start,
        end: value.end,
        message: message(
          `"${value.text}" is not a registered extension.`,
          'A server that does not support it responds with 420 Bad Extension (RFC 3261 section 8.2.2.3).',
          'Remove it if it is not needed.',
        ),
      };
    }
  },
};
