import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { moduleFacts } from '../../facts/facts.ts';
import { targetsOf } from '../../model/parameters.ts';
import { stringValue } from '../../syntax/token.ts';
import { type ModuleParameterRule, replacing } from '../rule.ts';

export const parameterOfModuleNotLoaded: ModuleParameterRule = {
  code: 'opensips-cfg/parameter-of-module-not-loaded',
  severity: 'error',
  family: 'modules',
  title: 'Parameter set before its module is loaded',
  why: '`modparam` sets a parameter of modules that are already loaded. If none of them matches, the server does not start.',
  fix: 'Load the module above this line, or remove the line.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nmodparam("tm", "fr_timeout", 5)\nloadmodule "/modules/tm.so"\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nmodparam("tm", "fr_timeout", 5)\n',
  on: 'modparam',
  *check(item, loaded, model) {
    if (item.module === undefined || item.name === undefined) return;
    if (targetsOf(item, loaded, model.version).length > 0 || !model.isComplete) return;
    const pattern = stringValue(item.module);
    const later = model.modules.get(pattern);
    const guess =
      later === undefined && moduleFacts(pattern) === undefined && !loaded.areTooMany
        ? nearest(pattern, loaded)
        : undefined;
    yield {
      span: item.module,
      missingModules: [pattern],
      message: message(
        later === undefined
          ? `No loaded module matches \`${pattern}\`.`
          : `The module \`${pattern}\` is loaded only below this line.`,
        'OpenSIPS does not start.',
        guess !== undefined
          ? `Did you mean \`${guess}\`?`
          : later === undefined
            ? `Load the module above, or remove the line.`
            : 'Move this line below its loadmodule.',
      ),
      ...(guess === undefined ? {} : { fixes: [replacing(`Write ${guess}`, item.module, `"${guess}"`)] }),
    };
  },
};
