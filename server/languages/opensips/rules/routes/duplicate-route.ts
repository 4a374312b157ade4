import { message } from '../../../../rules/rule.ts';
import type { NamesOfScript, ScriptModel } from '../../model/model.ts';
import type { ScriptRule } from '../rule.ts';

export const duplicateRoute: ScriptRule = {
  code: 'opensips-cfg/duplicate-route',
  severity: 'error',
  family: 'routes',
  title: 'Route block defined twice',
  why: 'The server does not start with two blocks of the same kind and name. Timer routes are the exception: their names are only labels.',
  fix: 'Rename or remove one of them.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute[a] {\n\texit;\n}\nroute[a] {\n\tdrop;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute[a] {\n\texit;\n}\nroute[b] {\n\tdrop;\n}\n',
  on: 'script',
  *check(model) {
    for (const name of repeatedNames(model)) {
      const routes = model.routesByName.get(name) ?? [];
      const first = routes[0];
      if (first === undefined || first.kind === 'timer') continue;
      for (const other of routes.slice(1)) {
        const { keyword, name } = other.route;
        yield {
          place: other.place,
          span: name ?? keyword,
          message: message(
            name === undefined
              ? `There is a second \`${keyword.text}\` block.`
              : `\`${keyword.text}[${other.name}]\` is already defined.`,
            'OpenSIPS does not start.',
            'Rename or remove one of them.',
          ),
          related: [
            {
              place: first.place,
              span: first.route.name ?? first.route.keyword,
              message: 'First defined here',
            },
          ],
        };
      }
    }
  },
};

const repeated = new WeakMap<NamesOfScript, readonly string[]>();

function repeatedNames({ names, routesByName }: ScriptModel): readonly string[] {
  let found = repeated.get(names);
  if (found === undefined) {
    found = [...routesByName].filter(([, routes]) => routes.length > 1).map(([name]) => name);
    repeated.set(names, found);
  }
  return found;
}
