import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WORTH_A_THREAD } from '../../server/cli/check/checkTogether.ts';
import { nodeWatching } from '../../server/cli/check/nodeWatching.ts';
import { checkCommand } from '../../server/cli/check.ts';
import type { Io } from '../../server/cli/io.ts';
import { runProgram } from '../../server/cli/program.ts';
import type { FileSystem } from '../../server/workspace/files.ts';
import { nodeFiles } from '../../server/workspace/nodeFiles.ts';

const good = '[general]\nallowguest=no\ncontext=inside\n';
const bad = `${good}[alice]\ntype=frend\n`;

let outside = '';
let folder = '';
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'sip-workbench-'));
  folder = join(outside, 'asterisk');
  mkdirSync(folder);
});
afterEach(() => rmSync(outside, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

/** `check --watch` over the folder; `next` gives what it prints next. */
function watching(...args: readonly string[]) {
  return watchingWith(nodeFiles, ...args);
}

function watchingWith(files: FileSystem, ...args: readonly string[]) {
  const printed: string[] = [];
  let arrived = (): void => undefined;
  let told = (): void => undefined;
  const seen = { code: 0, cleared: 0, other: '' };
  const print = (text: string): void => {
    printed.push(text);
    arrived();
  };
  const io: Io = {
    stdout: print,
    stderr: print,
    stdin: async () => new Uint8Array(),
    environment: {},
    readFile: path => readFile(path.startsWith('/') ? path : join(folder, path)),
    writeText: async () => expect.unreachable('wrote'),
    writeNew: async () => expect.unreachable('wrote'),
    files,
    directory: folder,
    hasColors: false,
    setExitCode: code => {
      seen.code = code;
    },
    crew: async () => expect.unreachable('what another thread reads is not watched'),
    watching: async () => ({
      ...nodeWatching,
      // Other programs change the folders above.
      folder: (uri, listener) =>
        uri.includes(outside) ? nodeWatching.folder(uri, listener) : () => undefined,
      whenTold: listener => {
        told = listener;
      },
      clear: () => {
        seen.cleared++;
      },
    }),
  };
  const ended = runProgram([checkCommand], ['check', '--watch', ...args], io);
  return {
    seen,
    /** Waits for a text, and forgets what was printed until then. */
    until: async (text: string): Promise<string> => {
      while (!printed.join('').includes(text)) {
        await new Promise<void>(resolve => {
          arrived = resolve;
        });
      }
      return printed.splice(0).join('');
    },
    end: async () => {
      told();
      await ended;
    },
  };
}

test('checks again when a file is written, in place or by another file that replaces it', async () => {
  write('sip.conf', bad);
  const { seen, until, end } = watching('sip.conf');
  await until('1 file checked: 1 error.');
  write('sip.conf', good);
  await until('no problems found.');
  write('sip.conf.new', bad);
  renameSync(join(folder, 'sip.conf.new'), join(folder, 'sip.conf'));
  await until('1 file checked: 1 error.');
  expect(seen.cleared).toBe(3);
  await end();
  expect(seen.code).toBe(1);
});

test('checks again when an included file changes, appears or goes, and when a folder that was missing is there', async () => {
  write('sip.conf', `${good}#tryinclude "sip.d/*.conf"\n`);
  const { seen, until, end } = watching('.');
  await until('1 file checked, no problems found.');
  mkdirSync(join(folder, 'sip.d'));
  write('sip.d/a.conf', '[a]\ntype=frend\n');
  await until('2 files checked: 1 error.');
  write('sip.d/a.conf', '[a]\ntype=friend\nhost=192.0.2.1\nsecret=Rainy-Day-41\n');
  await until('no problems found.');
  write('sip.d/b.conf', '[b]\ntype=frend\n');
  await until('3 files checked: 1 error.');
  rmSync(join(folder, 'sip.d/b.conf'));
  await until('2 files checked, no problems found.');
  await end();
  expect(seen.code).toBe(0);
});

test('watches every one of many files, which no other thread reads', async () => {
  for (let number = 0; number < WORTH_A_THREAD; number++) write(`sip_${number}.conf`, good);
  const { until, end } = watching('.');
  await until(`${WORTH_A_THREAD} files checked, no problems found.`);
  write('sip_0.conf', bad);
  await until('1 error.');
  await end();
});

test('survives a file that is gone and settings that are broken for a while', async () => {
  write('sip.conf', bad);
  const { seen, until, end } = watching('sip.conf');
  await until('1 error.');
  rmSync(join(folder, 'sip.conf'));
  await until('no such file');
  write('sip.conf', bad);
  await until('1 error.');
  write('sip-workbench.json', '{');
  await until('not valid JSON');
  write('sip-workbench.json', '{ "rules": { "sip-conf/missing-type": "off" } }');
  await until('no problems found.');
  await end();
  expect(seen.code).toBe(0);
});

test('misses no change while it is checking', async () => {
  write('sip.conf', `${good}#include part.conf\n`);
  write('part.conf', '');
  let isFirst = true;
  const { until, end } = watchingWith(
    {
      ...nodeFiles,
      read: async uri => {
        const content = await nodeFiles.read(uri);
        if (isFirst && uri.endsWith('/part.conf')) {
          isFirst = false;
          write('part.conf', '[alice]\ntype=frend\n');
        }
        return content;
      },
    },
    'sip.conf',
  );
  await until('2 files checked, no problems found.');
  await until('2 files checked: 1 error.');
  await end();
});

test('follows a link to a file elsewhere', async () => {
  const target = join(outside, 'elsewhere');
  mkdirSync(target);
  writeFileSync(join(target, 'real.conf'), bad);
  symlinkSync(join(target, 'real.conf'), join(folder, 'sip.conf'));
  const { until, end } = watching('sip.conf');
  await until('1 error.');
  writeFileSync(join(target, 'real.conf'), good);
  await until('no problems found.');
  await end();
});

test('says nothing about files that make no difference', async () => {
  write('sip.conf', bad);
  const { until, end } = watching('sip.conf');
  await until('1 error.');
  write('.sip.conf.swp', 'x');
  write('notes.txt', 'x');
  // Had the two been reported, this would come after them.
  write('sip.conf', good);
  expect(await until('no problems found.')).toBe('1 file checked, no problems found.\n');
  await end();
});

test.each([
  ['-', '--stdin-filename', 'sip.conf'],
  ['sip.conf', '--fix'],
])('is refused with %s %s', async (...args) => {
  write('sip.conf', bad);
  const { seen, until } = watching(...args);
  await until('--watch works with files and folders, and not with --fix');
  expect(seen.code).toBe(2);
});
