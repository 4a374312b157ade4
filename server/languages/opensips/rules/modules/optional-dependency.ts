import { message } from '../../../../rules/rule.ts';
import type { ScriptRule } from '../rule.ts';
import { isMet, needsOf } from './missing-dependency.ts';

export const optionalDependency: ScriptRule = {
  code: 'opensips-cfg/optional-dependency',
  severity: 'information',
  family: 'modules',
  title: 'Module whose optional module is not loaded',
  why: 'OpenSIPS logs a warning and starts, but the features that need the other module do not work.',
  fix: 'Load the other module if you use those features.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/b2b_entities.so"\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/uac_auth.so"\nloadmodule "/modules/b2b_entities.so"\n',
  on: 'script',
  *check(model) {
    if (!model.isComplete) return;
    for (const need of needsOf(model)) {
      if (need.dependency.mode !== 'warn' || isMet(model, need.dependency)) continue;
      const other =
        need.dependency.module === undefined
          ? `a module of the class ${need.dependency.class ?? ''}`
          : `\`${need.dependency.module}\``;
      yield {
        place: need.place,
        span: need.span,
        message: message(
          `The module \`${need.module}\` can use ${other}, which is not loaded.`,
          'OpenSIPS logs a warning and starts, but the features that need it do not work.',
          'Load it if you use those features.',
        ),
      };
    }
  },
};
