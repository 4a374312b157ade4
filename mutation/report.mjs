/**
 * The part of Stryker's report that is used here (schema of mutation-testing-report-schema).
 * @typedef {{ readonly line: number, readonly column: number }} Position from 1
 * @typedef {{
 *   readonly mutatorName: string,
 *   readonly replacement?: string,
 *   readonly status: 'Killed' | 'Timeout' | 'Survived' | 'NoCoverage' | 'Ignored' | 'RuntimeError' | 'CompileError' |
 * 'Pending',
 *   readonly location: { readonly start: Position, readonly end: Position }, }} Mutant
 * @typedef {{ readonly files: Readonly<Record<string, { readonly source: string, readonly mutants: readonly Mutant[]
 * }>> }} MutationReport
 *
 * The results for the mutants of an area. The score is the percentage that a test detected.
 * @typedef {{
 *   readonly name: string,
 *   readonly mutants: number,
 *   readonly killed: number,
 *   readonly survived: number,
 *   readonly uncovered: number,
 *   readonly score: number, }} Totals
 */

/**
 * Sums up a report. A change after which a test never ends counts as detected; one that cannot run is not counted.
 * @param {string} name
 * @param {MutationReport} report
 * @returns {Totals}
 */
export function totalsOf(name, report) {
  const mutants = Object.values(report.files).flatMap(file => file.mutants);
  /** @param {readonly Mutant['status'][]} statuses */
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  return rated(name, count('Killed', 'Timeout'), count('Survived'), count('NoCoverage'));
}

/**
 * One line for each area and one for all of them.
 * @param {readonly Totals[]} totals
 */
export function table(totals) {
  /** @param {'killed' | 'survived' | 'uncovered'} key */
  const sum = key => totals.reduce((whole, one) => whole + one[key], 0);
  const all = totals.length > 1 ? [rated('all', sum('killed'), sum('survived'), sum('uncovered'))] : [];
  const rows = [
    ['area', 'mutants', 'killed', 'survived', 'no coverage', 'score'],
    ...[...totals, ...all].map(one => [
      one.name,
      ...[one.mutants, one.killed, one.survived, one.uncovered].map(String),
      `${one.score.toFixed(1)} %`,
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0))) ?? [];
  return rows
    .map(row =>
      row.map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      ),
    )
    .map(row => row.join('  '))
    .join('\n');
}

/**
 * The changes that no test detected, one per line: `file:line:column: original text → replacement`.
 * @param {MutationReport} report
 */
export function survivors(report) {
  return Object.entries(report.files)
    .flatMap(([path, { source, mutants }]) =>
      mutants
        .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
        .map(({ location, replacement = '', status }) => {
          const place = `${path}:${location.start.line}:${location.start.column}`;
          const note = status === 'NoCoverage' ? ' (no test reaches it)' : '';
          return `${place}: ${oneLine(textAt(source, location))} → ${oneLine(replacement)}${note}`;
        }),
    )
    .join('\n');
}

/**
 * @param {string} name
 * @param {number} killed
 * @param {number} survived
 * @param {number} uncovered
 * @returns {Totals}
 */
function rated(name, killed, survived, uncovered) {
  const mutants = killed + survived + uncovered;
  return {
    name,
    mutants,
    killed,
    survived,
    uncovered,
    score: mutants === 0 ? 100 : (100 * killed) / mutants,
  };
}

/**
 * @param {string} source
 * @param {Mutant['location']} location
 */
function textAt(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, index) =>
      line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined),
    )
    .join('\n');
}

/** @param {string} text */
function oneLine(text) {
  const joined = text.replace(/\s+/g, ' ');
  return joined.length > 100 ? `${joined.slice(0, 99)}…` : joined;
}
