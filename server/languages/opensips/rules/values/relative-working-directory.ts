import { message } from '../../../../rules/rule.ts';
import { stringValue } from '../../syntax/token.ts';
import type { GlobalRule } from '../rule.ts';

export const relativeWorkingDirectory: GlobalRule = {
  code: 'opensips-cfg/relative-working-directory',
  severity: 'error',
  family: 'values',
  title: 'Working directory without a leading slash',
  why: 'A relative path starts from the directory in which the server is started. If the directory does not exist there, the server does not start.',
  fix: 'Write the absolute path.',
  bad: 'wdir=tmp\nsocket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  good: 'wdir="/var/lib/opensips"\nsocket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  on: 'global',
  *check(item) {
    const token = item.values[0];
    if ((item.name.text !== 'wdir' && item.name.text !== 'workdir') || token === undefined) return;
    const path = token.kind === 'string' ? stringValue(token) : token.text;
    if (path.startsWith('/')) return;
    yield {
      span: token,
      message: message(
        `\`${path}\` is relative to the directory in which OpenSIPS is started.`,
        'If it does not exist there, the server does not start.',
        'Write the absolute path.',
      ),
    };
  },
};
