import { message } from '../../../../../rules/rule.ts';
import { atHeader, type WholeRule } from '../rule.ts';

export const manyEndpoints: WholeRule = {
  code: 'pjsip-conf/many-endpoints',
  severity: 'information',
  family: 'network',
  title: 'So many endpoints that startup takes minutes',
  why: 'The time that Asterisk needs to start grows faster than the number of endpoints. Measured with branch 20, with an auth and an aor for each endpoint: 6 seconds for 10,000 endpoints, 42 seconds for 20,000 and about nine minutes for 50,000. During that time, Asterisk does not answer.',
  fix: 'Keep the endpoints in a database (realtime), or spread them over several servers.',
  bad: '',
  good: '',
  on: 'whole',
  *check(model) {
    const endpoints = model.ofType('endpoint');
    if (endpoints.size < MANY || model.release.branch < 16) return;
    const first = model.firstOf('endpoint');
    if (first === undefined) return;
    const what = `There are ${endpoints.size} endpoints.`;
    yield {
      ...atHeader(first.entry),
      message: message(
        what,
        'In measurements, Asterisk needed 42 seconds to start with 20,000 endpoints, and nine minutes with 50,000.',
        'Consider keeping them in a database.',
      ),
    };
  },
};

const MANY = 20_000;
