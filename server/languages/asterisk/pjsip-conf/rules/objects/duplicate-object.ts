import { message } from '../../../../../rules/rule.ts';
import { inOrder } from '../../model/object.ts';
import { atHeader, type WholeRule } from '../rule.ts';
import { listOfNames, named } from '../texts.ts';

export const duplicateObject: WholeRule = {
  code: 'pjsip-conf/duplicate-object',
  severity: 'error',
  family: 'objects',
  title: 'Two objects of the same type and name',
  why: 'If two objects have the same type and name, Asterisk loads no object of that type at all: with two aors named alice, every aor in the files is lost; with two transports of the same name, SIP does not work at all. Objects of different types with the same name are normal. A reload keeps the old objects, so the problem appears at the next start.',
  fix: 'Remove or rename one of the two, or add to the first with `[name](+)`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[alice]\ntype=aor\nmax_contacts=2\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'whole',
  *check(model) {
    for (const type of model.lostTypes) {
      const names = [...model.ofType(type)]
        .flatMap(([name, objects]) => {
          const written = objects.find(({ isMade }) => !isMade);
          return written === undefined ? [] : [{ name, ordinal: written.entry.ordinal }];
        })
        // In file order: the model keeps them in the order in which they were typed.
        .sort((a, b) => a.ordinal - b.ordinal)
        .map(({ name }) => name);
      const pairs = [...(model.duplicatesOf(type)?.values() ?? [])]
        .sort(([, a], [, b]) => inOrder(a, b))
        .slice(0, MANY);
      for (const [first, second] of pairs) {
        const why = `Asterisk then loads no ${type} at all, so ${listOfNames(names)} ${names.length === 1 ? 'is' : 'are'} lost.`;
        for (const [one, other] of [
          [second, first],
          [first, second],
        ] as const) {
          const what = `There are two sections for the ${named(one)}.`;
          const related = [{ ...atHeader(other.entry), message: 'This is the other section.' }];
          yield {
            ...atHeader(one.entry),
            message: message(what, why, 'Remove or rename one of them.'),
            related,
          };
        }
      }
    }
  },
};

/** Maximum number of pairs shown. */
const MANY = 100;
