/** What the client must know about a language before it can ask the server. */
export interface ClientLanguage {
  readonly id: string;
  /** The server whose version can be selected, and its setting below `sipWorkbench`. */
  readonly server: { readonly label: string; readonly versionSetting: string } | undefined;
  /** True for configurations that can explain a message. */
  readonly explains: boolean;
  /** True for files that have authentication settings. */
  readonly hasDigestSettings: boolean;
  /** True for files that can be rewritten for a later version of their server. */
  readonly upgrades: boolean;
  /** The usual name of the file that the server opens first, with `*` for any characters. */
  readonly rootName: string | undefined;
}

const asterisk = { label: 'Asterisk', versionSetting: 'asterisk.version' };
const opensips = { label: 'OpenSIPS', versionSetting: 'opensips.version' };
const flexisip = { label: 'Flexisip', versionSetting: 'flexisip.version' };

/** In the order of the registry, with which a test compares this list: the registry itself is too heavy for the client. */
export const clientLanguages: readonly ClientLanguage[] = [
  {
    id: 'sip-conf',
    server: asterisk,
    explains: true,
    hasDigestSettings: true,
    upgrades: false,
    rootName: 'sip.conf',
  },
  {
    id: 'pjsip-conf',
    server: asterisk,
    explains: true,
    hasDigestSettings: true,
    upgrades: false,
    rootName: 'pjsip.conf',
  },
  {
    id: 'flexisip-users',
    server: flexisip,
    explains: false,
    hasDigestSettings: true,
    upgrades: false,
    rootName: undefined,
  },
  {
    id: 'flexisip-conf',
    server: flexisip,
    explains: true,
    hasDigestSettings: true,
    upgrades: false,
    rootName: 'flexisip*.conf',
  },
  {
    id: 'sip-trace',
    server: undefined,
    explains: false,
    hasDigestSettings: false,
    upgrades: false,
    rootName: undefined,
  },
  {
    id: 'opensips-cfg',
    server: opensips,
    explains: true,
    hasDigestSettings: true,
    upgrades: true,
    rootName: 'opensips.cfg',
  },
];

export function clientLanguage(id: string | undefined): ClientLanguage | undefined {
  return clientLanguages.find(language => language.id === id);
}

/** A language of configurations, not of traces. */
export function isConfigurationLanguage(id: string): boolean {
  return clientLanguage(id)?.server !== undefined;
}
