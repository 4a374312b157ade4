import { message } from '../../../../../rules/rule.ts';
import { atHeader, type WholeRule } from '../rule.ts';

export const severalGlobalObjects: WholeRule = {
  code: 'pjsip-conf/several-global-objects',
  severity: 'warning',
  family: 'objects',
  title: 'Two global or system objects',
  why: 'Asterisk expects one object of type global and one of type system. With two objects of type global, it logs an error and uses the last one; the settings of the other one do not apply.',
  fix: 'Put all options into one section.',
  bad: '[global]\ntype=global\nuser_agent=PBX\n\n[more]\ntype=global\ndefault_realm=pbx\n\n[udp]\ntype=transport\nbind=0.0.0.0\n\n',
  good: '[global]\ntype=global\nuser_agent=PBX\ndefault_realm=pbx\n\n[udp]\ntype=transport\nbind=0.0.0.0\n\n',
  on: 'whole',
  *check(model) {
    for (const type of ['global', 'system'] as const) {
      const objects = [...model.ofType(type).values()]
        .flat()
        .sort((a, b) => a.entry.ordinal - b.entry.ordinal);
      const used = model.single(type);
      if (objects.length < 2 || used === undefined) continue;
      for (const object of objects) {
        if (object === used) continue;
        const related = [{ ...atHeader(used.entry), message: 'This section counts.' }];
        const what = `There are ${objects.length} sections of type ${type}, and Asterisk uses the last one.`;
        yield {
          ...atHeader(object.entry),
          message: message(
            what,
            'The settings in this one do not apply.',
            'Put all options into one section.',
          ),
          related,
        };
      }
    }
  },
};
