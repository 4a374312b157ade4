import { message } from '../../../../rules/rule.ts';
import { effective, isModuleOn, list } from '../../model/model.ts';
import { addingSetting, atSettingOr, type FileRule, replacing } from '../rule.ts';

export const weakAlgorithm: FileRule = {
  code: 'flexisip-conf/weak-algorithm',
  severity: 'information',
  family: 'security',
  title: 'Only MD5 is offered',
  why: 'MD5 is the default of `available-algorithms`. A recorded MD5 response can be attacked offline very fast, and clients that support SHA-256 (RFC 8760) are never asked for it.',
  fix: 'Store SHA-256 hashes and set `available-algorithms=SHA-256`, or list both algorithms as long as you have old clients.',
  bad: '[module::Authentication]\nenabled=true\nfile-path=/etc/flexisip/users.txt\n',
  good: '[module::Authentication]\nenabled=true\nfile-path=/etc/flexisip/users.txt\navailable-algorithms=SHA-256\n',
  since: '1.0.13',
  on: 'file',
  check(model) {
    const section = 'module::Authentication';
    if (!isModuleOn(model, section)) return undefined;
    const algorithms = list(model, section, 'available-algorithms').map(word => word.text);
    if (algorithms.length === 0 || algorithms.some(word => word !== 'MD5')) return undefined;
    const { setting } = effective(model, section, 'available-algorithms');
    const at = atSettingOr(model, setting, section);
    return [
      {
        ...at,
        message: message(
          setting === undefined ? 'Only MD5 is offered, which is the default.' : 'Only MD5 is offered.',
          'It is weak, and clients that support SHA-256 are never asked for it.',
          'Store SHA-256 hashes and set `available-algorithms=SHA-256`.',
        ),
        fixes: [
          setting === undefined
            ? addingSetting('Offer SHA-256', at, 'available-algorithms', 'SHA-256')
            : replacing('Offer SHA-256', at, 'SHA-256'),
        ],
      },
    ];
  },
};
