import { expect, it } from 'vitest';
import { languages } from '../../server/languages/registry.ts';
import { splitLines } from '../../server/text/lines.ts';

const text = '[global]\nversion:1\r\n# a\rroute {\n\n[b]\nx=1\n\tINVITE sip:a@b SIP/2.0';

it.each(languages.map(language => [language.id, language] as const))(
  '%s gives each line, so that the text is not put together at a keystroke',
  (_, language) => {
    const tree = language.parse(text);
    const lines = splitLines(text);
    expect(lines.map((_line, index) => language.lineOf?.(tree, index))).toEqual(lines);
    expect(language.lineOf?.(tree, lines.length)).toBeUndefined();
  },
);
