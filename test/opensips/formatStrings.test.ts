import { expect, it } from 'vitest';
import { worldOf } from '../../server/languages/opensips/model/world.ts';
import { readFormat, readVariable } from '../../server/languages/opensips/syntax/variable.ts';

const pieces = [
  ...[
    '$',
    '$ru',
    '$avp(a)',
    '$avp(',
    '$hdr(X-$ru)',
    '$(ru',
    '$(ru{uri.user})',
    '$(avp(a)[',
    '$(hdr($avp(x))',
  ],
  ...['$(hdr(Via)[0]{param.value,branch})', '$(avp(x){s.replace,(,x})', '{s.len}', '{s.select,0,,}', '[1]'],
  ...['$<reply>ru', '<request>', '$$', '$($)', '(', ')', ']', '}', '*', ' ', '.', 'x'],
];

it('reads the variables of a string as if each was read with everything that follows', () => {
  const world = worldOf('3.4', '');
  for (const first of pieces)
    for (const second of pieces)
      for (const third of pieces) {
        const text = first + second + third;
        const at = text.indexOf('$');
        if (at < 0) continue;
        const { variables, fault } = readFormat(text, world.read);
        const expected = readVariable(text.slice(at), world);
        if (expected.fault === undefined) expect(variables[0]?.syntax, text).toEqual(expected.syntax);
        else expect(fault, text).toEqual({ ...expected.fault, offset: expected.fault.offset + at });
      }
});
