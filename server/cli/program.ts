import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { type Io, UsageError } from './io.ts';

/** Adds one sub-command to the program. */
export type AddCommand = (program: Command, io: Io) => void;

/** Runs the command line; the exit status goes to `io`. Never throws. */
export async function runProgram(
  commands: readonly AddCommand[],
  args: readonly string[],
  io: Io,
): Promise<void> {
  const program = new Command('sip-workbench')
    .description('Says what the real SIP server would do with your configuration and your SIP traces.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: io.stdout,
      writeErr: io.stderr,
      outputError: (text, write) => write(text.replace(/^error: /, 'sip-workbench: ')),
    });
  for (const add of commands) add(program, io);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      io.setExitCode(error.exitCode === 0 ? 0 : 2);
    } else {
      io.stderr(`sip-workbench: ${error instanceof Error ? oneLine(error) : String(error)}\n`);
      io.setExitCode(2);
    }
  }
}

function oneLine(error: Error): string {
  const text = error.message.replace(/\s*\n\s*/g, ' ');
  return error instanceof UsageError ? text : `unexpected ${error.name}: ${text}`;
}
