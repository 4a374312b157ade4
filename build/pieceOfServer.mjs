// Which file of the server has what: few files, each with what is needed together.

/** @typedef {{ readonly family: string, readonly name: string, readonly isRare: boolean }} Place */

/**
 * The piece with what these late imports share. A language has one for what an open document needs, and one for the rest; what two
 * drivers of Asterisk share is in a piece of their family, and what several families share in two for all.
 * @param {readonly string[]} entries as esbuild names them
 * @returns {string | undefined} undefined: the start
 */
export function pieceOfServer(entries) {
  const places = entries.map(placeOf);
  if (places.some(place => place === undefined)) return undefined;
  const known = places.filter(place => place !== undefined);
  // What may load everything says nothing about what belongs together.
  const some = known.filter(({ family }) => family !== 'all');
  const telling = some.length > 0 ? some : known;
  const families = new Set(telling.map(({ family }) => family));
  if (families.size > 1) return telling.every(({ isRare }) => isRare) ? 'shared-more' : 'shared';
  const [family = ''] = families;
  const usual = new Set(telling.filter(({ isRare }) => !isRare).map(({ name }) => name));
  const names = usual.size > 0 ? usual : new Set(telling.map(({ name }) => name));
  return names.size === 1 ? [...names][0] : family;
}

/**
 * @param {string} entry
 * @returns {Place | undefined}
 */
function placeOf(entry) {
  const [, facts] = /^facts:server\/facts\/(\w+)/.exec(entry) ?? [];
  if (facts !== undefined) return { family: 'facts', name: `facts-${facts}`, isRare: false };
  const [, folder = '', part = ''] =
    /^behind:server\/languages\/([\w/-]+?)\/(?:facts\/|(\w*))$/.exec(entry) ?? [];
  if (folder !== '') {
    const [family = '', language] = folder.split('/');
    const name = family === 'asterisk' && language !== undefined ? language : family;
    return part === '' ? { family, name, isRare: false } : { family, name: `${family}-more`, isRare: true };
  }
  if (entry === 'server/languages/asterisk/conversion/index.ts')
    return { family: 'asterisk', name: 'asterisk-more', isRare: true };
  if (/testAnswers\.ts$/.test(entry)) return { family: 'frame', name: 'tests', isRare: false };
  if (/traceAnswers\.ts$/.test(entry)) return { family: 'trace', name: 'trace-more', isRare: true };
  if (/^server\/(?:main|browser)\.ts$/.test(entry)) return undefined;
  if (isOfPackage(entry)) return { family: 'all', name: 'lsp', isRare: true };
  const [, name = ''] = /\/(\w+)\.ts$/.exec(entry) ?? [];
  if (name === 'trace' || name === 'digest') return { family: 'trace', name: 'trace-more', isRare: true };
  if (name === 'mcp') return { family: 'all', name, isRare: true };
  return { family: 'frame', name: name === 'checkWorker' ? 'check' : name, isRare: false };
}

/**
 * True for a module of a package, which may be installed in another place.
 * @param {string} entry
 */
export function isOfPackage(entry) {
  return /(?:^|\/)node_modules\//.test(entry);
}
