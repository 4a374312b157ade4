import { isDottedNumber, type ServerVersions } from '../../serverVersions.ts';
import { harvest, hasTables } from './harvest.ts';
import { versions } from './versions.ts';

export const opensipsVersions: ServerVersions = {
  key: 'opensips',
  server: 'OpenSIPS',
  choices: [
    { value: 'auto', label: 'Automatic' },
    ...versions.map(value => ({ value, label: `OpenSIPS ${value}` })),
  ],
  standard: 'auto',
  isVersion: isDottedNumber,
  examples: '3.6 or 2.4',
  options: [
    {
      name: 'arguments',
      description:
        'The arguments with which the service starts OpenSIPS, such as `-l udp:192.0.2.10:5060` for a script without `socket`.',
      example: '-l udp:192.0.2.10:5060',
    },
    {
      name: 'modules',
      description:
        'Names of modules that you have built yourself, separated by spaces. They, and what may belong to them, are not reported as unknown.',
      example: 'mymodule',
    },
    {
      name: 'functions',
      description:
        'Names of functions that you have added, separated by spaces: `mymodule.myfunction`, or only `myfunction`. They are not reported as unknown.',
      example: 'mymodule.myfunction',
    },
    {
      name: 'parameters',
      description:
        'Names of module parameters that you have added, separated by spaces, such as `mymodule.timeout`. They are not reported as unknown.',
      example: 'mymodule.timeout',
    },
  ],
  harvester: {
    usualFolders: [
      '/usr/lib/x86_64-linux-gnu/opensips/modules',
      '/usr/lib/aarch64-linux-gnu/opensips/modules',
      '/usr/lib64/opensips/modules',
      '/usr/lib/opensips/modules',
      '/usr/local/lib64/opensips/modules',
      '/usr/local/lib/opensips/modules',
    ],
    isSource: name => /\.c$/.test(name),
    isRelevant: hasTables,
    harvest,
  },
};
