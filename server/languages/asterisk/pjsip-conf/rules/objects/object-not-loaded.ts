import { message } from '../../../../../rules/rule.ts';
import type { PjsipConf } from '../../model/model.ts';
import type { PjsipObject } from '../../model/object.ts';
import { atHeader, atName, type Finding, type ObjectRule } from '../rule.ts';
import { consequence, named } from '../texts.ts';

export const objectNotLoaded: ObjectRule = {
  code: 'pjsip-conf/object-not-loaded',
  severity: 'error',
  family: 'objects',
  title: 'Object that is not loaded because of a line elsewhere',
  why: 'When Asterisk refuses a line, it drops every object that has the line, including those that copy it from a template. When two objects have the same type and name, it drops all objects of that type.',
  fix: 'Correct the line in the template, or remove the duplicate.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[phone](!)\ntype=aor\nmax_contact=1\n\n[alice](phone)\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[phone](!)\ntype=aor\nmax_contacts=1\n\n[alice](phone)\n',
  on: 'object',
  isIndividual: true,
  check: (object, model) =>
    object.loss === undefined && (object.isMade || model.duplicatesOf(object.type) === undefined)
      ? undefined
      : findings(object, model),
};

function* findings(object: PjsipObject, model: PjsipConf): Generator<Finding> {
  const { loss, entry } = object;
  const setting = loss?.kind === 'incomplete' ? loss.fault.setting : loss?.setting;
  if (setting !== undefined && setting.entry.key !== entry.key) {
    if (isOneOfMany(object, setting.entry.key, model)) return;
    const related = [{ ...atName(setting), message: 'Asterisk refuses this line.' }];
    const what = `Asterisk does not load the ${named(object)}, because it copies an invalid line from "${setting.entry.header.name}".`;
    yield {
      ...atHeader(entry),
      message: message(what, consequence(object), 'Correct that line.'),
      related,
    };
  }
  if (loss !== undefined || object.isMade) return;
  const pairs = model.duplicatesOf(object.type);
  const pair = pairs?.has(object.name) === false ? model.firstDuplicateOf(object.type) : undefined;
  if (pair === undefined || model.ofType(object.type).size > MANY) return;
  const related = pair.map(({ entry: other }) => ({
    ...atHeader(other),
    message: 'This is one of the two sections.',
  }));
  const what = `Asterisk does not load the ${named(object)}, because there are two sections for the ${named(pair[0])}.`;
  yield {
    ...atHeader(entry),
    message: message(what, consequence(object), 'Remove the duplicate.'),
    related,
  };
}

/** Maximum number of objects with the same finding. */
const MANY = 20;

function isOneOfMany(object: PjsipObject, parent: string, { conf }: PjsipConf): boolean {
  let index = 0;
  for (const heir of conf.heirs.get(parent) ?? []) {
    if (heir === object.entry) return false;
    if (++index >= MANY) return true;
  }
  return false;
}
