import { isDottedNumber, type ServerVersions } from '../../serverVersions.ts';
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
};
