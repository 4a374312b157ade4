import { message } from '../../../../rules/rule.ts';
import { isAtLeast } from '../../facts/versions.ts';
import type { ScriptRule } from '../rule.ts';

export const missingInclude: ScriptRule = {
  code: 'opensips-cfg/missing-include',
  severity: 'error',
  family: 'includes',
  title: 'Included file that does not exist',
  why: 'OpenSIPS resolves includes before it reads anything else, even inside comments. If a file is missing, the server does not start.',
  fix: 'Correct the path. OpenSIPS looks in the directory in which it is started, then in the folder of the including file.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\ninclude_file "not-there.cfg"\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  on: 'script',
  *check(model) {
    for (const fault of model.includeFaults) {
      if (fault.kind === 'unknown') continue;
      // Up to 2.4 import_file did not report a missing file.
      const line = model.project.trees.get(fault.place.uri)?.lines[fault.place.start + fault.path.line] ?? '';
      if (fault.kind === 'missing' && !isAtLeast(model.version, '3.0') && /^\s*import_file/.test(line))
        continue;
      yield {
        place: fault.place,
        span: fault.path,
        message:
          fault.kind === 'missing'
            ? message(
                `The file "${fault.path.text}" does not exist.`,
                'OpenSIPS does not start.',
                'Correct the path.',
              )
            : message(
                `"${fault.path.text}" includes itself, or the includes are nested too deep.`,
                'OpenSIPS gives up after 50 levels and does not start.',
                'Remove the loop.',
              ),
      };
    }
  },
};
