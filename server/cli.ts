import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { type Io, reasonOf } from './cli/io.ts';
import { type AddCommand, runProgram } from './cli/program.ts';
import { filePieces } from './workspace/filePieces.ts';
import { nodeFiles } from './workspace/nodeFiles.ts';

/** The subcommands, one file each in cli/, loaded when called: starting costs only what the command needs. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  check: async () => (await import('./cli/check.ts')).checkCommand,
  completion: async () => (await import('./cli/completion.ts')).completionCommand,
  convert: async () => (await import('./cli/convert.ts')).convertCommand,
  digest: async () => (await import('./cli/digest.ts')).digestCommand,
  explain: async () => (await import('./cli/explain.ts')).explainCommand,
  format: async () => (await import('./cli/format.ts')).formatCommand,
  harvest: async () => (await import('./cli/harvest.ts')).harvestCommand,
  lsp: async () => (await import('./cli/lsp.ts')).lspCommand,
  mcp: async () => (await import('./cli/mcp.ts')).mcpCommand,
  migrate: async () => (await import('./cli/migrate.ts')).migrateCommand,
  rules: async () => (await import('./cli/rules.ts')).rulesCommand,
  test: async () => (await import('./cli/test.ts')).testCommand,
  trace: async () => {
    collectOften();
    return (await import('./cli/trace.ts')).traceCommand;
  },
};

/**
 * Lets memory grow by a fifth between two searches for garbage, not to several times of what is in use: most of a
 * long trace stays in use, so that is a large part of the memory for little time.
 */
function collectOften(): void {
  setFlagsFromString('--heap-growing-percent=20');
}

// A command is over before optimized code has saved what optimizing it cost, unless it runs much longer than V8 expects.
// Later versions than that of Node 20 print that they do not know the flag.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=540672');

const io: Io = {
  stdout: text => process.stdout.write(text),
  stderr: text => process.stderr.write(text),
  stdin: async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return Buffer.concat(chunks);
  },
  environment: process.env,
  readFile: path => readFile(path),
  pieces: path => filePieces(path),
  writeText: async (uri, before, after) => {
    try {
      const path = fileURLToPath(uri);
      // A file in another encoding, or one that has changed in the meantime, would be damaged.
      if (!(await readFile(path)).equals(Buffer.from(before)))
        return 'not written: the file is not UTF-8 or has changed';
      await writeFile(path, after);
      return undefined;
    } catch (error) {
      return `not written: ${reasonOf(error)}`;
    }
  },
  writeNew: async (uri, text) => {
    try {
      const path = fileURLToPath(uri);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text, { flag: 'wx' });
      return undefined;
    } catch (error) {
      const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      return exists ? 'not written: the file already exists' : `not written: ${reasonOf(error)}`;
    }
  },
  files: nodeFiles,
  directory: process.cwd(),
  hasColors: process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '',
  setExitCode: code => {
    process.exitCode = code;
  },
  watching: async () => (await import('./cli/check/nodeWatching.ts')).nodeWatching,
  crew: async () => (await import('./cli/check/nodeCrew.ts')).nodeCrew,
};

// A reader that stops reading, such as `head`, is not our error.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit();
  throw error;
});

const args = process.argv.slice(2);
void runProgram(loaded(args), args, io);

/** The command that is called; all of them for the help and for shell completion, which list them. */
async function loaded([name = '']: readonly string[]): Promise<readonly AddCommand[]> {
  if (name === '--version' || name === '-V') return [];
  const called = Object.hasOwn(commands, name) && name !== 'completion' ? commands[name] : undefined;
  return Promise.all((called === undefined ? Object.values(commands) : [called]).map(load => load()));
}
