/** What a name means to the servers: a list of `Described`, empty for a name that no language knows. */
export const DESCRIBE_REQUEST = 'sipWorkbench/describe';

export interface DescribeParams {
  /** An option, function, parameter, variable or module. */
  readonly name: string;
  /** ID of a language; all by default. */
  readonly language?: string | undefined;
  /** Version of the server. */
  readonly version?: string | undefined;
}

export interface Described {
  readonly language: string;
  readonly markdown: string;
}
