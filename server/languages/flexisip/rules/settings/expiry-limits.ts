import { message } from '../../../../rules/rule.ts';
import { typeIn } from '../../facts/facts.ts';
import { readValue } from '../../facts/values.ts';
import { effective, type FlexisipModel, isModuleOn } from '../../model/model.ts';
import { atSettingOr, type FileRule } from '../rule.ts';

export const expiryLimits: FileRule = {
  code: 'flexisip-conf/expiry-limits',
  severity: 'error',
  family: 'settings',
  title: 'Maximum expiry below the minimum',
  why: 'The server does not start when `max-expires` is less than `min-expires`, unless `force-expires` replaces both.',
  fix: 'Increase `max-expires`.',
  bad: '[module::Registrar]\nmax-expires=30\n',
  good: '[module::Registrar]\nmax-expires=300\n',
  since: '2.0.0',
  on: 'file',
  check(model) {
    if (!isModuleOn(model, 'module::Registrar')) return undefined;
    const [least, greatest, forced] = ['min-expires', 'max-expires', 'force-expires'].map(key =>
      amount(model, key),
    );
    if (least?.number === undefined || greatest?.number === undefined) return undefined;
    if ((forced?.number ?? 0) > 0 || greatest.number >= least.number) return undefined;
    const { setting } = greatest.setting === undefined ? least : greatest;
    return [
      {
        ...atSettingOr(model, setting, 'module::Registrar'),
        message: message(
          '`max-expires` is less than `min-expires`.',
          'The server does not start.',
          'Increase `max-expires` or decrease `min-expires`.',
        ),
      },
    ];
  },
};

function amount(model: FlexisipModel, key: string) {
  const { value, setting, item } = effective(model, 'module::Registrar', key);
  if (item === undefined) return undefined;
  const read = readValue(typeIn(item, model.version), value, model.version);
  const scale = typeIn(item, model.version) === 'Integer' ? 1000 : 1;
  return { setting, number: read.ok && read.number !== undefined ? read.number * scale : undefined };
}
