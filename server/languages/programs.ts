/** What the client must know of the programs of servers before it runs one: how to tell it, and what of its output may be handed on. */
export { problemLog, readVersionOutput } from './opensips/check/checkOutput.ts';
