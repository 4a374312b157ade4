/**
 * Whether VS Code suggests a label for the word that was typed: if the word is made of characters of the label, in order but for two
 * neighbors that changed places, and the first one also begins a part of the label. Editors that look for the first one inside parts too,
 * as VS Code does without `editor.suggest.matchOnWordStartOnly`, do not get such labels: most labels have most letters.
 */
export function suggestedFor(word: string): (label: string) => boolean {
  if (word === '') return () => true;
  const [first = '', ...others] = word.toLowerCase();
  const beginsPart = new RegExp(`(?<![A-Za-z0-9])${literal(first)}|${literal(first.toUpperCase())}`);
  const spellings = [others, ...others.slice(1).map((_, at) => swapped(others, at))];
  return label => {
    if (!beginsPart.test(label)) return false;
    const text = label.toLowerCase();
    const rest = text.slice(text.indexOf(first) + first.length);
    return spellings.some(spelling => hasInOrder(rest, spelling));
  };
}

/** With a character and the next one in each other's place. */
function swapped(characters: readonly string[], at: number): readonly string[] {
  const [one = '', next = ''] = characters.slice(at, at + 2);
  return characters.toSpliced(at, 2, next, one);
}

function hasInOrder(text: string, characters: readonly string[]): boolean {
  let from = 0;
  for (const character of characters) {
    const at = text.indexOf(character, from);
    if (at < 0) return false;
    from = at + character.length;
  }
  return true;
}

function literal(character: string): string {
  return /\w/.test(character) ? character : `\\${character}`;
}
