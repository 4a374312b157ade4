import { inlineCode } from '../../../../text/markdown.ts';
import { HIDDEN, isSecretName } from '../../../../text/secrets.ts';
import { optionFacts, optionsOf, typeFacts } from '../facts/facts.ts';
import { identifiesOf, isAnonymous, isFoundByName } from '../model/access.ts';
import type { PjsipConf } from '../model/model.ts';
import { lastValue, type PjsipObject } from '../model/object.ts';
import { describeRegistration } from './describeRegistration.ts';

/** Maximum number of lines shown for an object. */
const MAX_LINES = 60;

/** An object as the server has it: whether it is loaded, which callers it is used for, and the values in force. */
export function describeObject(model: PjsipConf, object: PjsipObject): string {
  const parts = [`**${object.type}** ${inlineCode(object.name)}`];
  const about = typeFacts(object.type)?.description;
  if (about !== undefined) parts.push(about);
  if (object.isMade)
    parts.push(`The wizard ${inlineCode(object.entry.header.name)} in pjsip_wizard.conf creates it.`);
  if (!model.isLoaded(object))
    parts.push('**Asterisk does not load this object.** See the problems in this file.');
  else if (object.type === 'registration') parts.push(describeRegistration(model, object));
  if (object.type === 'endpoint') parts.push(describeRecognition(model, object));
  parts.push(values(object));
  return parts.join('\n\n');
}

/** Which callers are recognized as an endpoint, and what they must know. */
export function describeRecognition(model: PjsipConf, endpoint: PjsipObject): string {
  const settings = endpoint.settings;
  const ways: string[] = [];
  if (isAnonymous(endpoint.name)) ways.push('every caller that nothing else recognizes');
  else if (isFoundByName(settings))
    ways.push(`callers with ${inlineCode(endpoint.name)} as the user part of the From header`);
  for (const identify of identifiesOf(model, endpoint.name).slice(0, 5)) {
    const own = identify.settings;
    const match = own.filter(({ option }) => option.key === 'match').map(({ value }) => value);
    if (match.length > 0) ways.push(`callers from ${inlineCode(match.join(', '))}`);
    const header = lastValue(own, 'match_header');
    if (header !== undefined) ways.push(`requests with the header ${inlineCode(header)}`);
  }
  const auth = lastValue(settings, 'auth') ?? '';
  const password =
    auth === '' ? 'No password is required.' : `They must authenticate with ${inlineCode(auth)}.`;
  if (ways.length === 0) return 'No caller is recognized as this endpoint.';
  return `This endpoint is used for ${ways.join('; ')}. ${password}`;
}

function values(object: PjsipObject): string {
  const rows: string[] = [];
  for (const setting of object.settings) {
    const { option, value, entry } = setting;
    if (option.key === 'type') continue;
    const facts = optionFacts(object.type, option.key);
    // An unknown option may be a misspelled secret.
    const shown = facts === undefined || isSecretName(option.key) ? HIDDEN : value;
    const from = entry.key === object.entry.key ? '' : ` from ${inlineCode(entry.header.name)}`;
    rows.push(`- ${inlineCode(`${option.name}=${shown}`)}${from}`);
    if (rows.length >= MAX_LINES) break;
  }
  const isSet = new Set(object.settings.map(({ option }) => option.key));
  const defaults = optionsOf(object.type)
    .filter(
      ({ name, risk, kind, default: standard }) =>
        risk !== undefined && kind !== 'ignored' && standard !== undefined && !isSet.has(name),
    )
    .map(({ name, default: standard }) => inlineCode(`${name}=${standard ?? ''}`));
  if (defaults.length > 0) rows.push(`- by default: ${defaults.join(', ')}`);
  return rows.join('\n');
}
