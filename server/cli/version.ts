import { InvalidArgumentError } from 'commander';

/** The version of a server, as an option gives it; a word that is none must not pass as the oldest version. */
export function readVersion(text: string): string {
  if (text !== 'auto' && !/^[1-9]\d*(\.\d+)*([-.]\w+)*$/.test(text))
    throw new InvalidArgumentError('Write a version such as 20 or 1.8.');
  return text;
}
