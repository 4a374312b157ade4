import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { nodeOfEditor } from '../../workbench/editor.mjs';

/** The newest Node that runs our programs here is that of the editor. */
const node = nodeOfEditor();

describe('the Node of the editor', () => {
  it('runs the command line without a complaint', () => {
    const { status, stdout, stderr } = spawnSync(node, ['dist/cli.js', '--version'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('runs the language server without a complaint', async () => {
    const child = spawn(node, ['dist/server.js', '--stdio']);
    let complaints = '';
    child.stderr.on('data', data => {
      complaints += data;
    });
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.listen();
    await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    await once(child, 'exit');
    connection.dispose();
    expect(complaints).toBe('');
  });
});
