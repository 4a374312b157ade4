import { message } from '../../../../rules/rule.ts';
import { bodiesCalling } from '../../model/bodies.ts';
import type { RouteBody, ScriptModel } from '../../model/model.ts';
import { parameterValue } from '../../model/parameters.ts';
import type { Finding, ScriptRule } from '../rule.ts';

export const fromTagNeeded: ScriptRule = {
  code: 'opensips-cfg/from-tag-needed',
  severity: 'error',
  family: 'start',
  title: 'Direction check without the recorded From tag',
  why: '`is_direction`, the parameter `detect_direction` of `acc`, and the functions of `uac` compare the From tag with the one that `rr` puts into the Record-Route header. With `append_fromtag` set to 0 there is nothing to compare, and the server does not start. `opensips -C` does not report it.',
  fix: 'Remove the line that sets `append_fromtag`, or set it to 1.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/rr.so"\nmodparam("rr", "append_fromtag", 0)\nroute {\n\tloose_route();\n\tif (is_direction("upstream"))\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/rr.so"\nmodparam("rr", "append_fromtag", 1)\nroute {\n\tloose_route();\n\tif (is_direction("upstream"))\n\t\texit;\n}\n',
  on: 'script',
  modules: ['rr'],
  *check(model) {
    const setting = parameterValue(model, 'rr', 'append_fromtag');
    if (setting === undefined || Number(setting.value) !== 0) return;
    yield* fromDetectDirection(model);
    const names = callsThatNeedTag(model);
    for (const body of bodiesCalling(model, names)) yield* fromCalls(body, names);
  },
};

/** fixup_direction in rr_mod.c, and mod_init of `uac` for its own functions. */
function callsThatNeedTag(model: ScriptModel): readonly string[] {
  const mode = String(parameterValue(model, 'uac', 'restore_mode')?.value ?? 'auto').toLowerCase();
  const isByDialog = Number(parameterValue(model, 'uac', 'force_dialog')?.value ?? 0) !== 0;
  const always = ['is_direction', 'uac_auth'];
  return mode === 'auto' && !isByDialog ? [...always, 'uac_replace_from', 'uac_replace_to'] : always;
}

function* fromCalls({ uses, place }: RouteBody, names: readonly string[]): Generator<Finding> {
  for (const { call } of uses.calls)
    if (names.includes(call.name.text))
      yield { place, span: call.name, message: words(`\`${call.name.text}\``) };
}

function* fromDetectDirection(model: ScriptModel): Generator<Finding> {
  const detection = parameterValue(model, 'acc', 'detect_direction');
  if (detection === undefined || Number(detection.value) === 0) return;
  const { place, item } = detection;
  yield { place, span: item.name ?? item, message: words('`detect_direction` of `acc`') };
}

function words(what: string): string {
  return message(
    `${what} needs the From tag in Record-Route, but \`append_fromtag\` of \`rr\` is 0.`,
    '`opensips -C` does not report this, but OpenSIPS does not start.',
    'Set `append_fromtag` to 1.',
  );
}
