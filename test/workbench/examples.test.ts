import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyExamples } from '../../workbench/examples.mjs';

let folder = '';
const source = (path: string) => join(folder, 'source', path);
const copy = (path: string) => join(folder, 'data/examples', path);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sip-workbench-'));
  mkdirSync(source('asterisk'), { recursive: true });
  writeFileSync(source('asterisk/sip.conf'), '[general]\n');
  writeFileSync(source('readme.txt'), 'one\n');
  copyExamples(source(''), copy(''));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('the copy of the examples that npm start opens', () => {
  it('has every file', () => {
    expect(readFileSync(copy('asterisk/sip.conf'), 'utf8')).toBe('[general]\n');
  });

  it('follows a new version of a file that the user left alone', () => {
    writeFileSync(source('readme.txt'), 'two\n');
    copyExamples(source(''), copy(''));
    expect(readFileSync(copy('readme.txt'), 'utf8')).toBe('two\n');
  });

  it('keeps what the user changed, for good', () => {
    writeFileSync(copy('readme.txt'), 'mine\n');
    writeFileSync(source('readme.txt'), 'two\n');
    copyExamples(source(''), copy(''));
    copyExamples(source(''), copy(''));
    expect(readFileSync(copy('readme.txt'), 'utf8')).toBe('mine\n');
  });

  it('brings back a file that the user deleted', () => {
    rmSync(copy('readme.txt'));
    copyExamples(source(''), copy(''));
    expect(readFileSync(copy('readme.txt'), 'utf8')).toBe('one\n');
  });
});
