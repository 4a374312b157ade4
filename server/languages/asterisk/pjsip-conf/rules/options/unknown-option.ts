import { message } from '../../../../../rules/rule.ts';
import { nearest, onlyOneThatBegins } from '../../../../../text/spelling.ts';
import type { Setting } from '../../../config/entry.ts';
import { effectOfCase } from '../../facts/exactNames.ts';
import {
  counterparts,
  elsewhere,
  existsIn,
  type OptionFacts,
  optionFacts,
  optionsOf,
  typesWith,
} from '../../facts/facts.ts';
import type { PjsipConf } from '../../model/model.ts';
import type { PjsipObject } from '../../model/object.ts';
import { atName, type Finding, type ObjectRule, removingLine, replacing } from '../rule.ts';
import { consequence, named } from '../texts.ts';

export const unknownOption: ObjectRule = {
  code: 'pjsip-conf/unknown-option',
  severity: 'error',
  habit: 'message',
  family: 'options',
  title: 'Option that does not belong to the type of the object',
  why: 'Asterisk does not skip an unknown option: it drops the whole object. Without its endpoint, a phone is an unknown caller; without an auth, every request gets 500; without a transport, Asterisk does not listen. The log message gives the line but not the file.',
  fix: 'Correct the spelling, move the option to the object that has it, or use the pjsip.conf option that replaces the sip.conf option.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contact=1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'object',
  isAboutFaults: true,
  *check(object, model) {
    for (const setting of object.settings) {
      const { key } = setting.option;
      if (key === 'type' || key.startsWith('@')) continue;
      const facts = optionFacts(object.type, key);
      if (facts === undefined || !existsIn(facts, model.release))
        yield finding(object, setting, facts, model);
      else yield* caseFinding(object, setting, facts);
    }
  },
};

function finding(
  object: PjsipObject,
  setting: Setting,
  facts: OptionFacts | undefined,
  model: PjsipConf,
): Finding {
  const { option } = setting;
  const at = atName({ ...setting, option });
  const why = `Asterisk does not load ${whom(object, setting)}. ${consequence(object)}`;
  const { type } = object;
  if (facts !== undefined) {
    const { branch } = model.release;
    const first = facts.since?.find(since => Number.parseInt(since, 10) === branch);
    const since = first ?? (facts.missingIn?.includes(branch) === true ? undefined : String(facts.from));
    const what = `"${option.name}" is not an option of ${type} in Asterisk ${model.release.version}.`;
    const todo =
      since === undefined ? 'Remove the line.' : `Remove the line, or use Asterisk ${since} or later.`;
    return { ...at, message: message(what, why, todo), fixes: [removingLine('Remove the line', setting)] };
  }
  const what = `"${option.name}" is not an option of ${type}.`;
  const [other] = typesWith(option.key).filter(candidate => candidate !== type);
  const known = optionsOf(type).filter(candidate => existsIn(candidate, model.release));
  const names = known.map(({ name }) => name);
  const near = onlyOneThatBegins(option.key, names) ?? nearest(option.key, names);
  const isOther = other !== undefined && (near === undefined || near !== option.key);
  if (isOther) {
    const todo = `It is an option of ${other}. Move it to the ${other}, or remove it.`;
    return { ...at, message: message(what, why, todo), fixes: [removingLine('Remove the line', setting)] };
  }
  const translated = translation(option.key, type);
  if (translated !== undefined) return { ...at, message: message(what, why, translated) };
  if (near === undefined)
    return { ...at, message: message(what, why, 'Correct the name, or remove the line.') };
  const fixes = [replacing(`Change to "${near}"`, at, near)];
  return { ...at, message: message(what, why, `Did you mean "${near}"?`), fixes };
}

/** Uppercase letters in the name of one of the few options where they matter. */
function* caseFinding(object: PjsipObject, setting: Setting, facts: OptionFacts): Generator<Finding> {
  const { option } = setting;
  const effect = effectOfCase(facts, option.name, setting.value);
  if (effect === undefined) return;
  const at = atName(setting);
  const what = `Asterisk compares the name of this option exactly, and "${option.name}" is not "${facts.name}".`;
  const todo = `Write ${facts.name}.`;
  const fixes = [replacing(`Change to "${facts.name}"`, at, facts.name)];
  if (effect === 'refused') {
    const why = `It does not load ${whom(object, setting)}. ${consequence(object)}`;
    yield { ...at, message: message(what, why, todo), fixes };
    return;
  }
  const why = 'It silently treats the line as a deny line for the source of requests.';
  yield { ...at, message: message(what, why, todo), fixes, severity: 'warning' };
}

/** The counterpart of a sip.conf option here. */
function translation(key: string, type: string): string | undefined {
  const otherwise = elsewhere(key);
  if (otherwise !== undefined) return `This is a sip.conf option; in pjsip.conf: ${otherwise}.`;
  const found = counterparts(key);
  const best = found.find(candidate => candidate.type === type) ?? found[0];
  if (best === undefined) return undefined;
  const where = best.type === type ? '' : ` of the ${best.type}`;
  return `This is a sip.conf option; in pjsip.conf it is "${best.name}"${where}.`;
}

/** The object, or all that share the line with it. */
function whom(object: PjsipObject, setting: Setting): string {
  if (setting.entry.key === object.entry.key) return `the ${named(object)}`;
  return `any ${object.type} that inherits from "${setting.entry.header.name}"`;
}
