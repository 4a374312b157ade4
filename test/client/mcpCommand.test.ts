import { expect, test } from 'vitest';
import { mcpCommand } from '../../client/agents/mcpCommand.ts';

const find = (path: string, installed: readonly string[], isWindows = false) =>
  mcpCommand(path, isWindows, ['/etc/asterisk', '/etc/opensips'], async file => installed.includes(file));
const args = ['mcp', '--root', '/etc/asterisk', '--root', '/etc/opensips'];

test('the server for agents is the first command line in PATH, and reads the folders of the workspace', async () => {
  const installed = ['/usr/local/bin/sip-workbench', '/opt/bin/sip-workbench'];
  expect(await find('/usr/bin:/usr/local/bin:/opt/bin', installed)).toEqual({ program: installed[0], args });
  const windows = 'C:\\npm\\sip-workbench.cmd';
  expect(await find('C:\\Windows;C:\\npm', [windows], true)).toEqual({ program: windows, args });
});

test('it is offered only if it is installed, and never from the folder that is open', async () => {
  expect(await find('/usr/bin', ['/opt/bin/sip-workbench'])).toBeUndefined();
  expect(
    await find(':.:bin:node_modules/.bin', ['/sip-workbench', './sip-workbench', 'bin/sip-workbench']),
  ).toBeUndefined();
  expect(await find('', ['/sip-workbench'])).toBeUndefined();
});
