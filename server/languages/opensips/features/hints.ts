import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver-types';
import { resolveCall } from '../model/typecheck.ts';
import { blocksOf, type ScriptView } from '../model/view.ts';
import { worldOf } from '../model/world.ts';
import { routeKinds } from '../syntax/syntax.ts';
import { usesOf } from '../syntax/uses.ts';

/** Names of parameters before constant arguments, where a call has two or more of them. */
export function hintsIn(view: ScriptView, range: Range): InlayHint[] {
  const hints: InlayHint[] = [];
  const routes = new Map(view.model.routes.map(placed => [placed.route, placed]));
  for (const { block, place } of blocksOf(view)) {
    if (place.start > range.end.line || place.start + block.lineCount <= range.start.line) continue;
    for (const item of block.items) {
      if (item.type !== 'route') continue;
      const world = worldOf(view.model.version, routes.get(item)?.loadedBefore ?? '');
      const kind = routeKinds[item.keyword.text] ?? 'request';
      for (const use of usesOf(item.body).calls) {
        const line = place.start + use.call.line;
        if (line < range.start.line || line > range.end.line || use.call.args.length < 2) continue;
        const verdict = resolveCall(use, { world, kind });
        if (verdict.kind !== 'found' || verdict.params === undefined) continue;
        for (const [at, argument] of use.call.args.entries()) {
          const name = verdict.params[at]?.name;
          if (name === undefined || (argument.kind !== 'string' && argument.kind !== 'number')) continue;
          hints.push({
            position: { line: place.start + argument.line, character: argument.start },
            label: `${name}:`,
            kind: InlayHintKind.Parameter,
            paddingRight: true,
          });
        }
      }
    }
  }
  return hints;
}
