import {
  type Address,
  addressParameter,
  parseAddressHeader,
  parseAddressList,
  readContacts,
} from '../messages/address.ts';
import { parseServerUri } from '../messages/uri.ts';
import { noteBadHeader } from '../routes.ts';
import type { Execution, VariableModel, VariableTable } from '../server.ts';
import { nullValue, optionalText, textValue, type Value } from './value.ts';
import { pick } from './variables.ts';

function ofHeader(
  read: (address: Address) => Value,
  find: (x: Execution) => Address | undefined,
): VariableModel {
  return {
    get: x => {
      const address = find(x);
      return address === undefined ? nullValue : read(address);
    },
  };
}

const uri = (address: Address): Value => textValue(address.uri);
const user = (address: Address): Value => {
  const found = parseServerUri(address.uri)?.user;
  return found === undefined || found === '' ? nullValue : textValue(found);
};
const domain = (address: Address): Value => {
  const found = parseServerUri(address.uri)?.host;
  return found === undefined || found === '' ? nullValue : textValue(found);
};
const name = (address: Address): Value => optionalText(address.name);
const tag = (address: Address): Value => {
  // The last one counts.
  const found = address.params.findLast(one => one.name.toLowerCase() === 'tag')?.value;
  return found === undefined || found === '' ? nullValue : textValue(found);
};

const from = (x: Execution): Address | undefined => {
  const address = x.message.from;
  if (address === undefined && x.message.first('from') !== undefined) noteBadHeader(x, 'From header');
  return address;
};
const to = (x: Execution): Address | undefined => x.message.to;

/** From or To where the parts of its URI are asked for. */
const partsOf =
  (find: typeof from, name: 'From' | 'To') =>
  (x: Execution): Address | undefined => {
    const address = find(x);
    if (address !== undefined && parseServerUri(address.uri) === undefined) noteBadHeader(x, `${name} uri`);
    return address;
  };
const fromParts = partsOf(from, 'From');
const toParts = partsOf(to, 'To');
const first =
  (type: string) =>
  (x: Execution): Address | undefined => {
    const value = x.message.value(type);
    return value === undefined ? undefined : (parseAddressList(value)?.[0] ?? parseAddressHeader(value));
  };

/** From, To, Contact and other headers with an address. */
export const addressVariables: VariableTable = {
  fu: ofHeader(uri, from),
  from: ofHeader(uri, from),
  fU: ofHeader(user, fromParts),
  'from.user': ofHeader(user, fromParts),
  fd: ofHeader(domain, fromParts),
  'from.domain': ofHeader(domain, fromParts),
  fn: ofHeader(name, from),
  ft: ofHeader(tag, from),
  tu: ofHeader(uri, to),
  to: ofHeader(uri, to),
  tU: ofHeader(user, toParts),
  'to.user': ofHeader(user, toParts),
  td: ofHeader(domain, toParts),
  'to.domain': ofHeader(domain, toParts),
  tn: ofHeader(name, to),
  tt: ofHeader(tag, to),
  rt: ofHeader(uri, first('refer-to')),
  re: ofHeader(uri, first('remote-party-id')),
  ai: ofHeader(uri, first('p-asserted-identity')),
  di: ofHeader(uri, first('diversion')),
  dir: ofHeader(address => optionalText(addressParameter(address, 'reason')), first('diversion')),
  dip: ofHeader(address => optionalText(addressParameter(address, 'privacy')), first('diversion')),
  pu: ofHeader(uri, first('p-preferred-identity')),
  pU: ofHeader(user, first('p-preferred-identity')),
  pd: ofHeader(domain, first('p-preferred-identity')),
  pn: ofHeader(name, first('p-preferred-identity')),
  ct: {
    get: (x, variable) => {
      const list = contactValues(x, (value, one) =>
        textValue(one === undefined ? '*' : value.slice(one.start, one.end)),
      );
      return list === undefined ? nullValue : pick(x, variable, list);
    },
  },
  'ct.fields': {
    get: (x, variable) => {
      const field = variable.inner?.text.toLowerCase() ?? '';
      const list = contactValues(x, (value, one) =>
        one === undefined ? nullValue : contactField(value, one, field),
      );
      return list === undefined ? nullValue : pick(x, variable, list);
    },
  },
};

/** A value for each contact, `*` as one without an address; undefined when a Contact cannot be read. */
function contactValues(
  x: Execution,
  read: (value: string, contact: Address | undefined) => Value,
): readonly Value[] | undefined {
  const found: Value[] = [];
  for (const { value } of x.message.all('contact')) {
    const contacts = readContacts(value);
    if (contacts === undefined) {
      noteBadHeader(x, 'CONTACT headers');
      return undefined;
    }
    for (const contact of contacts.length === 0 ? [undefined] : contacts) found.push(read(value, contact));
  }
  return found;
}

function contactField(value: string, contact: Address, field: string): Value {
  switch (field) {
    case 'name':
      return optionalText(contact.name);
    case 'uri':
      return textValue(contact.uri);
    case 'params': {
      const written = value.slice(contact.start, contact.end);
      const behind = written.slice(written.indexOf('>') + 1).replace(/^\s*;/, '');
      return contact.params.length === 0 ? nullValue : textValue(behind);
    }
    default: {
      const found = addressParameter(contact, field);
      return found === undefined || found === '' ? nullValue : textValue(found);
    }
  }
}
