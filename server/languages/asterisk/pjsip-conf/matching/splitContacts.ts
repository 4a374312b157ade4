/** The items of a Contact header, separated by commas outside quotation marks and angle brackets. */
export function splitContacts(text: string): string[] {
  const items: string[] = [];
  let current = '';
  let isQuoted = false;
  let depth = 0;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === '<') depth++;
    else if (!isQuoted && character === '>') depth--;
    if (character === ',' && !isQuoted && depth === 0) {
      items.push(current);
      current = '';
    } else current += character;
  }
  return [...items, current].filter(item => item.trim() !== '');
}
