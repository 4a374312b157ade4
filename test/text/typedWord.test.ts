import { describe, expect, it } from 'vitest';
import { suggestedFor } from '../../server/text/typedWord.ts';

describe('a typed word', () => {
  it.each([
    ['', 'anything'],
    ['t', 't_relay'],
    ['T_', 't_relay'],
    ['rel', 't_relay'],
    ['trl', 't_relay'],
    ['_', 't_relay'],
    ['t_rleay', 't_relay'],
    ['u', 'rU'],
    ['ct', 'Content-Type'],
    ['.b', 'a.b'],
    ['t_re', 'script_trace'],
  ])('%j suggests %s', (word, label) => expect(suggestedFor(word)(label)).toBe(true));

  it.each([
    ['e', 't_relay'],
    ['tt', 't_relay'],
    ['relax', 't_relay'],
    ['.', 't_relay'],
    ['t-relay', 't_relay'],
    ['t_ryela', 't_relay'],
    ['t_re', 'route_to_gw'],
  ])('%j does not suggest %s', (word, label) => expect(suggestedFor(word)(label)).toBe(false));
});
