import { isDottedNumber, type ServerVersions } from '../../serverVersions.ts';

/** The branches that a user can choose: chan_sip exists up to 20, chan_pjsip since 12. */
const chosen = [
  ...['1.4', '1.6.2', '1.8', '11', '12', '13', '14', '15', '16', '17', '18', '19'],
  ...['20', '21', '22', '23'],
];

export const asteriskVersions: ServerVersions = {
  key: 'asterisk',
  server: 'Asterisk',
  choices: chosen.map(value => ({ value, label: `Asterisk ${value}` })),
  standard: '20',
  isVersion: isDottedNumber,
  examples: '20 or 1.8',
};
