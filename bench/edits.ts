import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ours } from './servers/ours.ts';
import { type Server, startServer } from './servers/server.ts';
import type { MeasuredText, Subject } from './servers/subject.ts';

/**
 * What an edit costs at other places than `servers` types at: medians in milliseconds of processor time from the edit to the
 * diagnostics, and to the answer of a completion that is asked for at once, with the growth from the shortest text to the
 * longest. Each edit is made and undone in turn. `--lines 1000,100000`, `--only opensips.cfg`.
 */
export async function run(args: readonly string[] = []): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      lines: { type: 'string', default: '1000,100000' },
      only: { type: 'string' },
    },
  });
  const only = values.only?.split(',');
  const sizes = values.lines.split(',').map(Number);
  for (const subject of ours(join(process.cwd(), 'dist'))) {
    if (only !== undefined && !only.includes(subject.name)) continue;
    const found = new Map<string, number[]>();
    for (const size of sizes) {
      for (const [name, time] of await measure(subject, size))
        found.set(name, [...(found.get(name) ?? []), time]);
    }
    for (const [name, times] of found) {
      const growth = (times.at(-1) ?? 0) / (times[0] ?? 1);
      const shown = times.map(time => time.toFixed(2).padStart(8)).join('');
      console.log(`  ${subject.name.padEnd(14)}${name.padEnd(40)}${shown}  ×${growth.toFixed(2)}`);
    }
  }
}

const REPETITIONS = 20;
const WARM_UP = 8;

/** Lines that replace others, made and undone in turn. */
interface Edit {
  readonly name: string;
  readonly line: number;
  readonly removed: number;
  readonly text: string;
}

function editsOf(subject: Subject, { text, typed }: MeasuredText): readonly Edit[] {
  const lines = text.split('\n');
  const { line, character } = typed.position;
  const there = lines[line] ?? '';
  const mark = subject.name === 'opensips.cfg' || subject.name === 'flexisip.conf' ? '#' : ';';
  const changed = `${there.slice(0, character)}${typed.character}${there.slice(character)}\n`;
  const opening = lines.findLastIndex((one, at) => at <= line && /^(\[|route|INVITE|<---|--- )/.test(one));
  const edits: Edit[] = [
    { name: 'character', line, removed: 1, text: changed },
    { name: 'line added', line, removed: 0, text: `${there}\n` },
    { name: 'empty line added', line, removed: 0, text: '\n' },
    { name: 'line removed', line, removed: 1, text: '' },
    { name: 'comment added', line, removed: 0, text: `${mark} a note\n` },
    { name: 'comment added at the top', line: 0, removed: 0, text: `${mark} a note\n` },
    { name: 'comment added above a block', line: opening, removed: 0, text: `${mark} a note\n` },
    { name: 'character added in first line', line: 0, removed: 1, text: `${lines[0] ?? ''}x\n` },
    {
      name: 'heading changed',
      line: opening,
      removed: 1,
      text: `${(lines[opening] ?? '').replace(/\w/, 'x$&')}\n`,
    },
  ];
  const parameter = lines.findIndex(one => /^modparam|^context=|^fr_timeout|^port=|^auth_type/.test(one));
  if (parameter >= 0) {
    const value = lines[parameter] ?? '';
    edits.push(
      {
        name: 'parameter changed',
        line: parameter,
        removed: 1,
        text: `${value.replace(/([\w.])\)?$/, '$15$&')}\n`,
      },
      { name: 'parameter added', line: parameter, removed: 0, text: `${value}\n` },
      { name: 'parameter half typed', line: parameter, removed: 1, text: `${value.slice(0, 9)}\n` },
    );
  }
  return edits;
}

async function measure(subject: Subject, size: number): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  const document = subject.textOf(size);
  const server = await startServer(subject);
  try {
    await server.connection.sendNotification('initialized', {});
    const session = new Session(subject, server, document);
    await session.open();
    for (const edit of editsOf(subject, document)) {
      for (const asked of ['diagnostics', 'completion'] as const) {
        const times: number[] = [];
        for (let count = 0; count < WARM_UP + REPETITIONS; count++) {
          const before = await server.time();
          await session.change(edit, count % 2 === 1);
          await session[asked]();
          if (count >= WARM_UP) times.push((await server.time()) - before);
        }
        times.sort((a, b) => a - b);
        found.set(`${edit.name} → ${asked}`, times[times.length >> 1] ?? 0);
      }
    }
  } finally {
    server.stop();
  }
  return found;
}

/** One document in a running server. */
class Session {
  private readonly uri: string;
  private readonly lines: readonly string[];
  private version = 1;
  private resultId: string | undefined;

  constructor(
    private readonly subject: Subject,
    private readonly server: Server,
    private readonly document: MeasuredText,
  ) {
    this.uri = `file:///measured/${subject.fileName}`;
    this.lines = document.text.split('\n');
  }

  async open(): Promise<void> {
    const { uri, version } = this;
    const { languageId } = this.subject;
    await this.server.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version, text: this.document.text },
    });
    await this.diagnostics();
  }

  async change(edit: Edit, isUndone: boolean): Promise<void> {
    const old = this.lines.slice(edit.line, edit.line + edit.removed).map(line => `${line}\n`);
    const removed = isUndone ? edit.text.split('\n').length - 1 : edit.removed;
    const start = { line: edit.line, character: 0 };
    this.version++;
    await this.server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri, version: this.version },
      contentChanges: [
        {
          range: { start, end: { line: edit.line + removed, character: 0 } },
          text: isUndone ? old.join('') : edit.text,
        },
      ],
    });
  }

  async diagnostics(): Promise<void> {
    const previous = this.resultId === undefined ? {} : { previousResultId: this.resultId };
    const report: { resultId?: string } = await this.server.connection.sendRequest(
      'textDocument/diagnostic',
      { textDocument: { uri: this.uri }, ...previous },
    );
    this.resultId = report.resultId;
  }

  async completion(): Promise<void> {
    await this.server.connection.sendRequest('textDocument/completion', {
      textDocument: { uri: this.uri },
      position: this.document.completion,
      context: { triggerKind: 1 },
    });
  }
}
