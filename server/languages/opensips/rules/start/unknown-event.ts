import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { coreFacts } from '../../facts/facts.ts';
import { existsIn, isAtLeast } from '../../facts/versions.ts';
import { bodiesCalling, perGroup } from '../../model/bodies.ts';
import type { ScriptModel } from '../../model/model.ts';
import { stringValue } from '../../syntax/token.ts';
import { type Finding, replacing, type ScriptRule } from '../rule.ts';

export const unknownEvent: ScriptRule = {
  code: 'opensips-cfg/unknown-event',
  severity: 'warning',
  family: 'start',
  title: 'Event route for an unknown event',
  why: 'An `event_route` runs when a loaded module or `raise_event` raises its event. Up to 3.5 the server does not start if no module has registered the event; since 3.6 it starts, but the route never runs.',
  fix: 'Correct the name, load the module that raises the event, or raise it with `raise_event`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nevent_route[E_PIKE_BLOCK] {\n\txlog("blocked\\n");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nevent_route[E_CORE_THRESHOLD] {\n\txlog("slow\\n");\n}\n',
  on: 'script',
  *check(model) {
    const routes = model.groups.flatMap(eventRoutes);
    if (!model.isComplete || routes.length === 0) return;
    const known = eventsOf(model);
    if (known === undefined) return;
    for (const { name, route, place } of routes) {
      if (name === '0' || route.name === undefined || known.has(name)) continue;
      // Older versions have `event_route[E_NAME, sync]`.
      if (known.has(name.replace(/\s*,.*$/s, ''))) continue;
      const guess = nearest(name, known);
      const finding: Finding = {
        place,
        span: route.name,
        message: message(
          `No loaded module raises the event \`${name}\`.`,
          isAtLeast(model.version, '3.6')
            ? 'The route never runs.'
            : 'OpenSIPS does not start unless another program registers the event first.',
          guess === undefined
            ? 'Correct the name, or load the module that raises it.'
            : `Did you mean \`${guess}\`?`,
        ),
        ...(guess === undefined ? {} : { fixes: [replacing(`Write ${guess}`, route.name, guess)] }),
      };
      yield finding;
    }
  },
};

const eventRoutes = perGroup(bodies =>
  bodies.flatMap(({ route, place }) => (route.kind === 'event' && route.place === place ? [route] : [])),
);

/** Events of core, of the loaded modules and of the script itself; undefined when a name cannot be known. */
function eventsOf(model: ScriptModel): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const event of coreFacts.events) if (existsIn(model.version, event)) names.add(event.name);
  for (const { facts } of model.modules.values()) {
    if (facts === undefined) return undefined;
    for (const event of facts.events ?? []) if (existsIn(model.version, event)) names.add(event.name);
  }
  for (const { uses } of bodiesCalling(model, ['raise_event'])) {
    for (const { call } of uses.calls) {
      if (call.name.text !== 'raise_event') continue;
      const first = call.args[0];
      if (first?.kind !== 'string' || first.token === undefined || first.token.text.includes('$'))
        return undefined;
      names.add(stringValue(first.token));
    }
  }
  return names;
}
