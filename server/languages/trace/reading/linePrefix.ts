/**
 * The length of the prefix that a log writes before every line of a message; undefined if the line does not start with
 * it.
 */
export type LinePrefix = (line: string) => number | undefined;

/** Made from the prefix of the start line: digits and months may differ from line to line, everything else may not. */
export function linePrefix(prefix: string): LinePrefix {
  if (prefix === '') return () => 0;
  const shape = shapeOf(prefix);
  const bare = prefix.trimEnd();
  return line => {
    const found = shape.exec(line);
    if (found !== null) return found[0].length;
    // An empty line of the message may have lost the spaces at its end.
    const text = line.trimEnd();
    return text.length <= bare.length && (text === '' || shapeOf(bare).test(text)) ? line.length : undefined;
  };
}

const shapes = new Map<string, RegExp>();
const SHAPES_LIMIT = 256;

function shapeOf(prefix: string): RegExp {
  const source = prefix
    .slice(0, 300)
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replace(MONTH, '\\p{Lu}\\p{L}\\p{L}')
    // A number may have more digits on another line, where there are fewer spaces before it.
    .replace(/( *)(\d+)/g, (_whole, blanks: string) => (blanks === '' ? '\\d+' : ' *\\d+'));
  let shape = shapes.get(source);
  if (shape === undefined) {
    shape = new RegExp(`^${source}`, 'u');
    if (shapes.size >= SHAPES_LIMIT) shapes.clear();
    shapes.set(source, shape);
  }
  return shape;
}

/** A word of three letters in the position of a month, in any language. */
const MONTH = /(?<!\p{L})\p{Lu}\p{L}{2}(?= +\d{1,2} )/gu;
