import { message } from '../../../../rules/rule.ts';
import { words } from '../../facts/values.ts';
import type { Setting } from '../../model/groups.ts';
import { type FlexisipModel, isKnown, written } from '../../model/model.ts';
import { transportFault } from '../../model/transportFaults.ts';
import { type FileRule, type Finding, inValue } from '../rule.ts';

export const invalidTransport: FileRule = {
  code: 'flexisip-conf/invalid-transport',
  severity: 'error',
  family: 'settings',
  title: 'Transport that the server cannot listen on',
  why: 'A transport is a SIP URI: `sip:` with an address or `*`, a port, and parameters such as `;transport=tcp`; or `sips:` for TLS, with only TLS parameters. The server does not start with anything else.',
  fix: 'Write a URI such as `sip:*:5060` or `sips:*:5061`.',
  bad: '[global]\ntransports=tcp:192.0.2.1:5060\n',
  good: '[global]\ntransports=sip:192.0.2.1:5060;transport=tcp\n',
  since: '2.5.0',
  on: 'file',
  differsByRelease: true,
  *check(model) {
    const setting = written(model, 'global', 'transports');
    if (setting === undefined || !isKnown(model, 'global', 'transports')) return;
    yield* judgeTransports(model, setting);
  },
};

function* judgeTransports(model: FlexisipModel, setting: Setting): Generator<Finding> {
  for (const { text, start } of words(setting.entry.value.replace(/\r$/, ''), model.version)) {
    // A star at the start means any address; URIs in angle brackets are not checked.
    if (/^[*<]/.test(text)) continue;
    const fault = transportFault(model, text);
    if (fault === undefined) continue;
    const at = inValue(setting, start, start + text.length);
    yield { ...at, message: message(fault.what, 'The server does not start.', fault.todo) };
    // The rest is meant as a comment, which another rule reports once.
    if (text.startsWith('#')) return;
  }
}
