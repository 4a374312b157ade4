import { message } from '../../../../rules/rule.ts';
import { parameterValue } from '../../model/parameters.ts';
import type { Finding, ScriptRule } from '../rule.ts';

export const fromTagNeeded: ScriptRule = {
  code: 'opensips-cfg/from-tag-needed',
  severity: 'error',
  family: 'start',
  title: 'Direction check without the recorded From tag',
  why: '`is_direction` compares the From tag with the one that `rr` puts into the Record-Route header. With `append_fromtag` set to 0 there is nothing to compare, and the server does not start. `opensips -C` does not report it.',
  fix: 'Remove the line that sets `append_fromtag`, or set it to 1.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/rr.so"\nmodparam("rr", "append_fromtag", 0)\nroute {\n\tloose_route();\n\tif (is_direction("upstream"))\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/rr.so"\nmodparam("rr", "append_fromtag", 1)\nroute {\n\tloose_route();\n\tif (is_direction("upstream"))\n\t\texit;\n}\n',
  on: 'script',
  *check(model, { bodies }) {
    const setting = parameterValue(model, 'rr', 'append_fromtag');
    if (setting === undefined || Number(setting.value) !== 0) return;
    for (const { uses, place } of bodies) {
      for (const { call } of uses.calls) {
        if (!directionFunctions.has(call.name.text)) continue;
        const finding: Finding = {
          place,
          span: call.name,
          message: message(
            `\`${call.name.text}\` needs the From tag in Record-Route, but \`append_fromtag\` of \`rr\` is 0.`,
            '`opensips -C` does not report this, but OpenSIPS does not start.',
            'Set `append_fromtag` to 1.',
          ),
        };
        yield finding;
      }
    }
  },
};

/** fixup_direction in rr_mod.c, and mod_init of `uac` for its own functions. */
const directionFunctions: ReadonlySet<string> = new Set(['is_direction', 'detect_direction']);
