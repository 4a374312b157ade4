import { message } from '../../../../rules/rule.ts';
import { list, written } from '../../model/model.ts';
import { type FileRule, inValue } from '../rule.ts';

export const transportOnOtherPort: FileRule = {
  code: 'flexisip-conf/transport-on-other-port',
  severity: 'warning',
  family: 'settings',
  title: 'Transport on another port than the one that is written',
  why: 'The server starts, and phones do not find it: without `sip:` in front of the star it takes any free port, and of a port above 65,535 it takes the lower 16 bits.',
  fix: 'Write a URI with a port up to 65535, such as `sip:*:5060`.',
  bad: '[global]\ntransports=sip:192.0.2.1:50600000\n',
  good: '[global]\ntransports=sip:192.0.2.1:5060\n',
  on: 'file',
  *check(model) {
    const setting = written(model, 'global', 'transports');
    if (setting === undefined) return;
    for (const { text, start } of list(model, 'global', 'transports')) {
      const fault = faultOf(text.replace(/\r$/, ''));
      if (fault === undefined) continue;
      yield {
        ...inValue(setting, start, start + text.length),
        message: message(fault.what, fault.why, fault.todo),
      };
    }
  },
};

function faultOf(text: string): { what: string; why: string; todo: string } | undefined {
  if (/^\*(:\d*)?(;|$)/.test(text)) {
    const what = `"${text}" is not a SIP URI.`;
    return { what, why: 'The server listens on any free port.', todo: `Write \`sip:${text}\`.` };
  }
  const port = Number(/^sips?:(?:[^@]*@)?(?:\[[^\]]*\]|[^:;]*):(\d+)(?=[;/?]|$)/i.exec(text)?.[1] ?? 0);
  if (port <= 65_535) return undefined;
  const taken = port % 65_536;
  return {
    what: `There is no port ${port}.`,
    why: taken === 0 ? 'The server listens on any free port.' : `The server listens on port ${taken}.`,
    todo: 'Write a port up to 65535.',
  };
}
