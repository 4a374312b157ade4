import { message } from '../../../rules/rule.ts';
import { type FlexisipModel, isKnown, type Setting, written } from '../model.ts';
import { type FileRule, type Finding, inValue } from '../rule.ts';
import { isTlsTransport } from '../transports.ts';
import { words } from '../values.ts';

export const invalidTransport: FileRule = {
  code: 'flexisip-conf/invalid-transport',
  severity: 'warning',
  family: 'settings',
  title: 'Transport that the server cannot listen on',
  why: 'A transport is a SIP URI: `sip:` with an address or `*`, a port and parameters such as `;transport=tcp`, or `sips:` for TLS. The presence server cannot use TLS.',
  fix: 'Write a URI such as `sip:*:5060` or `sips:*:5061`.',
  bad: '[global]\ntransports=tcp:192.0.2.1:5060\n',
  good: '[global]\ntransports=sip:192.0.2.1:5060;transport=tcp\n',
  on: 'file',
  *check(model) {
    for (const [section, key] of places) {
      const setting = written(model, section, key);
      if (setting === undefined || !isKnown(model, section, key)) continue;
      yield* judgeTransports(model, setting, section);
    }
  },
};

const places = [
  ['global', 'transports'],
  ['presence-server', 'transports'],
  ['cluster', 'internal-transport'],
] as const;

function* judgeTransports(model: FlexisipModel, setting: Setting, section: string): Generator<Finding> {
  for (const { text, start } of words(setting.entry.value, model.version)) {
    const at = inValue(setting, start, start + text.replace(/\r$/, '').length);
    if (text.includes('<')) {
      // Angle brackets around a URI are read away.
      continue;
    }
    if (!/^sips?:/i.test(text)) {
      const scheme = /^([a-z]+):/i.exec(text)?.[1]?.toLowerCase();
      const todo =
        scheme === 'tls' || scheme === 'tcp' || scheme === 'udp'
          ? `Write \`${scheme === 'tls' ? 'sips' : 'sip'}:…${scheme === 'tcp' ? ';transport=tcp' : ''}\`.`
          : 'Write a URI such as `sip:*:5060`.';
      yield { ...at, message: message(`"${text}" is no SIP URI.`, 'The server cannot listen on it.', todo) };
    } else if (section === 'presence-server' && isTlsTransport(text)) {
      const what = 'The presence server cannot use TLS.';
      yield {
        ...at,
        message: message(what, 'It does not listen on this URI.', 'Use `sip:` with `;transport=tcp`.'),
      };
    }
  }
}
