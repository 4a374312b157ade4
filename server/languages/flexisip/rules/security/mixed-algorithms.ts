import { message } from '../../../../rules/rule.ts';
import { isModuleOn, list, written } from '../../model/model.ts';
import { atValue, type FileRule, replacing } from '../rule.ts';

export const mixedAlgorithms: FileRule = {
  code: 'flexisip-conf/mixed-algorithms',
  severity: 'information',
  family: 'security',
  title: 'MD5 is offered along with SHA-256',
  why: 'The client may choose, and a man in the middle can remove the SHA-256 challenge. Users with hashes of both kinds remain exposed to the weaker one.',
  fix: 'Offer only `SHA-256` once all clients support it.',
  bad: '[module::Authentication]\nenabled=true\nfile-path=/etc/flexisip/users.txt\navailable-algorithms=MD5 SHA-256\n',
  good: '[module::Authentication]\nenabled=true\nfile-path=/etc/flexisip/users.txt\navailable-algorithms=SHA-256\n',
  on: 'file',
  check(model) {
    const section = 'module::Authentication';
    const setting = written(model, section, 'available-algorithms');
    if (setting === undefined || !isModuleOn(model, section)) return undefined;
    const algorithms = list(model, section, 'available-algorithms').map(word => word.text);
    if (algorithms.length > 0 && !(algorithms.includes('MD5') && algorithms.includes('SHA-256')))
      return undefined;
    return [
      {
        ...atValue(setting),
        message: message(
          algorithms.length === 0
            ? 'An empty list offers MD5 and SHA-256.'
            : 'MD5 is offered along with SHA-256.',
          'The client may choose the weaker one, and a man in the middle can force it to.',
          'Offer only SHA-256 once all clients support it.',
        ),
        fixes: [replacing('Offer only SHA-256', atValue(setting), 'SHA-256')],
      },
    ];
  },
};
