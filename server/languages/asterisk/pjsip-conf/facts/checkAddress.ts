import { parseAcl } from '../../values/address.ts';
import { splitWords } from '../../values/words.ts';
import { bindAddress, isDocumentation, matchEntry, neverResolves } from './addresses.ts';
import type { OptionFacts } from './facts.ts';
import type { ValueFault } from './valueFault.ts';
import { fatal, trimmedWord, whole } from './wordFaults.ts';

/** A list of networks, as in access lists. */
export function checkNetworks(value: string): ValueFault | undefined {
  const item = parseAcl(value, true).find(({ fault }) => fault !== undefined);
  if (item?.fault === undefined) return undefined;
  const text = value.slice(item.start, item.end);
  const trimmed = text.trim();
  const isFixable = trimmed !== text && parseAcl(trimmed, true).every(({ fault }) => fault === undefined);
  const what = {
    address: isFixable ? 'There is a space next to the address.' : `"${trimmed}" is not an IP address.`,
    port: 'A network cannot have a port here.',
    mask: 'The netmask is invalid.',
    family: 'Address and netmask are not of the same IP version.',
  }[item.fault];
  return fatal(item, what, 'Write an address such as 192.0.2.0/24.', isFixable ? trimmed : undefined);
}

/** The address that a transport listens on. */
export function checkBind(value: string, option: OptionFacts): ValueFault | undefined {
  const bind = bindAddress(value);
  if (bind.kind === 'fault') {
    const what =
      bind.reason === 'port' ? 'The port is not a number up to 65535.' : 'This is not an IP address.';
    return fatal(whole(value), what, 'Write an address such as 0.0.0.0:5060 or [::]:5060.');
  }
  if (bind.kind === 'host') {
    const { host } = bind;
    if (neverResolves(host))
      return fatal(whole(value), `The host name "${host}" has no address.`, 'Write an IP address.');
    return {
      ...whole(value),
      what: `Asterisk looks up the host name "${host}" once, when it starts.`,
      todo: 'Write an IP address.',
      effect: 'lookup',
    };
  }
  if (isDocumentation(bind.address))
    return {
      ...whole(value),
      what: 'No interface has this address: it is reserved for documentation.',
      todo: 'Use an address of this machine, or 0.0.0.0.',
      effect: 'lookup',
    };
  if (!/^(:\d*)?$/.test(value)) return undefined;
  return {
    ...whole(value),
    what: `"${option.name}" has no address.`,
    todo: 'Set the address to listen on.',
    effect: 'quiet',
    instead: 'Asterisk listens on every address of the machine.',
    replacement: `0.0.0.0${value}`,
  };
}

/** The addresses and names of an identify. */
export function checkMatch(value: string): ValueFault | undefined {
  let lookup: ValueFault | undefined;
  for (const word of splitWords(value).map(trimmedWord)) {
    if (word.text === '') continue;
    const entry = matchEntry(word.text);
    if (entry.kind === 'fault') {
      const todo = 'Write an address such as 192.0.2.1, 192.0.2.0/24 or 192.0.2.0:5060/24.';
      switch (entry.reason) {
        case 'negated': {
          const what =
            'An exclusion needs a netmask; without one, Asterisk looks up the text as a host name.';
          return fatal(word, what, 'Add the mask.', `${word.text}/32`);
        }
        case 'port':
          return fatal(word, 'The port is invalid.', todo);
        case 'mask':
          return fatal(word, 'The netmask is invalid; a port goes before the slash.', todo);
        default:
          return fatal(word, `"${word.text}" is not an address.`, todo);
      }
    }
    if (entry.kind === 'host') {
      if (neverResolves(entry.host))
        return fatal(word, `The host name "${entry.host}" has no address.`, 'Write an IP address.');
      lookup ??= {
        start: word.start,
        end: word.end,
        what: `Asterisk looks up the host name "${entry.host}" once, when it loads.`,
        todo: 'Use IP addresses, or reload whenever the addresses change.',
        effect: 'lookup',
      };
    }
  }
  return lookup;
}
