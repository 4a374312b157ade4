import { message } from '../../../../rules/rule.ts';
import { isCompiledIn } from '../../model/model.ts';
import { stringValue } from '../../syntax/token.ts';
import { type LoadModuleRule, replacing } from '../rule.ts';

export const moduleWithoutExtension: LoadModuleRule = {
  code: 'opensips-cfg/module-without-extension',
  severity: 'error',
  family: 'modules',
  title: 'Module file name without .so',
  why: '`loadmodule` takes a complete file name. OpenSIPS does not add the extension, so it does not find the file and does not start.',
  fix: 'Add `.so` to the name.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp"\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  on: 'loadmodule',
  *check(item) {
    if (item.path === undefined) return;
    const path = stringValue(item.path);
    if (path.endsWith('.so') || isCompiledIn(path)) return;
    const { text } = item.path;
    yield {
      span: item.path,
      message: message(
        path.trim() === '' ? 'The module name is empty.' : `\`${path}\` is not a module file.`,
        'OpenSIPS does not add an extension, so it does not start.',
        path.trim() === '' ? 'Write the file name of a module, or remove the line.' : `Write "${path}.so".`,
      ),
      ...(/[\w-]$/.test(path)
        ? { fixes: [replacing('Add .so', item.path, `${text.slice(0, -1)}.so${text.slice(-1)}`, true)] }
        : {}),
    };
  },
};
