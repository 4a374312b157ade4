/** Log levels as `xlog` names them, with the numbers that the globals and `$log_level` take. */
export const logLevels: readonly {
  readonly name: string;
  readonly number: number;
  readonly meaning: string;
}[] = [
  { name: 'L_ALERT', number: -3, meaning: 'alert' },
  { name: 'L_CRIT', number: -2, meaning: 'critical' },
  { name: 'L_ERR', number: -1, meaning: 'error' },
  { name: 'L_WARN', number: 1, meaning: 'warning' },
  { name: 'L_NOTICE', number: 2, meaning: 'notice' },
  { name: 'L_INFO', number: 3, meaning: 'information' },
  { name: 'L_DBG', number: 4, meaning: 'debug' },
];
