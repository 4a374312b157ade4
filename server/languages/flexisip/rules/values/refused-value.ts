import { message } from '../../../../rules/rule.ts';
import { effective } from '../../model/model.ts';
import { refusalOf, refusals } from '../../model/refusals.ts';
import { atSettingOr, type FileRule } from '../rule.ts';

export const refusedValue: FileRule = {
  code: 'flexisip-conf/refused-value',
  severity: 'error',
  family: 'values',
  title: 'Value that the module refuses',
  why: 'The part of the server that reads the value checks it, and the server does not start if it refuses the value. Values of disabled modules and servers are not read.',
  fix: 'Write an allowed value, or add the setting that the value needs.',
  bad: '[module::AuthTrustedHosts]\nenabled=true\n',
  good: '[module::AuthTrustedHosts]\nenabled=true\n[module::Authorization]\nenabled=true\nauth-domains-mode=static\n',
  since: '1.0.13',
  on: 'file',
  differsByRelease: true,
  *check(model) {
    for (const refusal of refusals) {
      const wrong = refusalOf(model, refusal);
      if (wrong === undefined) continue;
      const { section, key, since } = refusal;
      const { setting } = effective(model, section, key);
      yield {
        ...atSettingOr(model, setting, section),
        knownSince: since,
        message: message(`\`${key}\` ${wrong}.`, 'The server does not start.', 'Correct the value.'),
      };
    }
  },
};
