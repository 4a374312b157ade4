import type { ZodRawShape } from 'zod';
import type { Given, Ran } from './rootedIo.ts';

/** Runs a subcommand in its own environment; see rootedIo.ts. */
export type RunCommand = (args: readonly string[], given?: Given) => Promise<Ran>;

/** The result of a tool: data for programs, or the reason why there is none. */
export type ToolAnswer = { readonly data: object } | { readonly problem: string };

/** One tool that agents can call. All of them only read. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** For the agent: when to call it and what it returns. */
  readonly description: string;
  readonly input: ZodRawShape;
  /** Its answer is what the agent asked to compute from a password; secrets are left out of all other answers. */
  readonly makesHashes?: boolean;
  /** `input` has been checked against the shape. */
  run(input: Readonly<Record<string, unknown>>, runCommand: RunCommand): Promise<ToolAnswer>;
}

/** The JSON that a subcommand printed, or its standard error. */
export function answerOf(ran: Ran, shorten: (data: object) => object = data => data): ToolAnswer {
  if (ran.code === 2 || ran.out === '') return { problem: ran.err.trim() || 'The command printed nothing.' };
  const data: unknown = JSON.parse(ran.out);
  return {
    data: shorten(
      Array.isArray(data) ? { items: data } : typeof data === 'object' && data !== null ? data : { data },
    ),
  };
}

/** The options of a subcommand that the caller gave: `--name value` for each. */
export function optionsFrom(
  input: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(names).flatMap(([key, option]) => {
    const value = input[key];
    const values = Array.isArray(value) ? value : value === undefined ? [] : [value];
    return values.flatMap(one => (one === false ? [] : one === true ? [option] : [option, String(one)]));
  });
}
