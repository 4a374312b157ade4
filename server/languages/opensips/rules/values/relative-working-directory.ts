import { message } from '../../../../rules/rule.ts';
import { stringValue } from '../../syntax/token.ts';
import type { GlobalRule } from '../rule.ts';

export const relativeWorkingDirectory: GlobalRule = {
  code: 'opensips-cfg/relative-working-directory',
  severity: 'error',
  family: 'values',
  title: 'Working directory without a leading slash',
  why: 'The directory is looked for below the one in which the server was started. Where it is not found there the server does not start.',
  fix: 'Write the whole path, from the root of the file system on.',
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
        `\`${path}\` is looked for below the directory in which OpenSIPS is started.`,
        'When it is not there, the server does not start.',
        'Write the whole path.',
      ),
    };
  },
};
