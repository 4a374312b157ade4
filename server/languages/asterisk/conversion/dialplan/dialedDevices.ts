import { loadedDevice } from '../../sip-conf/matching/addressTable.ts';
import type { SipConf } from '../../sip-conf/model/model.ts';

/** What a line of the dialplan that names devices of chan_sip has to say for chan_pjsip. */
export interface DialedDevices {
  /** The line; undefined where it needs a decision. */
  readonly code: string | undefined;
  readonly notes: readonly string[];
}

/** A part of a dial string: variables, which may contain anything, and other characters. */
const PART = String.raw`(?:\$\{(?:[^{}]|\$\{[^{}]*\})*\}|[^,&()\s"@/!\]])+`;

/** `SIP/` at the start of a device, never the one in `PJSIP/`. */
const DIALED = new RegExp(String.raw`(?<![\w/])SIP\/(${PART})(?:([@/])(${PART}))?([@/!][^,&()\s"]*)?`, 'gi');

/** Undefined when the line names no device. */
export function dialedDevices(code: string, model: SipConf): DialedDevices | undefined {
  const notes = new Set<string>();
  let isCertain = true;
  const replaced = code.replace(DIALED, (whole: string, ...parts: (string | undefined)[]) => {
    const [first = '', separator, second = '', rest] = parts;
    const isNumberFirst = separator === '@';
    const name = isNumberFirst ? second : first;
    notes.add(noteOn(name, separator, model));
    const isKnown = isDevice(name, model);
    // A name after @ may also be a host, unlike one without a dot elsewhere.
    const isClear = isKnown || (!isNumberFirst && !isHost(name));
    if (rest !== undefined || !isClear) {
      isCertain = false;
      return whole;
    }
    if (separator === undefined) return `PJSIP/${name}`;
    return `PJSIP/${isNumberFirst ? first : second}@${name}`;
  });
  if (notes.size === 0) return undefined;
  return { code: isCertain ? replaced : undefined, notes: [...notes] };
}

function noteOn(name: string, separator: string | undefined, model: SipConf): string {
  if (isHost(name) && !isDevice(name, model))
    return 'chan_pjsip calls endpoints, not hosts: write PJSIP/ENDPOINT/sip:NUMBER@HOST, with an endpoint for such calls.';
  if (separator === '@')
    return 'Write PJSIP/NUMBER@ENDPOINT, where ENDPOINT is the name of an endpoint and not a host.';
  if (separator === '/') return 'Write the number in front of the endpoint: PJSIP/NUMBER@ENDPOINT.';
  return 'The channel technology is named PJSIP. PJSIP/NAME calls one contact; ${PJSIP_DIAL_CONTACTS(NAME)} calls all of them.';
}

function isDevice(name: string, model: SipConf): boolean {
  return loadedDevice(model, name.toLowerCase()) !== undefined;
}

/** An address or a name with a dot, perhaps with a port. */
function isHost(name: string): boolean {
  return !name.includes('$') && name.includes('.');
}
