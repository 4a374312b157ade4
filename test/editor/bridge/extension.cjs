'use strict';

// Runs functions of the tests in the extension host: one JSON object a line comes in, one goes back.

const { connect } = require('node:net');
const { createInterface } = require('node:readline');
const { runInThisContext } = require('node:vm');
const vscode = require('vscode');

exports.activate = () => {
  const socket = connect(Number(process.env.EDITOR_TEST_BRIDGE), '127.0.0.1');
  // The test may end first.
  socket.on('error', () => {});
  createInterface(socket).on('line', async line => {
    const { id, source, args } = JSON.parse(line);
    let answer;
    try {
      const call = runInThisContext(`(${source})`);
      answer = { id, value: await call(vscode, ...args) };
    } catch (error) {
      answer = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    socket.write(`${JSON.stringify(answer)}\n`);
  });
};
