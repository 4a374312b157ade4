/**
 * What the client must know about a server's program before it runs it: how to recognize it, and which output may be
 * passed on.
 */
export { problemLog, readVersionOutput } from './opensips/check/checkOutput.ts';
