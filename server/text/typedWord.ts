/**
 * Whether VS Code suggests a label for the word that was typed: if the word is made of characters of the label, in order but for two
 * that changed places, and the first one begins a part of the label. Editors that look for the first one inside parts too, as VS Code
 * does without `editor.suggest.matchOnWordStartOnly`, do not get such labels: most labels have most letters.
 */
export function suggestedFor(word: string): (label: string) => boolean {
  if (word === '') return () => true;
  const [first = '', ...others] = word.toLowerCase();
  const beginsPart = new RegExp(`(?<![A-Za-z0-9])${literal(first)}|${literal(first.toUpperCase())}`);
  return label => beginsPart.test(label) && hasAll(others, label.toLowerCase().replace(first, ''));
}

function hasAll(characters: readonly string[], text: string): boolean {
  let rest = text;
  for (const character of characters) {
    if (!rest.includes(character)) return false;
    rest = rest.replace(character, '');
  }
  return true;
}

function literal(character: string): string {
  return /\w/.test(character) ? character : `\\${character}`;
}
