/** The methods of SIP and its extensions, the common ones first. Methods are case-sensitive. */
export const SIP_METHODS: readonly string[] = [
  'REGISTER',
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'OPTIONS',
  'SUBSCRIBE',
  'NOTIFY',
  'MESSAGE',
  'PUBLISH',
  'REFER',
  'UPDATE',
  'INFO',
  'PRACK',
];
