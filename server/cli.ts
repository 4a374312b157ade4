import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { checkCommand } from './cli/check.ts';
import { digestCommand } from './cli/digest.ts';
import { explainCommand } from './cli/explain.ts';
import { type Io, reasonOf } from './cli/io.ts';
import { lspCommand } from './cli/lsp.ts';
import { type AddCommand, runProgram } from './cli/program.ts';
import { rulesCommand } from './cli/rules.ts';
import { traceCommand } from './cli/trace.ts';
import { nodeFiles } from './workspace/nodeFiles.ts';

/** The sub-commands, one file each under cli/. */
const commands: readonly AddCommand[] = [
  checkCommand,
  digestCommand,
  explainCommand,
  lspCommand,
  rulesCommand,
  traceCommand,
];

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
  writeText: async (uri, before, after) => {
    try {
      const path = fileURLToPath(uri);
      // A file in another encoding, or changed meanwhile, would not survive.
      if (!(await readFile(path)).equals(Buffer.from(before)))
        return 'not fixed: the file is not UTF-8 or has changed';
      await writeFile(path, after);
      return undefined;
    } catch (error) {
      return `not fixed: ${reasonOf(error)}`;
    }
  },
  files: nodeFiles,
  directory: process.cwd(),
  hasColors: process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '',
  setExitCode: code => {
    process.exitCode = code;
  },
};

// A reader that stops reading, such as `head`, is not an error of ours.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit();
  throw error;
});

void runProgram(commands, process.argv.slice(2), io);
