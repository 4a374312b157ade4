/** The columns that an SQL `select` returns, as written; undefined if they cannot be determined. */
export function selectedColumns(request: string): string[] | undefined {
  const start = /^\s*select\s+(?:distinct\s+)?/i.exec(request);
  if (start === null) return undefined;
  const columns: string[] = [];
  let column = '';
  let depth = 0;
  let quote = '';
  for (let index = start[0].length; index < request.length; index++) {
    const character = request.charAt(index);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === "'" || character === '"' || character === '`') quote = character;
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (depth === 0 && character === ',') {
      columns.push(column.trim());
      column = '';
      continue;
    } else if (depth === 0 && /^\sfrom\b/i.test(request.slice(index, index + 6))) {
      columns.push(column.trim());
      return columns.includes('*') || columns.some(name => name.endsWith('.*')) ? undefined : columns;
    }
    column += character;
  }
  return undefined;
}
