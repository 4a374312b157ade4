import { type Server, stateKey } from '../server.ts';

/** A row by column name; undefined means NULL. */
export type Row = Readonly<Record<string, string | undefined>>;

const tables = stateKey(() => new Map<string, readonly Row[] | undefined>());

/** The rows of a table that the user provided: a db_text or CSV file named after it. Undefined without a file, so
 * its content is a question.
 */
export function tableRows(server: Server, name: string): readonly Row[] | undefined {
  const known = server.state(tables);
  if (!known.has(name)) {
    const text = fileText(server, name);
    known.set(name, text === undefined ? undefined : readTable(text));
  }
  return known.get(name);
}

/** The rows of a table that the server fails to read: none, and what it reads together with it is lost as well. */
export const unreadableTable: readonly Row[] = [];

/** The text of a file named in the script, found by its path or by its base name with or without extension. */
export function fileText(server: Server, path: string): string | undefined {
  const { files } = server.scenario;
  if (files === undefined) return undefined;
  const exact = files.get(path);
  if (exact !== undefined) return exact;
  const base = baseName(path);
  for (const [name, text] of files) {
    const other = baseName(name);
    if (other === base || other.replace(/\.(csv|txt|tsv)$/i, '') === base) return text;
  }
  return undefined;
}

function baseName(path: string): string {
  return path.replace(/^.*[/\\]/, '');
}

function readTable(text: string): readonly Row[] {
  const [first = ''] = text.split(/\r?\n/, 1);
  return /\(\s*(?:string|int|double|long|str|blob|date)\b/.test(first) ? readDbText(text) : readCsv(text);
}

/**
 * The format of db_text: a line of `name(type,null)`, then rows whose fields are separated by colons. An empty field is NULL.
 * One in a column that takes no NULL, a number that is none, or one field too many makes the whole table unreadable for the
 * server.
 */
export function readDbText(text: string): readonly Row[] {
  const [head = '', ...lines] = text.split(/\r?\n/);
  const columns = [...head.matchAll(/(?<!\w)(\w+)\s*\(([^()]*)\)/g)].map(match => ({
    name: match[1] ?? '',
    isNeeded: !/null|auto/.test(match[2] ?? ''),
    isInteger: /^\s*[ilt]/i.test(match[2] ?? ''),
  }));
  const names = columns.map(({ name }) => name);
  const lastNeeded = columns.findLastIndex(({ isNeeded }) => isNeeded);
  const rows = lines.filter(line => line.trim() !== '' && !line.startsWith('#')).map(splitFields);
  const isReadable = rows.every(
    fields =>
      fields.length > lastNeeded &&
      fields.every((field, at) => {
        const column = columns[at];
        // Behind the last column, only a colon may follow.
        if (column === undefined) return at === columns.length && field === '';
        return field === '' ? !column.isNeeded : !column.isInteger || /^-?\d+$/.test(field);
      }),
  );
  return isReadable ? rows.map(row => rowOf(names, row, field => field === '')) : unreadableTable;
}

/** Only the columns that a line has: a table may have as many columns as lines, and most of its lines may be short. */
function rowOf(names: readonly string[], fields: readonly string[], isNull: (field: string) => boolean): Row {
  const row: Record<string, string | undefined> = Object.create(null);
  for (const [at, field] of fields.slice(0, names.length).entries())
    row[names[at] ?? ''] = isNull(field) ? undefined : field;
  return row;
}

function splitFields(line: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (character === '\\' && at + 1 < line.length) {
      at++;
      const escaped = line[at] ?? '';
      field += { n: '\n', r: '\r', t: '\t', '0': '\0' }[escaped] ?? escaped;
    } else if (character === ':') {
      fields.push(field);
      field = '';
    } else field += character;
  }
  fields.push(field);
  return fields;
}

/** A line of names, then rows; an empty field or `NULL` is NULL. */
export function readCsv(text: string): readonly Row[] {
  const [head = '', ...lines] = text.split(/\r?\n/);
  const names = csvFields(head).map(name => name.trim());
  return lines
    .filter(line => line.trim() !== '')
    .map(line => {
      const fields = csvFields(line).map(field => field.trim());
      return rowOf(names, fields, field => field === '' || field === 'NULL');
    });
}

/** The fields of one line of RFC 4180, with spaces allowed before quotes. */
function csvFields(line: string): readonly string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (quoted) {
      if (character === '"' && line[at + 1] === '"') {
        field += '"';
        at++;
      } else if (character === '"') quoted = false;
      else field += character;
    } else if (character === '"' && field.trim() === '') {
      quoted = true;
      field = '';
    } else if (character === ',') {
      fields.push(field);
      field = '';
    } else field += character;
  }
  fields.push(field);
  return fields;
}
