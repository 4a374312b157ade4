import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AsteriskConf } from '../../server/languages/asterisk/config/conf.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { folder, projectOf } from '../languages.ts';
import { editFile, editsOf, textsOf } from './incremental.ts';

const line = fc.constantFrom(
  ...['[a]', '[b]', '[c]', '[d]', '[A]', '[b](a)', '[t](!)', '[a](+)', '[t](+)', '[broken'],
  ...['type=peer', 'host=dynamic', '#include "part.conf"', ';--', '--;'],
);

/** Each name with the positions of its sections. */
function shown({ namesInOrder }: AsteriskConf): readonly string[] {
  return Array.from(
    namesInOrder,
    ([key, entries]) => `${key}: ${entries.map(({ ordinal }) => ordinal).join(', ')}`,
  );
}

it('names and the sections of each one are in reading order, after edits too', () => {
  const edits = editsOf(line, 'sip.conf', 'part.conf');
  fc.assert(
    fc.property(textsOf(line, 30), textsOf(line, 6), edits, (main, part, made) => {
      const files: Record<string, string> = { 'sip.conf': main, 'part.conf': part };
      let project = projectOf(sipConf, files, 'sip.conf');
      const conf = new AsteriskConf(project, '13');
      const trees = new Map(
        Object.keys(files).map(name => [folder + name, sipConf.parse(files[name] ?? '')]),
      );
      for (const edit of made) {
        editFile(sipConf, files, trees, edit);
        project = projectOf(sipConf, files, 'sip.conf');
        const edited = new Map([...project.trees].map(([uri, tree]) => [uri, trees.get(uri) ?? tree]));
        conf.update({ ...project, trees: edited });
        expect(shown(conf)).toEqual(shown(new AsteriskConf(project, '13')));
      }
    }),
    { numRuns: 300 },
  );
});
