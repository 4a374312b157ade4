import { inlineCode } from '../../../../text/markdown.ts';
import { typeFacts } from '../facts/facts.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';
import { describeRecognition } from './describeObject.ts';

/** A wizard with the objects that Asterisk creates from it. */
export function describeWizard(name: string, model: PjsipConf): string {
  const objects = model.madeBy(name);
  const parts = [`**wizard** ${inlineCode(name)}`];
  const about = typeFacts('wizard')?.description;
  if (about !== undefined) parts.push(about);
  const endpoint = objects.find(({ type }) => type === 'endpoint');
  if (endpoint !== undefined) parts.push(describeRecognition(model, endpoint));
  parts.push(`It creates:\n\n${listOfMade(objects, model)}`);
  return parts.join('\n\n');
}

/** The objects of a wizard, one a line; with `key`, only those that one of its options causes. */
export function listOfMade(objects: readonly PjsipObject[], model: PjsipConf, key?: string): string {
  const causes = key === undefined ? undefined : (madeBecauseOf[key] ?? []);
  return objects
    .filter(({ type, name }) => causes === undefined || causes.some(cause => cause.test(`${type} ${name}`)))
    .map(object => {
      const state = model.isLoaded(object) ? '' : ', which Asterisk does not load';
      return `- ${object.type} ${inlineCode(object.name)}${state}`;
    })
    .join('\n');
}

/** The types and the ends of the names of the objects that exist because of an option. */
const madeBecauseOf: Readonly<Record<string, readonly RegExp[]>> = {
  accepts_auth: [/^auth .*-iauth$/],
  sends_auth: [/^auth .*-oauth$/],
  sends_registrations: [/^registration /],
  remote_hosts: [/^identify /, /^registration /],
  has_phoneprov: [/^phoneprov /],
};
