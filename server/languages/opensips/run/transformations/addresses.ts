import { wholePiece } from '../../../../sip/piece.ts';
import { parseVia } from '../../../../sip/via.ts';
import type { TransformationSyntax } from '../../syntax/variableSyntax.ts';
import {
  type Address,
  type AddressParameter,
  addressParameter,
  parseAddressList,
  readParameters,
  splitAt,
} from '../messages/address.ts';
import { parseServerUri, uriParameter } from '../messages/uri.ts';
import { integerValue, nullValue, optionalText, textValue, type Value } from '../values/value.ts';
import type { TransformationArguments } from './arguments.ts';

/** `{uri...}`, `{nameaddr...}`, `{param...}` and `{via...}`. */
export function addressTransformation(
  cls: 'uri' | 'nameaddr' | 'param' | 'via',
  transformation: TransformationSyntax,
  text: string,
  args: TransformationArguments,
): Value | undefined {
  const { name } = transformation;
  switch (cls) {
    case 'uri':
      return uriPart(name, text, args);
    case 'nameaddr':
      return nameAddressPart(name, text, args);
    case 'param':
      return parameterPart(name, text, args);
    default:
      return viaPart(name, text, args);
  }
}

function filled(text: string | undefined): Value {
  return text === undefined || text === '' ? nullValue : textValue(text);
}

function uriPart(name: string, text: string, args: TransformationArguments): Value | undefined {
  const uri = parseServerUri(text);
  if (uri === undefined) return undefined;
  switch (name) {
    case 'user':
      return filled(uri.user);
    case 'host':
    case 'domain':
      return filled(uri.host);
    case 'passwd':
    case 'password':
      return filled(uri.password);
    case 'port':
      return uri.port === undefined ? nullValue : { ...integerValue(uri.portNumber), text: uri.port };
    case 'params':
      return filled(uri.params);
    case 'param': {
      const wanted = args.text();
      if (wanted === undefined) return undefined;
      return optionalText(uriParameter(uri.params, wanted.toLowerCase()));
    }
    case 'headers':
      return filled(uri.headers);
    case 'transport':
      return filled(uri.transport);
    case 'ttl':
    case 'maddr':
    case 'method':
    case 'lr':
    case 'r2':
      return filled(uriParameter(uri.params, name));
    case 'uparam':
      return filled(uriParameter(uri.params, 'user'));
    case 'schema':
    case 'scheme':
      return textValue(text.slice(0, text.indexOf(':')));
    default:
      return undefined;
  }
}

function nameAddressPart(name: string, text: string, args: TransformationArguments): Value | undefined {
  const list = parseAddressList(text);
  const [address] = list ?? [];
  if (address === undefined) return undefined;
  switch (name) {
    case 'uri':
      return textValue(address.uri);
    case 'name':
      return filled(address.name);
    case 'len':
      return integerValue(bodyLength(text, list ?? []));
    case 'params': {
      const written = text.slice(address.start, address.end);
      const behind = written.includes('>') ? written.slice(written.indexOf('>') + 1) : written;
      const semicolon = behind.indexOf(';');
      return semicolon < 0 ? nullValue : filled(behind.slice(semicolon + 1).trim());
    }
    case 'param':
      return optionalText(addressParameter(address, args.text()?.trim().toLowerCase() ?? ''));
    default:
      return undefined;
  }
}

/** The length of name and URI without the parameters; without any, that of the line break which the server adds is counted too. */
function bodyLength(text: string, [first, second]: readonly Address[]): number {
  if (first === undefined || second !== undefined) return 0;
  const close = text.lastIndexOf('>');
  const end = close >= 0 ? close + 1 : text.indexOf(';');
  return first.params.length === 0 ? text.length + 2 : end;
}

function parameterPart(name: string, text: string, args: TransformationArguments): Value | undefined {
  const params = readParameterList(text);
  if (params === undefined) return undefined;
  switch (name) {
    case 'value': {
      const wanted = args.text()?.toLowerCase();
      if (wanted === undefined) return undefined;
      return optionalText(addressParameter({ params }, wanted));
    }
    case 'exist':
    case 'exists': {
      const wanted = args.text()?.toLowerCase();
      if (wanted === undefined) return undefined;
      return integerValue(params.some(one => one.name.toLowerCase() === wanted) ? 1 : 0);
    }
    case 'valueat':
    case 'name': {
      const at = args.number();
      if (at === undefined) return undefined;
      const found = params.at(at);
      if (found === undefined) return nullValue;
      return textValue(name === 'name' ? found.name : (found.value ?? ''));
    }
    case 'count':
      return integerValue(params.length);
    default:
      return undefined;
  }
}

/** Reads a list like parse_params: an `=` without a value and a `;` at the end are errors. */
function readParameterList(text: string): readonly AddressParameter[] | undefined {
  const written = text.trim();
  if (written === '' || written.endsWith(';')) return undefined;
  if (/=\s*(?:;|$)/.test(written.replace(/"(?:[^"\\]|\\.)*"/g, 'quoted'))) return undefined;
  // A semicolon at the start ends a parameter without a name.
  const nameless = written.startsWith(';') ? [{ name: '', value: undefined }] : [];
  const params = readParameters(written.startsWith(';') ? written : `;${written}`);
  return params === undefined ? undefined : [...nameless, ...params];
}

function viaPart(name: string, text: string, args: TransformationArguments): Value | undefined {
  const [first] = splitAt(text, ',');
  const hop = parseVia(wholePiece(text.slice(first?.start, first?.end)));
  const [protocol = '', version = ''] = text.split('/');
  const value = (wanted: string): Value => {
    const found = hop.parameters.find(one => one.name.text.toLowerCase() === wanted);
    return found === undefined ? nullValue : textValue(found.value?.text ?? '');
  };
  switch (name) {
    case 'name':
      return filled(protocol.trim());
    case 'version':
      return filled(version.trim());
    case 'transport':
      return filled(hop.transport.text);
    case 'host':
      return filled(hop.host.text);
    case 'port':
      return hop.port === undefined
        ? nullValue
        : { ...integerValue(Number(hop.port.text)), text: hop.port.text };
    case 'comment':
      return nullValue;
    case 'params': {
      const semicolon = text.indexOf(';');
      return semicolon < 0 ? nullValue : filled(text.slice(semicolon + 1, first?.end));
    }
    case 'param': {
      const wanted = args.text()?.toLowerCase();
      return wanted === undefined ? undefined : value(wanted);
    }
    case 'branch':
    case 'received':
    case 'rport': {
      const found = value(name);
      return found.text === '' ? nullValue : found;
    }
    default:
      return undefined;
  }
}
