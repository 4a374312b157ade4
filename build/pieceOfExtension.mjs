// Which file of the extension has what: client and server have a start each, and share pieces.

import { isOfPackage, pieceOfServer } from './pieceOfServer.mjs';

/** What the client needs at once. */
const clientStart = /^client\/(?:start|browser|extension)\.ts$/;

/**
 * The piece with what these entries and late imports share. `protocol` is what both need at once, `sip` what the server needs at once
 * and the client for some commands, and `client-more` what only the client needs for them. What the server needs later is where the
 * server has it.
 * @param {readonly string[]} entries as esbuild names them
 * @returns {string}
 */
export function pieceOfExtension(entries) {
  const ofClient = entries.filter(entry => entry.startsWith('client/'));
  const ofServer = entries.filter(entry => !entry.startsWith('client/'));
  const isAtStart = ofClient.some(entry => clientStart.test(entry));
  if (ofServer.length === 0) return isAtStart ? 'client' : 'client-more';
  // Packages that others require.
  if (ofServer.some(isOfPackage)) return 'protocol';
  const piece = ofServer.includes('server/start.ts') ? undefined : pieceOfServer(ofServer);
  if (piece !== undefined) return piece;
  if (ofClient.length === 0) return 'server';
  return isAtStart ? 'protocol' : 'sip';
}
