import { InvalidArgumentError } from 'commander';
import { versionNamed } from '../languages/flexisip/facts/facts.ts';

/** The version of a server, as an option gives it; a word that is none must not pass as the oldest version. */
export function readVersion(text: string): string {
  if (text !== 'auto' && !/^[1-9]\d*(\.\d+)*([-.]\w+)*$/.test(text))
    throw new InvalidArgumentError('Write a version such as 20 or 1.8.');
  return text;
}

/** The version of Flexisip: its numbers begin with 0.5, and its development branch has a name. */
export function readFlexisipVersion(text: string): string {
  if (text !== 'auto' && versionNamed(text) === undefined)
    throw new InvalidArgumentError('Write a version such as 2.5 or 2.3.5, or master.');
  return text;
}
