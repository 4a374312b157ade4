import { parseAddress, plainAddress } from '../../../../sip/ipAddress.ts';
import { textOfCodes } from '../../../../text/longLists.ts';
import { inNetwork } from '../messages/network.ts';
import type { Execution } from '../server.ts';
import { expandReplacement, readSubstitution } from '../values/substitution.ts';
import { integerValue, nullValue, textValue, type Value } from '../values/value.ts';
import { valueOfAnswer } from '../values/variables.ts';
import type { TransformationArguments } from './arguments.ts';

/** `{csv...}`, `{sdp...}`, `{ip...}` and `{re.subst}`. */
export function networkTransformation(
  x: Execution,
  cls: 'csv' | 'sdp' | 'ip' | 're',
  name: string,
  text: string,
  args: TransformationArguments,
): Value | undefined {
  switch (cls) {
    case 'csv':
      return csvPart(name, text, args);
    case 'sdp':
      return sdpPart(name, text, args);
    case 're':
      return name === 'subst' ? substituted(text, args.all) : undefined;
    default:
      return addressPart(x, name, text, args);
  }
}

function csvPart(name: string, text: string, args: TransformationArguments): Value | undefined {
  const fields = text === '' ? undefined : csvFields(text.replace(/\r\n$/, ''));
  if (fields === undefined) return undefined;
  if (name === 'count') return integerValue(fields.length);
  const at = args.number();
  const found = at === undefined ? undefined : fields.at(at);
  return found === undefined ? undefined : textValue(found);
}

/** The fields of one line of RFC 4180: quotes count only where a field begins; undefined for a line that is not valid. */
function csvFields(line: string): readonly string[] | undefined {
  if (/[^ -~]/.test(line)) return undefined;
  const fields: string[] = [];
  for (let at = 0; at <= line.length; at++) {
    const quoted = /^"((?:[^"]|"")*)"(?=,|$)/.exec(line.slice(at));
    if (quoted === null && line[at] === '"') return undefined;
    const whole = quoted?.[0] ?? /^[^,]*/.exec(line.slice(at))?.[0] ?? '';
    fields.push(quoted === null ? whole : (quoted[1] ?? '').replaceAll('""', '"'));
    at += whole.length;
  }
  return fields;
}

function sdpPart(name: string, text: string, args: TransformationArguments): Value | undefined {
  const lines = text.split(/(?<=\n)/);
  if (name === 'line') {
    const letter = args.text()?.trim()[0];
    const at = args.hasMore ? args.number() : 0;
    if (letter === undefined || at === undefined || at < 0) return undefined;
    const found = lines.filter(line => line.startsWith(`${letter}=`))[at];
    return found === undefined ? nullValue : textValue(found.replace(/\r?\n$/, ''));
  }
  const wanted = args.text()?.trim();
  if (wanted === undefined) return undefined;
  const starts = lines.flatMap((line, at) => (line.startsWith('m=') ? [at] : []));
  const streams = starts.map((start, position) => ({ start, end: starts[position + 1] ?? lines.length }));
  const chosen = /^-?\d+$/.test(wanted)
    ? streams.at(Number(wanted))
    : streams.find(
        ({ start }) => lines[start]?.slice(2).toLowerCase().startsWith(`${wanted.toLowerCase()} `) === true,
      );
  if (chosen === undefined) return undefined;
  if (name === 'stream') return textValue(lines.slice(chosen.start, chosen.end).join(''));
  return textValue([...lines.slice(0, chosen.start), ...lines.slice(chosen.end)].join(''));
}

function substituted(text: string, expression: string): Value | undefined {
  const substitution = readSubstitution(expression.trim());
  if (substitution === undefined) return undefined;
  let result = '';
  let at = 0;
  for (let count = 0; count < 1000; count++) {
    const match = substitution.regexp.match(text, at);
    const whole = match?.[0];
    if (match === undefined || whole === undefined) break;
    result += text.slice(at, whole.start) + expandReplacement(substitution.replacement, text, match);
    at = whole.end;
    if (!substitution.isGlobal) break;
    if (whole.end === whole.start) {
      if (at >= text.length) break;
      result += text[at] ?? '';
      at++;
    }
  }
  return textValue(result + text.slice(at));
}

/** The networks that the server counts as private (ip_addr_is_1918). */
const privateNetworks = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8'];

function addressPart(
  x: Execution,
  name: string,
  text: string,
  args: TransformationArguments,
): Value | undefined {
  const address = parseAddress(text.replace(/^\[|\]$/g, ''));
  switch (name) {
    case 'family':
      if (text.length === 4) return textValue('INET');
      return text.length === 16 ? textValue('INET6') : undefined;
    case 'isip':
      return integerValue(address === undefined ? 0 : 1);
    case 'isprivate':
      return integerValue(privateNetworks.some(network => inNetwork(text, network) === true) ? 1 : 0);
    case 'isip4':
      return integerValue(address?.kind() === 'ipv4' ? 1 : 0);
    case 'isip6':
      return integerValue(address?.kind() === 'ipv6' ? 1 : 0);
    case 'pton':
      return address === undefined ? undefined : textValue(textOfCodes(address.toByteArray()));
    case 'ntop': {
      const bytes = [...text].map(letter => letter.charCodeAt(0));
      if (bytes.length === 4) return textValue(bytes.join('.'));
      if (bytes.length !== 16) return undefined;
      const groups = [];
      for (let at = 0; at < 16; at += 2)
        groups.push((((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16));
      const found = parseAddress(groups.join(':'));
      return found === undefined ? undefined : textValue(plainAddress(found).toString());
    }
    case 'resolve': {
      if (address !== undefined) return textValue(text);
      if (text === 'localhost') return textValue('127.0.0.1');
      return valueOfAnswer(x.server.questions.ask(`What is the IP address of ${text}?`, 'NULL', ['NULL']));
    }
    case 'matches': {
      const network = args.text()?.trim();
      if (network === undefined || !network.includes('/') || address === undefined) return undefined;
      const matches = inNetwork(text, network);
      return matches === undefined ? undefined : integerValue(matches ? 1 : 0);
    }
    default:
      return undefined;
  }
}
