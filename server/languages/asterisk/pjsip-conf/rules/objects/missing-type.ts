import { message } from '../../../../../rules/rule.ts';
import { endOfLineLike } from '../../../../../text/lines.ts';
import type { Entry, Setting } from '../../../config/entry.ts';
import { isSectionWhole } from '../../../config/unread.ts';
import { objectTypes, optionFacts } from '../../facts/facts.ts';
import type { PjsipConf } from '../../model/model.ts';
import { atHeader, atName, type Finding, type Fix, type NameRule } from '../rule.ts';

export const missingType: NameRule = {
  code: 'pjsip-conf/missing-type',
  severity: 'warning',
  family: 'objects',
  title: 'Section without a type',
  why: 'Asterisk silently ignores a section without a `type` line. Only sections named exactly `global` or `system` do not need one, and only if Asterisk knows every option in them.',
  fix: 'Add `type=endpoint`, `type=aor` and so on.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\nmax_contacts=1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'name',
  isAboutFaults: true,
  check: (entries, key, model) =>
    entries.every(entry => model.isObject(entry)) ? undefined : findings(entries, key, model),
};

function* findings(entries: readonly Entry[], key: string, model: PjsipConf): Generator<Finding> {
  for (const entry of entries) {
    if (entry.isTemplate || entry.isAppend || entry.header.fault !== undefined) continue;
    if (!isSectionWhole(model.conf, entry) || !model.isComplete(entry)) continue;
    const settings = model.settingsAt(entry);
    if (settings.some(({ option }) => option.key === 'type')) continue;
    if (model.isObject(entry)) continue;
    // A section that others copy from is useful without being an object.
    if (model.conf.heirs.has(key)) continue;
    const type = model.isWizardFile ? 'wizard' : likelyType(settings, key);
    const { name } = entry.header;
    const unknown =
      name === 'global' || name === 'system'
        ? settings.find(({ option }) => optionFacts(name, option.key) === undefined)
        : undefined;
    if (unknown !== undefined) {
      const what = `Asterisk silently ignores [${name}], because it has no type and "${unknown.option.name}" is not an option of ${name}.`;
      yield {
        ...atName(unknown),
        message: message(what, 'The defaults apply.', 'Correct or remove the option.'),
      };
      continue;
    }
    const what = `Asterisk silently ignores the section "${name}", because it has no type.`;
    yield {
      ...atHeader(entry),
      message: message(what, 'No object is created from it.', `Add type=${type ?? 'TYPE'}.`),
      fixes: type === undefined ? [] : [addingType(entry, type)],
    };
  }
}

/** The one type that has all the options of a section. */
function likelyType(settings: readonly Setting[], key: string): string | undefined {
  if (settings.length === 0) return undefined;
  const types = objectTypes().filter(
    ({ name }) =>
      name !== 'wizard' &&
      name !== 'phoneprov' &&
      settings.every(({ option }) => optionFacts(name, option.key) !== undefined),
  );
  return types.length === 1 ? types[0]?.name : types.find(({ name }) => name === key)?.name;
}

function addingType({ place, header }: Entry, type: string): Fix {
  const end = header.text.length;
  const eol = endOfLineLike(header.text);
  const newText = header.text.endsWith('\n') ? `type=${type}${eol}` : `${eol}type=${type}`;
  return { title: `Add "type=${type}"`, edits: [{ place, line: 0, start: end, end, newText }] };
}
