import { isDottedNumber, type ServerVersions } from '../../serverVersions.ts';
import { branches } from './branch.ts';

/** The branches that a user can choose: those whose facts are known, and the two that follow. */
const chosen = [...branches, '21', '22'];

export const asteriskVersions: ServerVersions = {
  key: 'asterisk',
  server: 'Asterisk',
  choices: chosen.map(value => ({ value, label: `Asterisk ${value}` })),
  standard: '20',
  isVersion: isDottedNumber,
  examples: '20 or 1.8',
};
