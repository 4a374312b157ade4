import { message } from '../../../../rules/rule.ts';
import { isCompiledIn } from '../../model/model.ts';
import { stringValue } from '../../syntax/token.ts';
import { type LoadModuleRule, replacing } from '../rule.ts';

export const moduleWithoutExtension: LoadModuleRule = {
  code: 'opensips-cfg/module-without-extension',
  severity: 'error',
  family: 'modules',
  title: 'Module file without its .so',
  why: '`loadmodule` takes the name of a file. Nothing is added to it, so the server does not start without the extension.',
  fix: 'Write the name with `.so`.',
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
        path.trim() === '' ? 'The name of the module is empty.' : `\`${path}\` is not a module file.`,
        'OpenSIPS adds nothing to the name and does not start.',
        path.trim() === '' ? 'Write the file of a module, or remove the line.' : `Write "${path}.so".`,
      ),
      ...(/[\w-]$/.test(path)
        ? { fixes: [replacing('Add .so', item.path, `${text.slice(0, -1)}.so${text.slice(-1)}`, true)] }
        : {}),
    };
  },
};
