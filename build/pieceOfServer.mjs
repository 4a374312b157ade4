// Which file of the server has what: few files, each with what is needed together.

/**
 * @typedef {{ readonly family: string, readonly name: string, readonly rank: 0 | 1 | 2 }} Place
 * 0 is for what an open document needs, 1 for what is asked for at a place in it, and 2 for what is rare.
 */

/**
 * The piece with what these late imports share. A language has one for what an open document needs, one for what is asked for at a
 * place in it, and one for the rest; what two drivers of Asterisk share is in a piece of their family, and what several families share
 * in two for all. What is needed at several times is where it is needed first.
 * @param {readonly string[]} entries as esbuild names them
 * @returns {string | undefined} undefined: the start
 */
export function pieceOfServer(entries) {
  const places = entries.map(placeOf);
  if (places.some(place => place === undefined)) return undefined;
  const known = places.filter(place => place !== undefined);
  // What may load everything says nothing about what belongs together.
  const some = known.filter(({ family }) => family !== 'commands');
  const telling = some.length > 0 ? some : known;
  const families = new Set(telling.map(({ family }) => family));
  const first = Math.min(...telling.map(({ rank }) => rank));
  if (families.size > 1) return first === 2 ? 'shared-more' : 'shared';
  const names = new Set(telling.filter(({ rank }) => rank === first).map(({ name }) => name));
  return names.size === 1 ? [...names][0] : [...families][0];
}

/**
 * @param {string} entry
 * @returns {Place | undefined}
 */
function placeOf(entry) {
  const [, facts] = /^facts:server\/facts\/(\w+)/.exec(entry) ?? [];
  if (facts !== undefined) return { family: 'facts', name: `facts-${facts}`, rank: 0 };
  const [, folder = '', part = ''] =
    /^behind:server\/languages\/([\w/-]+?)\/(?:facts\/|(\w*))$/.exec(entry) ?? [];
  if (folder !== '') {
    const [family = '', language] = folder.split('/');
    const name = family === 'asterisk' && language !== undefined ? language : family;
    // A users file is opened less often than the configuration that names it.
    if (part === '') return { family, name: language === 'users' ? `${family}-users` : name, rank: 0 };
    if (part === 'features') return { family, name: `${name}-features`, rank: 1 };
    return { family, name: `${family}-more`, rank: 2 };
  }
  if (entry === 'server/languages/asterisk/conversion/index.ts')
    return { family: 'asterisk', name: 'asterisk-more', rank: 2 };
  if (/testAnswers\.ts$/.test(entry)) return { family: 'frame', name: 'tests', rank: 2 };
  if (/traceAnswers\.ts$/.test(entry)) return { family: 'trace', name: 'trace-more', rank: 2 };
  if (/^server\/(?:main|browser)\.ts$/.test(entry)) return undefined;
  if (isOfPackage(entry)) return { family: 'commands', name: 'lsp', rank: 2 };
  if (/\/cli\/mcp\//.test(entry)) return { family: 'commands', name: 'agents', rank: 2 };
  const [, name = ''] = /\/(\w+)\.ts$/.exec(entry) ?? [];
  if (name === 'trace' || name === 'digest') return { family: 'trace', name: 'trace-more', rank: 2 };
  // The others load more, so that they get what is shared where the check has it.
  if (name === 'check' || name === 'checkWorker') return { family: 'frame', name: 'check', rank: 0 };
  return { family: 'commands', name, rank: 2 };
}

/**
 * True for a module of a package, which may be installed in another place.
 * @param {string} entry
 */
export function isOfPackage(entry) {
  return /(?:^|\/)node_modules\//.test(entry);
}
