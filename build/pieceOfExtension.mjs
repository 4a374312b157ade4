// Which file of the extension has what: client and server have a start each, and share pieces.

import { isOfPackage, pieceOfServer } from './pieceOfServer.mjs';

/** What activates the extension. */
const activation = /^client\/(?:start|hosts\/(?:process|worker))\.ts$/;

/** The language client for either host, which is loaded after the activation. */
const languageClient = /^client\/hosts\/(?:process|worker)Client\.ts$/;

/**
 * The piece with what these entries and late imports share. `protocol` is what the language client and the server need at once,
 * `sip` what the server needs at once and the client for some commands, and `client-more` what only the client needs for them. What
 * the server needs later is where the server has it.
 * @param {readonly string[]} entries as esbuild names them
 * @returns {string}
 */
export function pieceOfExtension(entries) {
  const ofClient = entries.filter(entry => entry.startsWith('client/'));
  const ofServer = entries.filter(entry => !entry.startsWith('client/'));
  const isOfLanguageClient = ofClient.some(entry => languageClient.test(entry));
  if (ofServer.length === 0) {
    if (ofClient.some(entry => activation.test(entry))) return 'client';
    return isOfLanguageClient ? 'language-client' : 'client-more';
  }
  // Packages that others require.
  if (ofServer.some(isOfPackage)) return 'protocol';
  const piece = ofServer.includes('server/start.ts') ? undefined : pieceOfServer(ofServer);
  if (piece !== undefined) return piece;
  if (ofClient.length === 0) return 'server';
  return isOfLanguageClient ? 'protocol' : 'sip';
}
