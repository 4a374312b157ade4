import { canonicalAddress } from '../../../../sip/packetSource.ts';
import type { Setting } from '../../config/entry.ts';
import { splitHostPort } from '../../values/address.ts';
import { isTrue } from '../../values/truth.ts';
import type { SipConf } from './model.ts';

/** A domain that the server treats as its own. */
export interface ServerDomain {
  readonly name: string;
  /** The context of the domain; '' for none. */
  readonly context: string;
  readonly line: Setting;
}

/** The list of domains, and what is unknown about it. */
export interface ServerDomains {
  readonly domains: readonly ServerDomain[];
  /** `autodomain` also adds the host name of the machine, which no file contains. */
  readonly hasUnknown: boolean;
  /** Calls to other domains are allowed. */
  readonly allowsExternal: boolean;
  readonly externalLine: Setting | undefined;
  /** `allowexternaldomains=no` that the server resets because there is no `domain` line. */
  readonly isExternalReset: boolean;
}

export function serverDomains(model: SipConf): ServerDomains {
  const { general } = model;
  const configured: ServerDomain[] = general.all('domain').flatMap(line => {
    const comma = line.value.indexOf(',');
    const name = (comma < 0 ? line.value : line.value.slice(0, comma)).trim();
    if (name === '') return [];
    return [{ name, context: comma < 0 ? '' : line.value.slice(comma + 1).trim(), line }];
  });
  const externalLine = general.last('allowexternaldomains');
  const isForbidden = externalLine !== undefined && !isTrue(externalLine.value);
  const automatic = general.last('autodomain');
  const isAutomatic = automatic !== undefined && isTrue(automatic.value);
  return {
    domains: isAutomatic ? [...configured, ...automaticDomains(model, automatic)] : configured,
    hasUnknown: isAutomatic,
    allowsExternal: !isForbidden || configured.length === 0,
    externalLine,
    isExternalReset: isForbidden && configured.length === 0,
  };
}

/** The entry of a host, case-insensitive; the first one counts. */
export function domainOf(host: string, { domains }: ServerDomains): ServerDomain | undefined {
  const wanted = host.toLowerCase();
  return domains.find(domain => domain.name.toLowerCase() === wanted);
}

/** The domains that `autodomain` adds at the end of loading, as far as they are in the file. */
function automaticDomains(model: SipConf, line: Setting): ServerDomain[] {
  const { general } = model;
  const names = ['bindaddr', 'tcpbindaddr', 'tlsbindaddr', 'externaddr'].flatMap(option => {
    const value = general.last(option)?.value;
    const address = value === undefined ? undefined : canonicalAddress(splitHostPort(value).host);
    return address === undefined || address === '0.0.0.0' || address === '::' ? [] : [address];
  });
  const external = general.last('externhost')?.value;
  return [...new Set([...names, ...(external === undefined || external === '' ? [] : [external])])].map(
    name => ({ name, context: '', line }),
  );
}
