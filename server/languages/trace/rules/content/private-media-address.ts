import { message } from '../../../../rules/rule.ts';
import { isPrivateAddress } from '../../../../sip/sdp.ts';
import { sessionDescription } from '../../model/describe.ts';
import { hostOf } from '../../model/endpoint.ts';
import { mayDescribe, messageText } from '../../reading/compact.ts';
import { EXAMPLE_SDP, exampleMessage } from '../exampleMessage.ts';
import type { DialogRule } from '../rule.ts';

const ABOVE = '# 2026-01-01T00:00:00.000000Z UDP 198.51.100.7:5060 => 203.0.113.5:5060\n';
const invite = (address: string): string =>
  ABOVE +
  exampleMessage({
    startLine: 'INVITE sip:bob@example.com SIP/2.0',
    headers: { CSeq: '1 INVITE', Contact: '<sip:alice@198.51.100.7>', 'Content-Type': 'application/sdp' },
    body: EXAMPLE_SDP.map(line => line.replace(/IP4 .*/, `IP4 ${address}`)),
  });

export const privateMediaAddress: DialogRule = {
  code: 'sip-trace/private-media-address',
  severity: 'warning',
  family: 'media',
  title: 'Private media address sent over public addresses',
  why: "The message came from a public address, but requests media at an address that exists only in the sender's network. Unless the other side ignores the SDP and sends media back to where it comes from, one side hears nothing.",
  fix: 'Behind NAT, set the public address in the sender (`externaddr` and `localnet` in sip.conf), or let the server relay the media (`directmedia=no`, `nat=force_rport,comedia`, rtpproxy, rtpengine).',
  bad: invite('192.168.1.20'),
  good: invite('198.51.100.7'),
  on: 'dialog',
  *check({ messages }) {
    for (const [number, { message: traced, repeats }] of messages.entries()) {
      if (repeats !== undefined || !mayDescribe(traced)) continue;
      const { source, destination } = traced.context;
      const host = source === undefined ? '' : bareHost(source);
      if (!/[.:]/.test(host) || isPrivateAddress(host)) continue;
      if (destination !== undefined && isPrivateAddress(bareHost(destination))) continue;
      if (!namesPrivateAddress(messageText(traced))) continue;
      const description = sessionDescription(traced);
      for (const media of description?.media ?? []) {
        if (media.address === undefined || !isPrivateAddress(media.address) || media.port === 0) continue;
        if (media.attributes.some(attribute => attribute.name === 'candidate')) continue;
        yield {
          number,
          start: media.line.source.start,
          end: media.line.source.end,
          message: message(
            `The sender requests ${media.kind} at ${media.address}, a private address, but the message comes from ${host}.`,
            'Media sent there is lost: one side hears nothing.',
            'Set the public address in the sender, or let the server relay the media.',
          ),
        };
      }
    }
  },
};

/** Checked first, since reading the whole message costs more. */
function namesPrivateAddress(text: string): boolean {
  for (const [, address = ''] of text.matchAll(CONNECTION)) if (isPrivateAddress(address)) return true;
  return false;
}

const CONNECTION = /[\r\n]c ?=\s*IN\s+IP[46]\s+([^\s/]+)/gi;

function bareHost(endpoint: string): string {
  return hostOf(endpoint).replace(/^\[|\]$/g, '');
}
