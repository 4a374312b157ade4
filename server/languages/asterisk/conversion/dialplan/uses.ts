import { lengthWithoutEol, splitLines } from '../../../../text/lines.ts';
import type { DialplanUse } from '../../../conversion.ts';
import type { SipConf } from '../../sip-conf/model/model.ts';
import { dialedDevices } from './dialedDevices.ts';

/** Maximum number of uses shown; a longer list helps nobody. */
const MAX_USES = 2000;

/**
 * Where the extensions.conf next to sip.conf uses chan_sip, line by line, with the line for chan_pjsip where there is one right
 * way. Comments are skipped.
 */
export function dialplanUses(model: SipConf): readonly DialplanUse[] {
  const { companions, root } = model.project;
  const text = companions.get('extensions.conf');
  if (typeof text !== 'string') return [];
  const file = `${root.slice(0, root.lastIndexOf('/') + 1)}extensions.conf`;
  const uses: DialplanUse[] = [];
  const variables = dialVariables(text);
  splitLines(text).forEach((whole, line) => {
    if (uses.length >= MAX_USES) return;
    const shown = whole.slice(0, lengthWithoutEol(whole));
    const comment = commentAt(shown);
    const code = shown.slice(0, comment);
    const devices = TRANSFER.test(code) ? undefined : dialedDevices(code, model);
    const found = [...FORMS, ...variables].filter(({ pattern }) => pattern.test(code));
    if (devices === undefined && found.length === 0) return;
    const start = devices === undefined ? code : devices.code;
    const isCertain = start !== undefined && found.every(({ replace }) => replace !== undefined);
    const replaced = found.reduce((result, { replace }) => replace?.(result) ?? result, start ?? code);
    uses.push({
      file,
      line,
      text: shown,
      replacement: isCertain && replaced !== code ? replaced + shown.slice(comment) : null,
      note: [...(devices?.notes ?? []), ...found.map(({ note }) => note)].join(' '),
    });
  });
  return uses;
}

/** A way in which the dialplan uses chan_sip. */
interface Form {
  readonly pattern: RegExp;
  readonly note: string;
  /** Absent where several replacements are right, or none. */
  readonly replace?: (code: string) => string;
}

const TRANSFER = /\bTransfer\(\s*SIP\//i;

const FORMS: readonly Form[] = [
  {
    pattern: TRANSFER,
    note: 'The channel technology is named PJSIP, and Transfer takes a URI: Transfer(PJSIP/sip:NUMBER@HOST).',
  },
  {
    pattern: /\bSIPPEER\(/i,
    note: 'Use PJSIP_ENDPOINT(NAME,option), PJSIP_AOR(NAME,option) or PJSIP_CONTACT(CONTACT,option); the options have different names.',
  },
  { pattern: /\bSIPCHANINFO\(/i, note: 'Use CHANNEL(pjsip,...) instead.' },
  {
    pattern: /\bSIPAddHeader\(/i,
    note: 'PJSIP_HEADER works on the called channel, so set it in a pre-dial handler: Dial(PJSIP/...,,b(context^exten^priority)).',
  },
  { pattern: /\bSIPRemoveHeader\(/i, note: 'Use PJSIP_HEADER(remove,NAME) in a pre-dial handler.' },
  {
    pattern: /\bSIP_HEADER\(/i,
    note: 'Use PJSIP_HEADER(read,NAME) to read a header.',
    replace: code => code.replace(/\bSIP_HEADER\(\s*([^(),]+?)\s*(,[^()]*)?\)/gi, 'PJSIP_HEADER(read,$1$2)'),
  },
  {
    pattern: /\bSIPDtmfMode\(/i,
    note: 'Set PJSIP_DTMF_MODE() instead.',
    replace: code =>
      code.replace(
        /\bSIPDtmfMode\(\s*(\w+)\s*\)/gi,
        (_all, mode: string) =>
          `Set(PJSIP_DTMF_MODE()=${mode.toLowerCase() === 'rfc2833' ? 'rfc4733' : mode.toLowerCase()})`,
      ),
  },
  {
    pattern:
      /\bCHANNEL\((peerip|recvip|from|uri|useragent|peername|rtpqos|rtpsource|rtpdest|t38passthrough)\b/i,
    note: 'chan_pjsip uses different names: CHANNEL(pjsip,remote_addr), CHANNEL(pjsip,local_uri), CHANNEL(endpoint), CHANNEL(rtp,...).',
  },
  {
    pattern:
      /\$\{(SIPCALLID|SIPDOMAIN|SIPURI|SIPUSERAGENT|SIPTRANSFER|SIPREFERREDBYHDR|SIP_CODEC\w*|SIPFROMDOMAIN)\}/i,
    note: 'chan_pjsip does not set this variable. Use CHANNEL(pjsip,call-id), CHANNEL(pjsip,request_uri) or PJSIP_HEADER(read,NAME).',
  },
  {
    pattern: /\bSet\(_{0,2}(SIP_CODEC\w*|SIPADDHEADER\w*|SIP_MAX_FORWARDS|SIPFROMDOMAIN|SIPTRANSFER\w*)=/i,
    note: 'chan_pjsip does not read this variable. Set PJSIP_MEDIA_OFFER(audio) for codecs and PJSIP_HEADER(add,NAME) for headers, both in a pre-dial handler.',
  },
  {
    pattern: /\$\{CHANNEL\(channeltype\)\}/i,
    note: 'CHANNEL(channeltype) is PJSIP for these channels.',
    replace: code => code.replace(/(\$\{CHANNEL\(channeltype\)\}"?\s*!?=+\s*"?)SIP\b/gi, '$1PJSIP'),
  },
  {
    pattern: /\bCHECKSIPDOMAIN\(/i,
    note: 'chan_pjsip has no list of domains. Compare the domain in the dialplan.',
  },
  {
    pattern: /\bSIPSendCustomINFO\(/i,
    note: 'chan_pjsip has no application that sends INFO requests.',
  },
  {
    pattern: /\b(?:Macro|MacroExit|MacroExclusive|MacroIf)\(/,
    note: 'app_macro was removed in Asterisk 21. Use Gosub and Return.',
  },
];

/** Variables that the dialplan sets to a device of chan_sip, where a number follows them: the number comes first now. */
function dialVariables(text: string): readonly Form[] {
  const names = new Set(
    [...text.matchAll(/\b(\w+)\s*=>?\s*SIP\/[^\s/@&,()]/gi)].map(([, name = '']) => name),
  );
  return [...names].slice(0, MAX_VARIABLES).map(name => ({
    pattern: new RegExp(String.raw`\$\{${name}\}\/`, 'i'),
    note: `The variable ${name} contains a device. Write the number in front of the endpoint: PJSIP/NUMBER@ENDPOINT.`,
  }));
}

const MAX_VARIABLES = 100;

/** The column where the comment of a line begins; a semicolon after a backslash does not start one. */
function commentAt(line: string): number {
  for (let at = line.indexOf(';'); at >= 0; at = line.indexOf(';', at + 1))
    if (line[at - 1] !== '\\') return at;
  return line.length;
}
