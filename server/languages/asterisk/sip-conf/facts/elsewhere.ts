/** The file that has an option which sip.conf does not have, or `database` for a column that only a table of devices has. */
export function homeElsewhere(key: string): string | undefined {
  return Object.entries(keysOf).find(([, keys]) => keys.includes(key))?.[0];
}

const keysOf: Readonly<Record<string, readonly string[]>> = {
  database: ['fullcontact', 'id', 'ipaddr', 'lastms', 'name', 'regseconds', 'regserver', 'sippasswd'],
  'extensions.conf': ['autofallthrough', 'exten', 'ignorepat', 'priorityjumping'],
  'iax.conf': ['calltokenoptional', 'requirecalltoken', 'trunkfreq'],
  'rtp.conf': ['probation', 'rtcpinterval', 'rtpchecksums', 'rtpend', 'rtpstart', 'strictrtp', 'turnaddr'],
  'udptl.conf': [
    'udptlchecksums',
    'udptlend',
    'udptlfecentries',
    'udptlfecspan',
    'udptlstart',
    'use_even_ports',
  ],
  'users.conf': ['hasdirectory', 'hasiax', 'hasmanager', 'hassip', 'vmsecret'],
};
