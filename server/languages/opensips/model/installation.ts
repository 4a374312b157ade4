import type { LanguageSettings } from '../../project.ts';

/** A socket that `-l` opens. */
export interface ListenArgument {
  /** In lower case; the server uses UDP if none is given. */
  readonly protocol: string;
}

/** What the user said about the arguments with which OpenSIPS is started. */
export interface ServiceArguments {
  readonly sockets: readonly ListenArgument[];
  /** `-p`: another program changes the text before OpenSIPS reads it. */
  readonly hasPreprocessor: boolean;
}

export function serviceArguments({ options }: LanguageSettings): ServiceArguments {
  const words = (options?.['opensips.arguments'] ?? '').split(/\s+/);
  const sockets: ListenArgument[] = [];
  words.forEach((word, at) => {
    const written = word === '-l' ? words[at + 1] : /^-l(.+)$/.exec(word)?.[1];
    if (written === undefined || written === '') return;
    sockets.push({ protocol: /^([a-z_]+):/i.exec(written)?.[1]?.toLowerCase() ?? 'udp' });
  });
  return { sockets, hasPreprocessor: words.some(word => /^-p/.test(word)) };
}
