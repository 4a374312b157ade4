import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import type { RouteGraph, RouteNode } from '../../server/languages/opensips/routeMap/routeGraph.ts';
import { routeGraphOf } from '../../server/languages/opensips/routeMap/routeGraph.ts';
import { routeLayoutOf } from '../../server/languages/opensips/routeMap/routeLayout.ts';
import { mapOf, routeMapOf } from '../../server/languages/opensips/routeMap/routeMap.ts';
import { languages } from '../../server/languages/registry.ts';
import type { RouteMap } from '../../server/languages/routeMap.ts';
import { folder, projectOf, settings } from '../languages.ts';

const shared = process.env.SIP_WORKBENCH_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url));
const corpus = join(shared, 'corpus/opensips.cfg');

function modelOf(text: string, files: Readonly<Record<string, string>> = {}) {
  const project = projectOf(opensipsCfg, { ...files, 'opensips.cfg': text }, 'opensips.cfg');
  return opensipsCfg.model(project, { ...settings, opensipsVersion: '3.6' }, undefined);
}

function graphOf(text: string, files: Readonly<Record<string, string>> = {}): RouteGraph {
  return routeGraphOf(modelOf(text, files));
}

/** The edges in words, such as `route -call-> route[relay] 3` with the lines from 1. */
function edgesOf({ nodes, edges }: RouteGraph): string[] {
  return edges.map(edge => {
    const lines = edge.places.map(({ line }) => line + 1).join(',');
    return `${nodes[edge.from]?.title} -${edge.kind}-> ${nodes[edge.to]?.title} ${lines}`;
  });
}

const script = `loadmodule "tm.so"
route {
  if (!is_method("INVITE")) {
    send_reply(405, "No");
    exit;
  }
  t_on_failure("missed");
  t_on_branch("out");
  t_on_reply("answers");
  route(relay);
  async(rest_get("http://192.0.2.1/", $var(body)), resumed);
}
route[relay] {
  if (!t_relay()) {
    send_reply(500, "Error");
    sl_reply_error();
  }
  route(relay);
}
failure_route[missed] { if (t_check_status("486")) drop; route(relay); }
branch_route[out] { xlog("out\\n"); }
onreply_route[answers] { raise_event("E_ANSWERED"); }
route[resumed] { route(relay); exit; }
event_route[E_ANSWERED] { route(gone); }
timer_route[clean, 30] { route($var(any)); }
startup_route { xlog("up\\n"); }
`;

describe('the graph of route blocks', () => {
  it('knows how blocks reach each other', () => {
    expect(edgesOf(graphOf(script))).toEqual([
      'route -failure-> failure_route[missed] 7',
      'route -branch-> branch_route[out] 8',
      'route -reply-> onreply_route[answers] 9',
      'route -call-> route[relay] 10',
      'route -resume-> route[resumed] 11',
      'route[relay] -call-> route[relay] 18',
      'failure_route[missed] -call-> route[relay] 20',
      'onreply_route[answers] -event-> event_route[E_ANSWERED] 22',
      'route[resumed] -call-> route[relay] 23',
      'event_route[E_ANSWERED] -call-> route[gone] 24',
    ]);
  });

  it('knows how requests leave them', () => {
    const exits = graphOf(script).nodes.map(
      node => `${node.title}: ${node.exits.map(({ kind, label }) => `${kind} ${label}`).join('; ')}`,
    );
    expect(exits.slice(0, 3)).toEqual([
      'route: reply 405; exit exit',
      'route[relay]: relay t_relay; reply 500, error',
      'failure_route[missed]: drop drop',
    ]);
  });

  it('tells where a request, a reply, an event or time comes in', () => {
    const entries = graphOf(script).nodes.filter(({ entry }) => entry !== undefined);
    expect(entries.map(({ title, entry }) => `${title}: ${entry}`)).toEqual([
      'route: every request',
      'event_route[E_ANSWERED]: event',
      'timer_route[clean]: every 30 s',
      'startup_route: at startup',
    ]);
  });

  it('shows blocks that are missing, and those that nothing names', () => {
    const states = (text: string) =>
      graphOf(text)
        .nodes.filter(({ state }) => state !== 'used')
        .map(({ title, state, place }) => `${title} ${state} ${place.line + 1}`);
    expect(states(script)).toEqual(['route[gone] missing 24']);
    const left = 'route {\n exit;\n}\nroute[left] {\n route(next);\n}\nroute[next] {\n exit;\n}\n';
    expect(states(left)).toEqual(['route[left] unused 4', 'route[next] unreached 7']);
    expect(states(left.replace('exit;', 'route($var(any));'))).toEqual([]);
  });

  it('takes the routes that parameters of modules name as entries', () => {
    const text =
      'modparam("b2b_entities", "script_req_route", "b2b")\nroute { exit; }\nroute[b2b] { exit; }\n';
    expect(graphOf(text).nodes[1]).toMatchObject({ entry: 'module b2b_entities', state: 'used' });
  });

  it('follows included files, around blocks and inside them', () => {
    const files = {
      'more.cfg': 'route[relay] {\n t_relay();\n}\n',
      'inside.cfg': 'route(relay);\n',
    };
    const text = 'include_file "more.cfg"\nroute {\ninclude_file "inside.cfg"\n}\n';
    const graph = graphOf(text, files);
    expect(edgesOf(graph)).toEqual(['route -call-> route[relay] 1']);
    expect(graph.edges[0]?.places[0]?.uri).toBe(`${folder}inside.cfg`);
    expect(graph.nodes.map(({ place }) => place.uri)).toEqual([`${folder}more.cfg`, `${folder}opensips.cfg`]);
  });
});

const node = (title: string, entry?: string): RouteNode => ({
  title,
  kind: 'request',
  entry,
  state: 'used',
  place: { uri: '', line: 0, endLine: 0, column: 0 },
  exits: [],
});

/** A graph of this many nodes, with edges by number; the first node is the entry. */
function graphWith(count: number, edges: readonly (readonly [number, number])[]): RouteGraph {
  return {
    nodes: Array.from({ length: count }, (_, index) =>
      node(`r${index}`, index === 0 ? 'every request' : undefined),
    ),
    edges: edges.map(([from, to]) => ({ from, to, kind: 'call', places: [] })),
  };
}

const layoutOf = (graph: RouteGraph) =>
  routeLayoutOf(
    graph,
    graph.nodes.map(() => ({ width: 100, height: 40 })),
  );

/** The pairs of boxes that overlap. */
function overlaps({ boxes }: Pick<RouteMap, 'boxes'>): string[] {
  return boxes.flatMap((a, first) =>
    boxes.slice(first + 1).flatMap((b, rest) => {
      const isApart =
        a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y;
      return isApart ? [] : [`${first} ${first + 1 + rest}`];
    }),
  );
}

describe('the layout', () => {
  it('puts each block behind all that lead to it', () => {
    const { boxes } = layoutOf(
      graphWith(4, [
        [0, 1],
        [1, 2],
        [0, 2],
        [2, 3],
      ]),
    );
    expect(boxes.map(({ layer }) => layer)).toEqual([0, 1, 2, 3]);
    expect(boxes.map(({ x }) => x)).toEqual([...boxes.map(({ x }) => x)].sort((a, b) => a - b));
  });

  it('turns circles around, from the entry on', () => {
    const { boxes, lines } = layoutOf(
      graphWith(3, [
        [0, 1],
        [1, 2],
        [2, 0],
        [1, 1],
      ]),
    );
    expect(boxes.map(({ layer }) => layer)).toEqual([0, 1, 2]);
    expect(lines.map(({ isBackward }) => isBackward)).toEqual([false, false, true, true]);
    const back = lines[2]?.points ?? [];
    expect(back[0]?.x).toBe(boxes[2]?.x);
    expect(back.at(-1)?.x).toBe((boxes[0]?.x ?? 0) + 100);
  });

  it('orders the blocks of a layer so that arrows do not cross without need', () => {
    const { boxes } = layoutOf(
      graphWith(7, [
        [0, 1],
        [0, 2],
        [0, 3],
        [1, 6],
        [2, 5],
        [3, 4],
      ]),
    );
    const y = (index: number) => boxes[index]?.y ?? 0;
    expect([4, 5, 6].sort((a, b) => y(a) - y(b)).map(last => [0, 0, 0, 0, 3, 2, 1][last])).toEqual(
      [1, 2, 3].sort((a, b) => y(a) - y(b)),
    );
  });

  it('leads long arrows between the boxes', () => {
    const { boxes, lines } = layoutOf(
      graphWith(4, [
        [0, 1],
        [1, 2],
        [2, 3],
        [0, 3],
      ]),
    );
    for (const { x, y } of lines[3]?.points.slice(1, -1) ?? [])
      for (const box of boxes)
        expect(x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height).toBe(false);
    expect(lines[3]?.points.length).toBe(6);
  });

  it('leads arrows past wider boxes of their layer', () => {
    const graph = graphWith(3, [
      [0, 2],
      [2, 0],
    ]);
    const { boxes, lines } = routeLayoutOf(
      graph,
      [50, 200, 50].map(width => ({ width, height: 40 })),
    );
    const right = (boxes[1]?.x ?? 0) + 200;
    expect(lines[0]?.points[1]).toEqual({ x: right, y: lines[0]?.points[0]?.y });
    expect(lines[1]?.points.at(-2)).toEqual({ x: right, y: lines[1]?.points.at(-1)?.y });
  });

  it('keeps boxes apart and inside the picture, with 3 and with 60 blocks', () => {
    for (const count of [1, 3, 60]) {
      const edges = Array.from({ length: count * 2 }, (_, index): readonly [number, number] => [
        (index * 7) % count,
        (index * 13 + 5) % count,
      ]);
      const map = mapOf(graphWith(count, edges));
      expect(overlaps(map)).toEqual([]);
      for (const box of map.boxes) {
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.y).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(map.width);
        expect(box.y + box.height).toBeLessThanOrEqual(map.height);
      }
    }
  });

  it('has a bound for scripts of any size', () => {
    const text = Array.from(
      { length: 700 },
      (_, index) => `route[r${index}] {\n route(r${index + 1});\n route(r${(index * 31) % 700});\n}\n`,
    ).join('');
    const map = routeMapOf(modelOf(text));
    expect(map?.boxes.length).toBe(500);
    expect(map?.notes).toEqual(['Only the first 500 route blocks are shown.']);
  });
});

describe('the map', () => {
  it('says everything in words, too', () => {
    const map = routeMapOf(modelOf(script));
    expect(map?.boxes[0]?.description).toBe(
      'route; runs for: every request; arms for failures failure_route[missed]; arms for branches branch_route[out]; arms for replies onreply_route[answers]; calls route[relay]; resumes in route[resumed]; replies 405; exits.',
    );
    expect(map?.arrows[0]?.description).toBe('route arms for failures failure_route[missed]');
  });

  it('leads to the code', () => {
    const map = routeMapOf(modelOf(script));
    const lineOf = (place: number | undefined) => (map?.places[place ?? -1]?.line ?? -1) + 1;
    expect(map?.boxes.slice(0, 3).map(({ place }) => lineOf(place))).toEqual([2, 13, 20]);
    expect(map?.boxes[1]?.exits.map(({ places }) => places.map(lineOf))).toEqual([[14], [15, 16]]);
    expect(lineOf(map?.arrows[3]?.places[0])).toBe(10);
  });

  it('is offered for scripts alone', () => {
    expect(languages.filter(({ routeMaps }) => routeMaps !== undefined).map(({ id }) => id)).toEqual([
      'opensips-cfg',
    ]);
  });

  describe.skipIf(!existsSync(corpus))(
    `of real scripts${existsSync(corpus) ? '' : ' (skipped: no corpus)'}`,
    () => {
      const names = existsSync(corpus) ? readdirSync(corpus) : ['corpus'];
      it.each(names)('%s', name => {
        const text = readFileSync(join(corpus, name), 'utf8');
        const map = routeMapOf(modelOf(text));
        expect(map === undefined ? [] : overlaps(map)).toEqual([]);
        const blocks = map?.boxes.filter(({ state }) => state !== 'missing') ?? [];
        expect(blocks.length).toBe(modelOf(text).routes.length);
      });
    },
  );
});
