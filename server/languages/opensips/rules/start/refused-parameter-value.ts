import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { parameterFault, parameterValuesOf } from '../../facts/parameterValues.ts';
import { targetsOf } from '../../model/parameters.ts';
import { readString } from '../../syntax/inside.ts';
import { stringValue } from '../../syntax/token.ts';
import { type ModuleParameterRule, replacing } from '../rule.ts';

export const refusedParameterValue: ModuleParameterRule = {
  code: 'opensips-cfg/refused-parameter-value',
  severity: 'error',
  family: 'start',
  title: 'Parameter value that the module refuses',
  why: 'Modules check their parameters when they start. `opensips -C` does not start them, so it accepts a misspelled mode, a number that is out of range or a text of another form, but then the server does not start.',
  fix: 'Write one of the values in the message.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nmodparam("tm", "fr_timeout", 1)\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nmodparam("tm", "fr_timeout", 5)\n',
  on: 'modparam',
  *check(item, loaded, model) {
    const [token, ...more] = item.value;
    if (item.name === undefined || token === undefined || more.length > 0) return;
    const name = stringValue(item.name);
    for (const { module, facts } of targetsOf(item, loaded, model.version)) {
      if (facts === undefined) continue;
      const known = parameterValuesOf(module, name, model.version);
      if (known === undefined) continue;
      const text = item.number === undefined ? readString(token) : undefined;
      // A number in quotes is a wrong type, which another rule reports.
      if (
        text === undefined
          ? /^(?:words|form)$/.test(known.values.kind)
          : /numbers|range/.test(known.values.kind)
      )
        continue;
      const domain = known.inDomain ? /^\s*\[[^\]]*\]/.exec(text?.value ?? '')?.[0].length : 0;
      if (domain === undefined) continue;
      const value = item.number ?? text?.value.slice(domain) ?? '';
      const fault = parameterFault(known.values, value);
      if (fault === undefined) continue;
      const span =
        text === undefined || fault.wrong === ''
          ? token
          : text.spanOf(Math.max(0, text.value.indexOf(fault.wrong, domain)), fault.wrong.length);
      const guess = 'words' in known.values ? nearest(fault.wrong, known.values.words) : undefined;
      const { consequence, values } = known;
      yield {
        span,
        ...(consequence.isWarning ? { severity: 'warning' as const } : {}),
        message: message(
          values.kind === 'form'
            ? `This value of \`${name}\` does not have the form that \`${module}\` reads.`
            : `\`${module}\` does not accept \`${fault.wrong}\` for \`${name}\`.`,
          consequence.text,
          values.kind === 'form'
            ? `Write ${fault.allowed}.`
            : guess === undefined
              ? `Allowed: ${fault.allowed}.`
              : `Did you mean \`${guess}\`?`,
        ),
        ...(guess === undefined ? {} : { fixes: [replacing(`Write ${guess}`, span, guess)] }),
      };
      return;
    }
  },
};
