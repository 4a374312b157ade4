import { message } from '../../../../rules/rule.ts';
import { parameterTypeIn } from '../../facts/facts.ts';
import { targetsOf } from '../../model/parameters.ts';
import { stringValue } from '../../syntax/token.ts';
import { type ModuleParameterRule, replacing } from '../rule.ts';

export const parameterType: ModuleParameterRule = {
  code: 'opensips-cfg/parameter-type',
  severity: 'error',
  family: 'types',
  title: 'Module parameter value of the wrong type',
  why: 'A parameter takes either a string in quotes or a number. With a value of the other type OpenSIPS does not find the parameter and does not start.',
  fix: 'Write numbers without quotes and strings with quotes.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nmodparam("tm", "fr_timeout", "5")\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nmodparam("tm", "fr_timeout", 5)\n',
  on: 'modparam',
  *check(item, loaded, model) {
    const first = item.value[0];
    if (first === undefined || item.name === undefined) return;
    const isNumber = item.number !== undefined;
    for (const { facts, module } of targetsOf(item, loaded, model.version)) {
      if (facts === undefined) continue;
      const type = parameterTypeIn(facts, model.version);
      if (type === 'int|str' || type === (isNumber ? 'int' : 'str')) continue;
      const value = stringValue(first);
      const canUnquote = !isNumber && /^-?\d+$/.test(value);
      yield {
        span: first,
        message: message(
          `The parameter \`${facts.name}\` of \`${module}\` must be ${type === 'int' ? 'a number' : 'a string'}.`,
          'With a value of the other type OpenSIPS does not start.',
          type === 'int' ? 'Write a number, without quotes.' : 'Put the value in quotes.',
        ),
        ...(isNumber
          ? { fixes: [replacing(`Put "${first.text}" in quotes`, first, `"${first.text}"`, true)] }
          : canUnquote
            ? { fixes: [replacing('Remove the quotes', first, value, true)] }
            : {}),
      };
      return;
    }
  },
};
