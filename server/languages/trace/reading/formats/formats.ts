import { asterisk } from './asterisk.ts';
import { cisco } from './cisco.ts';
import { audiocodes, avaya, cucm, namedPeer, resiprocate, threeCx } from './exchanges.ts';
import { flexisip } from './flexisip.ts';
import type { LogContext, LogFormat } from './format.ts';
import { freeswitch } from './freeswitch.ts';
import { homer } from './homer.ts';
import { kamailio } from './kamailio.ts';
import { linphone } from './linphone.ts';
import { ngrep } from './ngrep.ts';
import { opensips } from './opensips.ts';
import { pjsip, pjsua } from './pjsip.ts';
import { sipp } from './sipp.ts';
import { sngrep } from './sngrep.ts';
import { baresip, browserConsole, grandstream, polycom, yealink, zoiper } from './softphones.ts';
import { tcpdump } from './tcpdump.ts';
import { wireshark } from './wireshark.ts';
import { workbench } from './workbench.ts';

/** Every log format that announces its messages, the more specific ones first. */
export const formats: readonly LogFormat[] = [
  workbench,
  asterisk,
  pjsip,
  pjsua,
  ngrep,
  sngrep,
  homer,
  tcpdump,
  opensips,
  freeswitch,
  kamailio,
  sipp,
  linphone,
  flexisip,
  cisco,
  cucm,
  audiocodes,
  avaya,
  polycom,
  threeCx,
  resiprocate,
  browserConsole,
  baresip,
  zoiper,
  yealink,
  grandstream,
  wireshark,
  namedPeer,
];

/** A line that announces a message, and what it says. */
export interface Announcement {
  readonly format: LogFormat;
  readonly context: LogContext;
}

/** The announcement that a line (without end of line) makes, if any. */
export function announcementOf(line: string): Announcement | undefined {
  // The end of one block and the beginning of the next one need the same line.
  if (line !== latest.line) latest = { line, found: announcementIn(line) };
  return latest.found;
}

let latest: { readonly line: string; readonly found: Announcement | undefined } = {
  line: '',
  found: undefined,
};

function announcementIn(line: string): Announcement | undefined {
  // Long lines are not announcements, and most lines have none of the words that every announcement has.
  if (line.length > 600 || line.length < 4 || !LIKELY.test(line)) return undefined;
  for (const format of formats) {
    const context = format.announces(line);
    if (context !== undefined) return { format, context };
  }
  return undefined;
}

/**
 * Can a message without an announcement, below an announced one, have come with it? What is read from a stream may be
 * several, but programs send them one by one, and a datagram holds one; tcpdump -v shows one twice, the second time
 * behind the bytes of the packet's headers.
 */
export function mayHoldSeveral(format: LogFormat, context: LogContext, prefix: string): boolean {
  if (format === tcpdump && prefix !== '') return true;
  const { transport, direction } = context;
  return transport !== undefined && transport !== 'UDP' && direction !== 'sent';
}

/** True for a line that ends a message in the log formats that frame their messages. */
export function endsMessage(line: string): boolean {
  switch (line.charCodeAt(0)) {
    case 60:
      return /^<-{5,}>\s*$/.test(line);
    case 45:
      return /^-{20,}\s*$|^---\s*$|^--- \(\d+ headers|^--end msg--/.test(line);
    case 96:
      return /^```\s*$/.test(line);
    case 124:
      return /^\|{20}\s*$/.test(line);
    case 61:
      return /^={20}\s*$/.test(line);
    case 32:
      // AudioCodes writes the time of the device below a message.
      return /^ +-{20,}\s*$|^ ?\[Time:\d/.test(line);
    default:
      return false;
  }
}

const LIKELY =
  /^# |<--|ransmitting|bytes|->|=>| > | IP6? |^={20}|^-{20}|^[A-Z]{2,4} message |SIP message|sent to|[Ss]ending|Forwarding|^Frame \d|, ethertype |ccsipDisplayMsg|SIP Message|SIP (?:UDP|TCP|TLS) message|[Mm]essage|Send (?:Re(?:q|sp) |to)|Recv |[Rr]eceived|incoming from|outgoing to|[Tt]ransmitting to|#\s*$|^\d\d?[-/.]\d\d?[-/.]\d{4} |^\d{4}[-/.]\d\d[-/.]\d\d \d\d:\d\d:\d\d(?:[.,]\d+)?\s*$|>>>|<<<|::send|::receive|::Send|::Receive|packet (?:from|to) |re(?:quest|ply|sponse) (?:from|to) |recv |(?!^SIP\/)\bSIP\b.* \d+ /;
