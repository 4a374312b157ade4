import { message } from '../../../../rules/rule.ts';
import { isAtLeast } from '../../facts/versions.ts';
import type { ScriptRule } from '../rule.ts';

export const missingInclude: ScriptRule = {
  code: 'opensips-cfg/missing-include',
  severity: 'error',
  family: 'includes',
  title: 'Included file that does not exist',
  why: 'Includes are put in place before anything else is read, even inside comments. When a file is missing the server does not start.',
  fix: 'Correct the path: it is looked for in the directory where the server is started, then beside the including file.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\ninclude_file "not-there.cfg"\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  on: 'script',
  *check(model) {
    for (const fault of model.includeFaults) {
      if (fault.kind === 'unknown') continue;
      // Until 2.4 import_file said nothing about a missing file.
      const line = model.project.trees.get(fault.place.uri)?.lines[fault.place.start + fault.path.line] ?? '';
      if (fault.kind === 'missing' && !isAtLeast(model.version, '3.0') && /^\s*import_file/.test(line))
        continue;
      yield {
        place: fault.place,
        span: fault.path,
        message:
          fault.kind === 'missing'
            ? message(
                `The file "${fault.path.text}" is not there.`,
                'OpenSIPS does not start without it.',
                'Correct the path.',
              )
            : message(
                `"${fault.path.text}" includes itself, or is included too deep.`,
                'OpenSIPS gives up after 50 levels and does not start.',
                'Break the circle.',
              ),
      };
    }
  },
};
