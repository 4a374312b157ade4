import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../server/languages/asterisk/config/parser.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { folder, projectOf, settings } from '../languages.ts';
import { applyEdits } from '../markers/harness.ts';
import { filesIn, sharedFolder } from './sharedFiles.ts';

const corpus = sharedFolder('corpus/sip.conf');

describe.skipIf(corpus === undefined)('the formatter on files of other people', () => {
  it.each(filesIn(corpus).map(file => [basename(file), file]))(
    '%s: names and values stay, and a second run changes nothing',
    (_name, file) => {
      const source = readFileSync(file, 'utf8');
      const once = formatted(source);
      expect(reading(once)).toEqual(reading(source));
      expect(formatted(once)).toBe(once);
    },
  );
});

function formatted(source: string): string {
  const project = projectOf(sipConf, { 'sip.conf': source }, 'sip.conf');
  const view = {
    uri: `${folder}sip.conf`,
    tree: parseConfig(source),
    model: sipConf.model(project, settings, undefined),
  };
  return applyEdits(source, sipConf.format?.(view, { tabSize: 2, insertSpaces: true }) ?? []);
}

function reading(source: string): unknown[] {
  return parseConfig(source).sections.flatMap(section =>
    section.lines.flatMap((line): unknown[] => {
      if (line.kind === 'option') return [[line.name, line.operator, line.value]];
      if (line.kind === 'header') return [[line.name, line.options.map(option => option.text), line.fault]];
      return line.kind === 'directive' ? [[line.word, line.argument]] : [];
    }),
  );
}
