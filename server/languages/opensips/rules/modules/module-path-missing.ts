import { message } from '../../../../rules/rule.ts';
import { isCompiledIn } from '../../model/model.ts';
import { stringValue } from '../../syntax/token.ts';
import type { ScriptRule } from '../rule.ts';

export const modulePathMissing: ScriptRule = {
  code: 'opensips-cfg/module-path-missing',
  severity: 'error',
  family: 'modules',
  title: 'Module loaded by name before a module directory is set',
  why: 'OpenSIPS has no built-in module directory. Unless `mpath` is set above it, `loadmodule "tm.so"` finds no file, and the server does not start.',
  fix: 'Set `mpath` above the first `loadmodule`, or write the full path of the file.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "tm.so"\n',
  good: 'socket=udp:127.0.0.1:5060\nmpath="/usr/lib/x86_64-linux-gnu/opensips/modules/"\nloadmodule "tm.so"\nloadmodule "proto_udp.so"\n',
  on: 'script',
  *check(model) {
    if (!model.isComplete) return;
    for (const { item, place } of model.declarations) {
      if (item.type === 'global' && item.name.text === 'mpath') return;
      if (item.type !== 'loadmodule' || item.path === undefined) continue;
      const path = stringValue(item.path);
      // A path with a slash is used unchanged.
      if (path.includes('/') || isCompiledIn(path)) continue;
      yield {
        place,
        span: item.path,
        message: message(
          'No module directory is set above this line.',
          `OpenSIPS has no built-in one, so it does not find \`${path}\` and does not start.`,
          'Set `mpath="/.../modules/"` above.',
        ),
      };
      return;
    }
  },
};
