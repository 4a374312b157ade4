import { fileNameOf } from '../../../text/fileName.ts';
import { inlineCode } from '../../../text/markdown.ts';
import { type Entry, type LinePlace, originOf, type Setting } from '../config/entry.ts';

/** Where a value comes from, seen from a section. Markdown. */
export function originWords(
  model: { lineOf(place: LinePlace): number },
  setting: Setting,
  entry: Entry,
): string {
  const line = `line ${model.lineOf(setting) + 1}`;
  const other = setting.place.file === entry.place.file ? '' : ` of ${fileWords(setting.place.file)}`;
  const name = inlineCode(setting.entry.header.name);
  switch (originOf(setting, entry)) {
    case 'own':
      return `this section, ${line}${other}`;
    case 'template':
      return `template ${name}, ${line}${other}`;
    case 'appended':
      return `added by a (+) section, ${line}${other}`;
    case 'earlier':
      return `another section with this name, ${line}${other}`;
    case 'section':
      return setting.entry.key === 'general'
        ? `[general], ${line}${other}`
        : `section ${name}, ${line}${other}`;
  }
}

/** The name of a file at the end of its URI. Markdown. */
export function fileWords(uri: string): string {
  return inlineCode(fileNameOf(uri));
}
