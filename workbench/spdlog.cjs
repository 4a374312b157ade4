'use strict';

// Stands in for @vscode/spdlog, whose native part is not built because install scripts stay off. The editor's Output panel
// shows log files, so without any logger every output channel would look empty.

const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
  constructor(file) {
    this.file = file;
    this.level = levels.indexOf('info');
    this.bare = false;
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, '');
  }

  log(level, text) {
    if (this.file === undefined || level < this.level) return;
    appendFileSync(this.file, this.bare ? text : `${new Date().toISOString()} [${levels[level]}] ${text}\n`);
  }

  getLevel() {
    return this.level;
  }

  setLevel(level) {
    this.level = level;
  }

  setPattern() {}

  clearFormatters() {
    this.bare = true;
  }

  flush() {}

  drop() {
    this.file = undefined;
  }
}

levels.forEach((name, level) => {
  Logger.prototype[name] = function (text) {
    this.log(level, text);
  };
});

// Assigned one by one: the editor imports this file as an ES module, for which Node finds the names by reading the text.
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = async (_name, file) => new Logger(file);
exports.createAsyncRotatingLogger = async (_name, file) => new Logger(file);
