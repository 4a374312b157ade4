import { lookUpExtension, otherSpelling } from '../../companions/dialplan.ts';
import { isTrue } from '../../values/truth.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';
import { withoutOptions } from './identifiers.ts';
import { optionOf, type PjsipTrail, type RequestInput, settingOf } from './input.ts';
import { partsOf } from './readable.ts';

export interface Destination {
  readonly context: string;
  readonly exten: string;
  readonly kind: 'found' | 'missing' | 'partial';
}

/** The extension: the user part of the Request-URI, "s" without one. */
export function extensionOf(model: PjsipConf, { message }: RequestInput): string {
  const uri = message.startLine.kind === 'request' ? message.startLine.uri.text : '';
  const { user } = partsOf(uri);
  return user === '' ? 's' : withoutOptions(model, user);
}

/** Looks up the extension in a context; unknown ones count as found. */
export function findDestination(
  model: PjsipConf,
  endpoint: PjsipObject,
  context: string,
  input: RequestInput,
  trail: PjsipTrail,
): Destination {
  const exten = extensionOf(model, input);
  const answer = lookUpExtension(model.conf, context, exten, '');
  const lines = [settingOf(endpoint, 'context')];
  if (answer.kind === 'unknown') {
    trail.assume(`${answer.reason} The extension ${exten} in context ${context} is assumed to exist.`);
    trail.add('Dialplan', 'skipped', `It is unknown whether ${exten} exists in context ${context}.`, {
      lines,
    });
    return { context, exten, kind: 'found' };
  }
  if (answer.kind === 'found') {
    const detail = `${exten} exists in context ${context}.`;
    trail.add('Dialplan', 'passed', detail, { lines, beside: answer.config });
    return { context, exten, kind: 'found' };
  }
  const overlaps = answer.kind === 'partial' && isTrue(optionOf(endpoint, 'allow_overlap', 'yes'));
  const detail = overlaps
    ? `${exten} in context ${context} needs more digits: 484 Address Incomplete.`
    : `Context ${context} has no extension ${exten}: 404 Not Found.${otherSpelling(model.conf, context, exten, '')}`;
  trail.add('Dialplan', 'failed', detail, { lines, beside: answer.config });
  return { context, exten, kind: overlaps ? 'partial' : 'missing' };
}
