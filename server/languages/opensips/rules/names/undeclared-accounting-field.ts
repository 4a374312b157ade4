import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { perGroup } from '../../model/bodies.ts';
import type { ScriptModel } from '../../model/model.ts';
import { parameterValues } from '../../model/parameters.ts';
import { spanInside } from '../../syntax/inside.ts';
import { type Finding, replacing, type ScriptRule } from '../rule.ts';

/** The variables of `acc`, with the parameter that declares their names. */
const declaredBy: Readonly<Record<string, string>> = { acc_extra: 'extra_fields', acc_leg: 'leg_fields' };

export const undeclaredAccountingField: ScriptRule = {
  code: 'opensips-cfg/undeclared-accounting-field',
  severity: 'error',
  family: 'names',
  title: 'Undeclared accounting field',
  why: '`$acc_extra(name)` and `$acc_leg(name)` accept only names that the parameters `extra_fields` and `leg_fields` of `acc` declare. Otherwise the server refuses the script.',
  fix: 'Declare the name, as in `modparam("acc", "extra_fields", "db: name->column")`, or correct it.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/acc.so"\nroute {\n\t$acc_extra(caller) = $fU;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/acc.so"\nmodparam("acc", "extra_fields", "log: caller")\nroute {\n\t$acc_extra(caller) = $fU;\n}\n',
  since: '2.3',
  on: 'script',
  modules: ['acc'],
  *check(model) {
    if (!model.isComplete) return;
    const fields = new Map(
      Object.values(declaredBy).map(parameter => [parameter, fieldsOf(model, parameter)]),
    );
    for (const group of model.groups) {
      for (const { token, place } of fieldsRead(group)) {
        const [, variable = '', written = ''] = ACCOUNTING_FIELD.exec(token.text) ?? [];
        const parameter = declaredBy[variable] ?? '';
        const names = fields.get(parameter) ?? new Set();
        const name = written.trim();
        if (names.has(name)) continue;
        const guess = nearest(name, names);
        const span = spanInside(
          token,
          token.text.indexOf('(', token.text.indexOf(variable)) + 1,
          written.length,
        );
        const finding: Finding = {
          place,
          span,
          message: message(
            `\`${parameter}\` of \`acc\` does not declare the field \`${name}\`.`,
            'OpenSIPS does not start.',
            guess === undefined
              ? `Declare it with \`modparam("acc", "${parameter}", "db: ${name}")\`.`
              : `Did you mean \`${guess}\`?`,
          ),
          ...(guess === undefined ? {} : { fixes: [replacing(`Write ${guess}`, span, guess)] }),
        };
        yield finding;
      }
    }
  },
};

const ACCOUNTING_FIELD = /^\$\(?(acc_extra|acc_leg)\(([^()$]+)\)/;

const fieldsRead = perGroup(bodies =>
  bodies.flatMap(({ uses, place }) =>
    uses.variables
      .filter(({ token }) => ACCOUNTING_FIELD.test(token.text))
      .map(({ token }) => ({ token, place })),
  ),
);

/** The names in `backend: name->column; name`, from all settings together. */
function fieldsOf(model: ScriptModel, parameter: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { value } of parameterValues(model, 'acc', parameter)) {
    const list = String(value).replace(/^[^:]*:/, '');
    for (const part of list.split(';')) {
      const name = part.replace(/->.*$/s, '').trim();
      if (name !== '') names.add(name);
    }
  }
  return names;
}
