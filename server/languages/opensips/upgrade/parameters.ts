import { moduleFacts } from '../facts/facts.ts';
import { formerParameter } from '../facts/formerParameters.ts';
import { existsIn, isAtLeast } from '../facts/versions.ts';
import { stringValue } from '../syntax/token.ts';
import { parametersOf, removeLines, replace, type UpgradeContext, type UpgradeItem } from './step.ts';

export function* renameParameters({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  for (const { item, place, module, name, nameToken } of parametersOf(model)) {
    const entry = formerParameter(module, name, to);
    const [value] = item.value;
    if (entry === undefined || value === undefined) continue;
    const written = item.number === undefined ? stringValue(value) : String(item.number);
    const newValue = entry.value === undefined ? undefined : entry.value(written);
    if (entry.newName === undefined || (entry.value !== undefined && newValue === undefined)) {
      yield {
        place,
        span: item,
        edits: [removeLines(place, item)],
        verdict: entry.inScript ? 'check' : 'done',
        what: `Removed the parameter \`${name}\` of \`${module}\`.`,
        why: entry.why,
      };
      continue;
    }
    yield {
      place,
      span: item,
      edits: [
        replace(place, nameToken, `"${entry.newName}"`),
        ...(newValue === undefined ? [] : [replace(place, value, newValue)]),
      ],
      verdict: 'done',
      what: `\`${name}\` of \`${module}\` is now \`${entry.newName}\`.`,
      why: entry.why,
    };
  }
}

/** Removes parameters that the target no longer has and that nothing replaces, with a note. */
export function* dropParameters({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  for (const { item, place, module, name } of parametersOf(model)) {
    const facts = moduleFacts(module);
    const own = facts?.params?.find(one => one.name === name);
    if (facts === undefined || own === undefined || !existsIn(to, facts) || existsIn(to, own)) continue;
    if (own.removed === undefined || !isAtLeast(to, own.removed)) continue;
    yield {
      place,
      span: item,
      edits: [removeLines(place, item)],
      verdict: 'check',
      what: `Removed the parameter \`${name}\` of \`${module}\`${own.replacedBy === undefined ? '' : `; replaced by ${own.replacedBy}`}.`,
      why: `It was removed in ${own.removed}. Its value was ${item.value.map(token => token.text).join(' ')}.`,
    };
  }
}
