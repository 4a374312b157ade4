import { message } from '../../../rules/rule.ts';
import { entryOf } from '../../../text/table.ts';
import { isSince } from '../facts.ts';
import { type FlexisipModel, isKnown, type Setting, written } from '../model.ts';
import { type FileRule, type Finding, inValue } from '../rule.ts';
import { words } from '../values.ts';

export const invalidTransport: FileRule = {
  code: 'flexisip-conf/invalid-transport',
  severity: 'error',
  family: 'settings',
  title: 'Transport that the server cannot listen on',
  why: 'A transport is a SIP URI: `sip:` with an address or `*`, a port and parameters such as `;transport=tcp`, or `sips:` for TLS, with nothing but the parameters for TLS. The server does not start with another one.',
  fix: 'Write a URI such as `sip:*:5060` or `sips:*:5061`.',
  bad: '[global]\ntransports=tcp:192.0.2.1:5060\n',
  good: '[global]\ntransports=sip:192.0.2.1:5060;transport=tcp\n',
  since: '2.5.0',
  on: 'file',
  *check(model) {
    const setting = written(model, 'global', 'transports');
    if (setting === undefined || !isKnown(model, 'global', 'transports')) return;
    yield* judgeTransports(model, setting);
  },
};

function* judgeTransports(model: FlexisipModel, setting: Setting): Generator<Finding> {
  for (const { text, start } of words(setting.entry.value.replace(/\r$/, ''), model.version)) {
    // A lone star and URIs in brackets are read as well; commas are another matter.
    if (text === '*' || text.startsWith('<') || text.includes(',')) continue;
    const at = inValue(setting, start, start + text.length);
    const fault = faultOf(model, text);
    if (fault === undefined) continue;
    yield { ...at, message: message(fault.what, 'The server does not start.', fault.todo) };
  }
}

function faultOf(model: FlexisipModel, text: string): { what: string; todo: string } | undefined {
  const scheme = /^([a-z]+):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== 'sip' && scheme !== 'sips') {
    const other: Readonly<Record<string, string>> = {
      tls: 'sips:…',
      tcp: 'sip:…;transport=tcp',
      udp: 'sip:…;transport=udp',
    };
    return {
      what: `"${text}" is no SIP URI.`,
      todo: `Write \`${entryOf(other, scheme ?? '') ?? 'sip:*:5060'}\`.`,
    };
  }
  if (scheme === 'sip') {
    if (!/;transport=tls(;|$)/i.test(text)) return undefined;
    return { what: '`transport=tls` is not understood here.', todo: 'Write `sips:` in front.' };
  }
  const names = text
    .split(';')
    .slice(1)
    .map(part => part.split('=')[0] ?? '');
  const unknown = names.find(name => name !== '' && !isTlsParameter(model, name));
  if (unknown !== undefined) {
    return { what: `"${unknown}" is no parameter of a \`sips:\` transport.`, todo: 'Correct or remove it.' };
  }
  const has = (name: string): boolean => names.some(candidate => candidate.toLowerCase() === name);
  if (has('tls-certificates-file') === has('tls-certificates-private-key')) return undefined;
  return {
    what: 'Certificate and private key of a transport belong together.',
    todo: 'Name both `tls-certificates-file` and `tls-certificates-private-key`.',
  };
}

function isTlsParameter(model: FlexisipModel, name: string): boolean {
  const lower = name.toLowerCase();
  if (lower === 'tls-certificates-dir') return !isSince(model.version, '2.6.0-beta');
  // A few more came later; an older release is given the benefit of the doubt.
  return tlsParameters.has(lower);
}

const tlsParameters: ReadonlySet<string> = new Set([
  'maddr',
  'network',
  'require-peer-certificate',
  'tls-allow-missing-client-certificate',
  'tls-certificates-ca-file',
  'tls-certificates-file',
  'tls-certificates-private-key',
  'tls-client-connection',
  'tls-verify-incoming',
  'tls-verify-outgoing',
]);
