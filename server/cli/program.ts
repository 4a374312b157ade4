import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { withoutSecrets } from '../text/secrets.ts';
import { outwardText } from '../text/visible.ts';
import { type Io, UsageError } from './io.ts';

/** Adds one subcommand to the program. */
export type AddCommand = (program: Command, io: Io) => void;

/** Runs the command line, also if the code of a subcommand cannot be loaded; the exit status goes to `io`. Never throws. */
export async function runProgram(
  commands: readonly AddCommand[] | Promise<readonly AddCommand[]>,
  args: readonly string[],
  bare: Io,
): Promise<void> {
  const io = outward(bare);
  const program = new Command('sip-workbench')
    .description(
      'Shows what the real SIP server would do with your configuration, and explains your SIP traces.',
    )
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: io.stdout,
      writeErr: io.stderr,
      outputError: (text, write) => write(errorLine(text)),
    });
  try {
    for (const add of await commands) add(program, io);
    await program.parseAsync(knownHelp(program, args), { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      io.setExitCode(error.exitCode === 0 ? 0 : 2);
    } else {
      io.stderr(`sip-workbench: ${error instanceof Error ? oneLine(error) : String(error)}\n`);
      io.setExitCode(2);
    }
  }
}

/** Everything that the program writes goes through here: no control character from a file, a name or an argument gets out. */
function outward(io: Io): Io {
  return {
    ...io,
    stdout: text => io.stdout(outwardText(text)),
    stderr: text => io.stderr(withoutSecrets(outwardText(text))),
    painted: text => io.stdout(outwardText(text, true)),
  };
}

/** An error on one line, with the suggestion of the argument parser. */
function errorLine(text: string): string {
  return withoutValues(text)
    .replace(/^error: /, 'sip-workbench: ')
    .replace(/\n(?=\(Did you mean )/, ' ');
}

/** `help` with an unknown command is an error about that command, not the general help. */
function knownHelp(program: Command, args: readonly string[]): readonly string[] {
  const [first, second] = args;
  const isUnknown = second !== undefined && !program.commands.some(command => command.name() === second);
  return first === 'help' && isUnknown ? args.slice(1) : args;
}

/** A mistyped option may contain a password: its value is not repeated. */
function withoutValues(text: string): string {
  return text
    .replace(/'(--[^\s'=]{1,60})=[^\n]*?'(?=[\n.]|$| \()/g, "'$1=...'")
    .replace(/'(-[A-Za-z])[^'\n-][^'\n]*'/g, "'$1...'");
}

function oneLine(error: Error): string {
  const text = error.message.replace(/\s*\n\s*/g, ' ');
  return error instanceof UsageError ? text : `unexpected ${error.name}: ${text}`;
}
