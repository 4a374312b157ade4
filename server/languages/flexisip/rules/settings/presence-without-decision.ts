import { message } from '../../../../rules/rule.ts';
import { effective, list, written } from '../../model/model.ts';
import { addingSetting, atSection, type FileRule } from '../rule.ts';

export const presenceWithoutDecision: FileRule = {
  code: 'flexisip-conf/presence-without-decision',
  severity: 'error',
  family: 'settings',
  title: 'Presence server without a setting for long-term presence',
  why: 'The default of `long-term-enabled` changed in 2.0. If users can be looked up, in a users file or with a query for phone numbers, the presence server does not start until the value is set.',
  fix: 'Set `long-term-enabled=true` or `long-term-enabled=false` in `[presence-server]`.',
  bad: '[global]\ndefault-servers=proxy presence\n',
  good: '[global]\ndefault-servers=proxy presence\n[presence-server]\nlong-term-enabled=false\n',
  since: '2.1.0-beta',
  on: 'file',
  check(model) {
    const servers = written(model, 'global', 'default-servers');
    if (
      servers === undefined ||
      !list(model, 'global', 'default-servers').some(({ text }) => text === 'presence')
    ) {
      return undefined;
    }
    if (written(model, 'presence-server', 'long-term-enabled') !== undefined) return undefined;
    const enabled = effective(model, 'presence-server', 'enabled').value;
    const byFile = effective(model, 'module::Authentication', 'db-implementation').value === 'file';
    const byRequest = ['soci-user-with-phone-request', 'soci-users-with-phones-request'].some(
      key => written(model, 'presence-server', key) !== undefined,
    );
    if (!/^(true|1)$/.test(enabled) || (!byFile && !byRequest)) return undefined;
    const at = model.groups.has('presence-server')
      ? atSection(model, 'presence-server')
      : {
          sectionIndex: servers.sectionIndex,
          line: servers.line,
          start: servers.entry.keyStart,
          end: servers.entry.valueEnd,
        };
    return [
      {
        ...at,
        message: message(
          '`long-term-enabled` is not set in [presence-server].',
          'Its default changed, and the presence server does not start until it is set.',
          'Set `long-term-enabled=false`, or `true`.',
        ),
        fixes: model.groups.has('presence-server')
          ? [addingSetting('Set long-term-enabled=false', at, 'long-term-enabled', 'false')]
          : [],
      },
    ];
  },
};
