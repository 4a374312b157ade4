/**
 * What the changelog says about a version.
 * @param {string} text CHANGELOG.md
 * @param {string} version
 * @returns {string | undefined} why this version cannot be released, if so
 */
export function changelogObstacle(text, version) {
  const sections = text.split(/^## /m).slice(1);
  const of = /** @param {string} name */ name => sections.find(section => section.startsWith(`[${name}]`));
  const section = of(version);
  if (section === undefined) return `CHANGELOG.md has no section [${version}]`;
  if (!/^\[.+?\] - \d{4}-\d\d-\d\d\n/.test(section))
    return `the section [${version}] of CHANGELOG.md needs a date: [${version}] - YYYY-MM-DD`;
  if (!/^- /m.test(section)) return `the section [${version}] of CHANGELOG.md is empty`;
  if (/^- /m.test(of('Unreleased') ?? ''))
    return `CHANGELOG.md has entries under [Unreleased]: move them to [${version}]`;
  return undefined;
}
