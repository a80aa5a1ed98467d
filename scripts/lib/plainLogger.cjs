/**
 * Takes the place of `@vscode/spdlog` in the served VS Code, whose native part needs a compiler: the same functions on plain files, so
 * that a failed test can show the host's log. Logs are short-lived here and are not rotated.
 */
'use strict';
const { appendFileSync, mkdirSync } = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
let everyLevel = 0;

class Logger {
  #file;
  #level = 2;
  #bare = false;

  /** @param {string} _kind @param {string} _name @param {string} file */
  constructor(_kind, _name, file) {
    this.#file = file;
    mkdirSync(path.dirname(file), { recursive: true });
  }

  /** @param {string} message */
  trace(message) { this.#write(0, message); }
  /** @param {string} message */
  debug(message) { this.#write(1, message); }
  /** @param {string} message */
  info(message) { this.#write(2, message); }
  /** @param {string} message */
  warn(message) { this.#write(3, message); }
  /** @param {string} message */
  error(message) { this.#write(4, message); }
  /** @param {string} message */
  critical(message) { this.#write(5, message); }

  getLevel() { return this.#level; }
  /** @param {number} level */
  setLevel(level) { this.#level = level; }
  /** The host asks for bare lines where it writes the time itself. */
  clearFormatters() { this.#bare = true; }
  setPattern() { this.#bare = false; }
  flush() {}
  drop() {}

  /** @param {number} level @param {string} message */
  #write(level, message) {
    if (level < this.#level || level < everyLevel) return;
    const line = this.#bare ? message : `${new Date().toISOString()} [${levels[level]}] ${message}\n`;
    try { appendFileSync(this.#file, line); } catch { /* the profile is being removed */ }
  }
}

const create = async (/** @type {string} */ name, /** @type {string} */ file) => new Logger('rotating', name, file);

// One assignment each: the host imports these by name, which Node finds in this form only.
exports.version = 0;
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
exports.setLevel = (/** @type {number} */ level) => { everyLevel = level; };
exports.setFlushOn = () => {};
