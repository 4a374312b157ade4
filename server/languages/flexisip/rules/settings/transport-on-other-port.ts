import { message } from '../../../../rules/rule.ts';
import { list, written } from '../../model/model.ts';
import { type FileRule, inValue } from '../rule.ts';

export const transportOnOtherPort: FileRule = {
  code: 'flexisip-conf/transport-on-other-port',
  severity: 'warning',
  family: 'settings',
  title: 'Transport on a different port than configured',
  why: 'The server starts, but phones do not find it. Without `sip:` before the star it uses any free port, and it uses only the lower 16 bits of a port above 65,535.',
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
    what: `${port} is not a valid port.`,
    why: taken === 0 ? 'The server listens on any free port.' : `The server listens on port ${taken}.`,
    todo: 'Write a port up to 65535.',
  };
}
