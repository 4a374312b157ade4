import { expect, it } from 'vitest';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { redactTrace } from '../../server/languages/trace/writing/redact/redactTrace.ts';
import { log } from './redactedLog.ts';

it('gives the same words today as in a copy that was passed on yesterday', () => {
  expect(redactTrace(traceOf(parseTrace(log)))).toMatchSnapshot();
});
