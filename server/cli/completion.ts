import { Argument, type Command, type Option } from 'commander';
import type { Io } from './io.ts';

const shells: Readonly<Record<string, (program: Command) => string>> = { bash, zsh, fish };

/** `sip-workbench completion`: the script that lets a shell complete subcommands, options and their values. */
export function completionCommand(program: Command, io: Io): void {
  program
    .command('completion')
    .description('Prints a script that completes commands and options in your shell.')
    .addArgument(new Argument('<shell>', 'your shell').choices(Object.keys(shells)))
    .addHelpText(
      'after',
      `
Examples:
  sip-workbench completion bash > ~/.local/share/bash-completion/completions/sip-workbench
  sip-workbench completion zsh > "\${fpath[1]}/_sip-workbench"
  sip-workbench completion fish > ~/.config/fish/completions/sip-workbench.fish`,
    )
    .action((shell: string) => io.stdout(shells[shell]?.(program) ?? ''));
}

/** Subcommands in depth, with the words that lead to them: `digest verify`. */
function commandsBelow(
  command: Command,
  words: readonly string[] = [],
): { words: readonly string[]; command: Command }[] {
  return command.commands.flatMap(below => {
    const path = [...words, below.name()];
    return [{ words: path, command: below }, ...commandsBelow(below, path)];
  });
}

function bash(program: Command): string {
  return `# bash completion of ${program.name()}\n${bashFunction(program)}complete -o default -F ${functionName(program)} ${program.name()}\n`;
}

/** Zsh runs completion functions of bash. */
function zsh(program: Command): string {
  return `#compdef ${program.name()}\nautoload -U +X bashcompinit && bashcompinit\n${bashFunction(program)}complete -o default -F ${functionName(program)} ${program.name()}\n`;
}

function functionName(program: Command): string {
  return `_${program.name().replaceAll('-', '_')}`;
}

/** After an option with choices, these; otherwise options and subcommands, and files from the shell when none fits. */
function bashFunction(program: Command): string {
  const cases = [{ words: [], command: program }, ...commandsBelow(program)].map(({ words, command }) => {
    const valued = command.options
      .filter(option => option.argChoices !== undefined)
      .map(option => `      ${option.long}) choices='${(option.argChoices ?? []).join(' ')}' ;;\n`);
    const offered = [
      ...command.commands.map(below => below.name()),
      ...flagsOf(command),
      ...choicesOfArgument(command),
    ];
    return [
      `    '${words.join(' ')}')\n`,
      `      words='${offered.join(' ')}'\n`,
      ...(valued.length === 0
        ? []
        : [`      case "$previous" in\n`, ...valued.map(line => `  ${line}`), '      esac\n']),
      '      ;;\n',
    ].join('');
  });
  const names = commandsBelow(program).map(({ words }) => `'${words.join(' ')}'`);
  return `${functionName(program)}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local command='' words='' choices='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${command:+$command }$word" in
      ${names.join('|')}) command="\${command:+$command }$word" ;;
    esac
  done
  case "$command" in
${cases.join('')}  esac
  COMPREPLY=($(compgen -W "\${choices:-$words}" -- "$current"))
}
`;
}

function fish(program: Command): string {
  const name = program.name();
  const lines = [`# fish completion of ${name}`];
  for (const { words, command } of [{ words: [], command: program }, ...commandsBelow(program)]) {
    const when = fishCondition(words, command);
    for (const below of command.commands)
      lines.push(
        `complete -c ${name} -n '${when}' -f -a ${below.name()} -d ${fishText(below.description())}`,
      );
    for (const choice of choicesOfArgument(command))
      lines.push(`complete -c ${name} -n '${when}' -f -a ${choice}`);
    for (const option of command.options)
      lines.push(`complete -c ${name} -n '${when}' ${fishOption(option)}`);
  }
  return `${lines.join('\n')}\n`;
}

function fishCondition(words: readonly string[], command: Command): string {
  const inner = command.commands.map(below => below.name()).join(' ');
  const none = inner === '' ? '' : `not __fish_seen_subcommand_from ${inner}`;
  const inside = words.map(word => `__fish_seen_subcommand_from ${word}`);
  return [...inside, ...(none === '' ? [] : [none])].join('; and ');
}

function fishOption({ long, short, description, argChoices, required, optional }: Option): string {
  const parts = [
    ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
    ...(long === undefined ? [] : [`-l ${long.slice(2)}`]),
    ...(required || optional ? ['-r'] : []),
    ...(argChoices === undefined ? [] : [`-f -a '${argChoices.join(' ')}'`]),
    `-d ${fishText(description)}`,
  ];
  return parts.join(' ');
}

function fishText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function flagsOf(command: Command): string[] {
  return [...command.options.flatMap(({ long }) => (long === undefined ? [] : [long])), '--help'];
}

function choicesOfArgument(command: Command): string[] {
  return command.registeredArguments.flatMap(argument => argument.argChoices ?? []);
}
