import { message } from '../../../../rules/rule.ts';
import { isCompiledIn } from '../../model/model.ts';
import { moduleNameOf } from '../../model/placed.ts';
import { stringValue } from '../../syntax/token.ts';
import type { Finding, ScriptRule } from '../rule.ts';

export const moduleLoadedTwice: ScriptRule = {
  code: 'opensips-cfg/module-loaded-twice',
  severity: 'error',
  family: 'modules',
  title: 'Module loaded twice',
  why: 'OpenSIPS refuses to load the same module twice and does not start.',
  fix: 'Remove one of the two lines.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/tm.so"\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\n',
  on: 'script',
  *check(model) {
    for (const { item, place } of model.declarations) {
      if (item.type !== 'loadmodule' || item.path === undefined) continue;
      const path = stringValue(item.path);
      // The server only warns about these.
      if (isCompiledIn(path)) continue;
      const name = moduleNameOf(path);
      const first = model.modules.get(name);
      if (first === undefined || first.path === item.path) continue;
      const finding: Finding = {
        place,
        span: item,
        message: message(
          `The module \`${name}\` is already loaded.`,
          'OpenSIPS does not start when a module is loaded twice.',
          'Remove this line.',
        ),
        related: [{ place: first.place, span: first.path, message: 'First loaded here' }],
        fixes: [{ title: 'Remove this loadmodule', edits: [{ span: item, text: '' }] }],
        tag: 'unnecessary',
      };
      yield finding;
    }
  },
};
