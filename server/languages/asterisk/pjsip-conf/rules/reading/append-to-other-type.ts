import { message } from '../../../../../rules/rule.ts';
import { optionFacts, typesWith } from '../../facts/facts.ts';
import { type NameRule, replacing } from '../rule.ts';
import { named } from '../texts.ts';

export const appendToOtherType: NameRule = {
  code: 'pjsip-conf/append-to-other-type',
  severity: 'warning',
  family: 'reading',
  title: 'Section that adds to an object of another type',
  why: 'Often an endpoint, an auth and an aor have the same name. A plain `(+)` adds to the first section with that name, whatever its type, so an option of the aor can end up in the endpoint, which is then not loaded.',
  fix: 'Specify the type: `[alice](+type=aor)`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[alice](+)\nmax_contacts=2\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[alice](+type=aor)\nmax_contacts=2\n',
  on: 'name',
  headers: ['append'],
  *check(entries, _key, model) {
    for (const entry of entries) {
      const plus = entry.header.options.find(({ kind }) => kind === 'append');
      const target = plus?.text === '+' ? model.conf.appendTarget(entry) : undefined;
      if (plus === undefined || target === undefined) continue;
      const object = model.objectsAt(target)[0];
      if (object === undefined) continue;
      const foreign = entry.pieces
        .flatMap(({ place, from, until }) => place.section.lines.slice(from, until))
        .find(line => line.kind === 'option' && isForeign(object.type, line.key));
      if (foreign?.kind !== 'option') continue;
      const wanted = typesWith(foreign.key).find(type =>
        model
          .ofType(type)
          .get(object.name)
          ?.some(({ isMade }) => !isMade),
      );
      const what = `These lines are added to the ${named(object)}, the first section with this name.`;
      const why = `"${foreign.name}" is not an option of ${object.type}.`;
      const range = { place: entry.place, line: 0, start: plus.start, end: plus.end };
      const fixes =
        wanted === undefined ? [] : [replacing(`Add to the ${wanted}`, range, `+type=${wanted}`, true)];
      yield { ...range, message: message(what, why, `Write (+type=${wanted ?? 'TYPE'}).`), fixes };
    }
  },
};

function isForeign(type: string, key: string): boolean {
  return key !== 'type' && optionFacts(type, key) === undefined && typesWith(key).length > 0;
}
