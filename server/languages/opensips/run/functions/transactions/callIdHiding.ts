import { dialogs } from '../../dialogs/dialogs.ts';
import { textHooks } from '../../hooks.ts';
import type { Server } from '../../server.ts';

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+.';

/** Bytes mixed with a password, in the base 64 of the server (word64encode): `+`, `.`, and `-` to fill up. */
export function encode64(plain: string, password: string): string {
  const bytes = mixed(plain, password);
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.slice(at, at + 3);
    const bits = (a << 16) | (b << 8) | c;
    const count = Math.min(3, bytes.length - at);
    for (let place = 0; place < 4; place++)
      text += place > count ? '-' : (digits[(bits >> (18 - 6 * place)) & 63] ?? '');
  }
  return text;
}

export function decode64(text: string, password: string): string {
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const letter of text) {
    const digit = digits.indexOf(letter);
    if (digit < 0) break;
    bits = ((bits << 6) | digit) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push((bits >> count) & 255);
  }
  return textOf(mixed(textOf(bytes), password));
}

function textOf(bytes: readonly number[]): string {
  return bytes.map(byte => String.fromCharCode(byte)).join('');
}

function mixed(text: string, password: string): readonly number[] {
  return [...text].map(
    (letter, at) => (letter.charCodeAt(0) ^ password.charCodeAt(at % Math.max(1, password.length))) & 255,
  );
}

function prefixOf(server: Server): string {
  return server.parameter('topology_hiding', 'th_callid_prefix') ?? 'DLGCH_';
}

function seedOf(server: Server): string {
  return server.parameter('topology_hiding', 'th_callid_passwd') ?? 'OpenSIPS';
}

/** The Call-ID that callees see. */
export function hiddenCallId(server: Server, callId: string): string {
  return prefixOf(server) + encode64(callId, seedOf(server));
}

const header = /^(Call-ID|i)([ \t]*:[ \t]*)(\S+)/im;

/** Changes the Call-ID on its way in and out, for dialogs that hide it (topo_callid_pre_raw, topo_callid_post_raw). */
export function hideCallIds(server: Server): void {
  const prefix = prefixOf(server);
  server.state(textHooks).push({
    received: text => {
      const callId = header.exec(text)?.[3];
      if (
        callId === undefined ||
        !callId.startsWith(prefix) ||
        !/^(?!SIP\/).*SIP\/2\.0\r?\n|^SIP\//.test(text)
      )
        return text;
      if (!text.startsWith('SIP/') && tagOf(text, 'To|t') === '') return text;
      const plain = decode64(callId.slice(prefix.length), seedOf(server));
      return text.replace(header, (_, name: string, colon: string) => name + colon + plain);
    },
    sent: text => {
      const callId = header.exec(text)?.[3];
      const dialog = server
        .state(dialogs)
        .find(one => one.callId === callId && one.notes.has('hides Call-ID'));
      if (callId === undefined || dialog === undefined) return text;
      const fromCaller = tagOf(text, 'From|f') === dialog.legs[0]?.tag;
      const isReply = text.startsWith('SIP/');
      const goesToCallee = isReply ? !fromCaller : fromCaller || tagOf(text, 'To|t') === '';
      if (!goesToCallee) return text;
      const hidden = hiddenCallId(server, callId);
      return text.replace(header, (_, name: string, colon: string) => name + colon + hidden);
    },
  });
}

function tagOf(text: string, names: string): string {
  return new RegExp(`^(?:${names})[ \\t]*:.*;[ \\t]*tag=([^;\\s]*)`, 'im').exec(text)?.[1] ?? '';
}
