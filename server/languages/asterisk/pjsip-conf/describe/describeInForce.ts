import { inlineCode } from '../../../../text/markdown.ts';
import { HIDDEN, isSecretName } from '../../../../text/secrets.ts';
import type { Entry, LinePlace, Setting } from '../../config/entry.ts';
import { originWords } from '../../editing/origin.ts';
import type { OptionFacts } from '../facts/facts.ts';
import { valueFault } from '../model/building.ts';
import { codecsOf } from '../model/codecs.ts';
import type { PjsipConf } from '../model/model.ts';
import { lastOf, type PjsipObject } from '../model/object.ts';

/** A line with an option, and what it counts for. */
export interface OptionPlace extends LinePlace {
  /** The section that the line counts for. */
  readonly entry: Entry;
  /** The object of the section; absent for a template. */
  readonly object: PjsipObject | undefined;
  /** The name of the option as it is written. */
  readonly name: string;
}

/** What is in force for the option of a line, where that is set, and whether it is this line that decides. Markdown. */
export function describeInForce(model: PjsipConf, facts: OptionFacts, place: OptionPlace): string {
  const subject = subjectOf(model, facts, place);
  if (typeof subject === 'string') return `**Not in force:** ${subject}`;
  const { settings, what } = subject;
  const deciding = decidingLines(settings, facts);
  if (deciding.length === 0) return '';
  const decides = deciding.some(
    ({ place: { section }, line }) => section === place.place.section && line === place.line,
  );
  const lost = decides ? '' : ' **This line has no effect:** another line overrides it.';
  const [only] = deciding.length === 1 ? deciding : [];
  const instead = only === undefined ? undefined : insteadOf(model, facts, only);
  const ignored = instead === undefined ? '' : ` ${instead}`;
  return `**In force for ${what}:** ${valuesInForce(model, facts, deciding, place.entry)}.${ignored}${lost}`;
}

/** The lines of the object, or why the line has no effect. */
function subjectOf(
  model: PjsipConf,
  facts: OptionFacts,
  { entry, object, name }: OptionPlace,
): { readonly settings: readonly Setting[]; readonly what: string } | string {
  const lines = model.conf.settingsOf(entry);
  if (entry.isTemplate) return { settings: ofPart(lines, name), what: 'this template' };
  const slash = name.indexOf('/');
  if (model.isWizardFile && slash < 0) return { settings: lines, what: 'this wizard' };
  const owner = model.isWizardFile ? madeFor(model, entry, facts.type, name.slice(0, slash)) : object;
  if (owner === undefined) {
    if (!model.isWizardFile) return { settings: lines, what: 'this section' };
    return `this wizard creates no ${facts.type} from it.`;
  }
  if (!model.isLoaded(owner))
    return `Asterisk does not load this ${owner.type}. See the problems in this file.`;
  if (owner.type === 'global' || owner.type === 'system') {
    const last = model.single(owner.type);
    if (last !== undefined && last !== owner)
      return `of several ${owner.type} sections, the last one counts, in line ${model.lineOf({ place: last.entry.place, line: 0 }) + 1}.`;
  }
  return { settings: owner.settings, what: `this ${owner.type}` };
}

/** The lines of a template, with the options of a wizard's part under their own names. */
function ofPart(lines: readonly Setting[], name: string): readonly Setting[] {
  const prefix = name.slice(0, name.indexOf('/') + 1);
  if (prefix === '') return lines;
  return lines
    .filter(({ option }) => option.name.startsWith(prefix))
    .map(setting => {
      const own = setting.option.name.slice(prefix.length);
      return { ...setting, option: { ...setting.option, name: own, key: own.toLowerCase() } };
    });
}

/** The object that a wizard creates from its options with a prefix. */
function madeFor(model: PjsipConf, entry: Entry, type: string, prefix: string): PjsipObject | undefined {
  const end = prefix === 'inbound_auth' ? '-iauth' : prefix === 'outbound_auth' ? '-oauth' : '';
  return model.objectsAt(entry).find(made => made.type === type && made.name.endsWith(end));
}

function decidingLines(settings: readonly Setting[], facts: OptionFacts): readonly Setting[] {
  if (facts.kind === 'codecs')
    return settings.filter(({ option: { key } }) => key === 'allow' || key === 'disallow');
  const key = facts.name.toLowerCase();
  const matching = settings.filter(({ option }) => option.key === key);
  if (facts.repeatable === true) return matching;
  const last = lastOf(matching, key);
  return last === undefined ? [] : [last];
}

function valuesInForce(
  model: PjsipConf,
  facts: OptionFacts,
  deciding: readonly Setting[],
  entry: Entry,
): string {
  const origin = (setting: Setting): string => originWords(model, setting, entry);
  if (facts.kind === 'codecs') {
    const codecs = codecsOf(deciding);
    const list = codecs.length === 0 ? 'no codec' : codecs.slice(0, MAX_CODECS).map(inlineCode).join(', ');
    const more = codecs.length > MAX_CODECS ? `, and ${codecs.length - MAX_CODECS} more` : '';
    const from = deciding.slice(-MAX_LINES).map(origin).join('; ');
    return `${list}${more}, after every \`allow\` and \`disallow\` (${from})`;
  }
  const shown = deciding.slice(0, MAX_LINES).map(setting => {
    const { value } = setting;
    const code = value === '' ? '*empty*' : inlineCode(isSecretName(facts.name) ? HIDDEN : value);
    const text = insteadOf(model, facts, setting) === undefined ? code : `~~${code}~~`;
    return `${text} (${origin(setting)})`;
  });
  return shown.join(', ') + (deciding.length > MAX_LINES ? ', …' : '');
}

/** What the server does instead of using a value, as one sentence; undefined for a value that it uses. */
function insteadOf(model: PjsipConf, facts: OptionFacts, { value }: Setting): string | undefined {
  return valueFault(facts, value, model)?.instead?.replace(/^It /, 'Asterisk ');
}

const MAX_LINES = 8;
const MAX_CODECS = 12;
