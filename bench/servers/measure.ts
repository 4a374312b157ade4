import { setTimeout } from 'node:timers/promises';
import { type Server, startServer } from './server.ts';
import type { MeasuredText, Subject } from './subject.ts';

/** What is measured, in the order of the table. Milliseconds of processor time, apart from the last. */
export const ROWS = [
  'start',
  'open → diagnostics',
  'start and open → diagnostics',
  'character typed → diagnostics',
  'hover',
  'completion',
  'completion right after a key',
  'outline',
  'folding',
  'formatting',
  'tokens of the visible part',
  'peak memory (MiB)',
] as const;

export type Row = (typeof ROWS)[number];

/** One time for each repetition. A row that the server does not offer is absent. */
export type Times = ReadonlyMap<Row, readonly number[]>;

const VISIBLE_LINES = 60;
/** Repetitions of a request: at most, and fewer once they took this many milliseconds together or hardly differ. */
const REPETITIONS = 25;
const ENOUGH = 1000;
const FEW = 7;
/** An answer that takes longer, in milliseconds, is not waited for; the row that may need hours is the last one. */
const ANSWER_LIMIT = 60_000;
/** Half of the times differ from the median by no more than this part of it. */
const STEADY = 0.05;
/** Repetitions that are not counted, in which the server compiles what it uses. */
const WARM_UP = 6;

/** Starts a server and measures everything in one document, but for the rows to leave out. */
export async function measure(
  subject: Subject,
  lineCount: number,
  leaveOut: ReadonlySet<Row>,
): Promise<Times> {
  const server = await startServer(subject);
  try {
    await server.connection.sendNotification('initialized', {});
    await server.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: subject.settings,
    });
    const session = new Session(subject, server, subject.textOf(lineCount));
    const ready = await server.time();
    await session.open();
    const opened = await server.time();
    const times = new Map<Row, readonly number[]>([
      ['start', [server.start]],
      ['open → diagnostics', [opened - ready]],
      ['start and open → diagnostics', [opened]],
    ]);
    times.set('character typed → diagnostics', await session.typing());
    for (const [row, capability, ask] of session.requests()) {
      if (!session.offers(capability) || leaveOut.has(row)) continue;
      await session.removeTyped();
      times.set(row, await session.repeated(row, ask));
    }
    times.set('peak memory (MiB)', [server.peak()]);
    return times;
  } finally {
    server.stop();
  }
}

type Ask = () => Promise<unknown>;

const tooLate = Symbol('too late');

async function withinLimit(answer: Promise<unknown>): Promise<unknown> {
  // Nobody waits for an answer that is late, so its failure is nobody's either.
  answer.catch(() => undefined);
  const limit = new AbortController();
  const late = setTimeout(ANSWER_LIMIT, tooLate, { signal: limit.signal });
  late.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    limit.abort();
  }
}

function isSteady(times: readonly number[]): boolean {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  return at(0.75) - at(0.25) <= 2 * STEADY * at(0.5);
}

class Session {
  private readonly uri: string;
  private readonly subject: Subject;
  private readonly server: Server;
  private readonly document: MeasuredText;
  private version = 1;
  private isTyped = false;
  private resultId: string | undefined;

  constructor(subject: Subject, server: Server, document: MeasuredText) {
    this.subject = subject;
    this.server = server;
    this.document = document;
    this.uri = `file:///measured/${subject.fileName}`;
  }

  async open(): Promise<void> {
    const { uri, version } = this;
    const { languageId } = this.subject;
    await this.diagnosticsAfter(() =>
      this.server.connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version, text: this.document.text },
      }),
    );
  }

  async typing(): Promise<readonly number[]> {
    let last = '';
    return this.repeated('character typed → diagnostics', async () => {
      const found = JSON.stringify(await this.diagnosticsAfter(() => this.type()));
      if (found === last) this.fail('the typed character does not change the diagnostics');
      last = found;
    });
  }

  requests(): readonly (readonly [Row, string, Ask])[] {
    const { hover, completion, typed } = this.document;
    const line = typed.position.line;
    const range = { start: { line, character: 0 }, end: { line: line + VISIBLE_LINES, character: 0 } };
    const options = { tabSize: 2, insertSpaces: true };
    const complete = () => this.ask('completion', { position: completion, context: { triggerKind: 1 } });
    const tokens = this.hasTokensOfRange() ? 'semanticTokens/range' : 'semanticTokens/full';
    return [
      ['hover', 'hoverProvider', () => this.ask('hover', { position: hover })],
      ['completion', 'completionProvider', complete],
      [
        'completion right after a key',
        'completionProvider',
        async () => {
          await this.type();
          return complete();
        },
      ],
      ['outline', 'documentSymbolProvider', () => this.ask('documentSymbol', {})],
      ['folding', 'foldingRangeProvider', () => this.ask('foldingRange', {})],
      ['formatting', 'documentFormattingProvider', () => this.ask('formatting', { options })],
      ['tokens of the visible part', 'semanticTokensProvider', () => this.ask(tokens, { range })],
    ];
  }

  offers(capability: string): boolean {
    const offered = this.server.capabilities[capability];
    return offered !== undefined && offered !== false && offered !== null;
  }

  async repeated(row: Row, ask: Ask): Promise<readonly number[]> {
    const times: number[] = [];
    let spent = 0;
    for (let count = 0; count < WARM_UP + REPETITIONS && (spent < ENOUGH || times.length < 3); count++) {
      const before = await this.server.time();
      const answer = await withinLimit(ask());
      if (answer === tooLate) break;
      const time = (await this.server.time()) - before;
      spent += time;
      if (count >= WARM_UP || spent >= ENOUGH) times.push(time);
      const isEmpty = answer === null || (Array.isArray(answer) && answer.length === 0);
      if (isEmpty && row !== 'formatting') this.fail(`no answer to ${row}`);
      if (times.length >= FEW && isSteady(times)) break;
    }
    return times;
  }

  /** Requests are about the document as it was opened, up to date. */
  async removeTyped(): Promise<void> {
    if (this.isTyped) await this.diagnosticsAfter(() => this.type());
  }

  private ask(method: string, params: object): Promise<unknown> {
    const { uri } = this;
    return this.server.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, ...params });
  }

  private type(): Promise<void> {
    const { position, character } = this.document.typed;
    const end = {
      line: position.line,
      character: position.character + (this.isTyped ? character.length : 0),
    };
    const text = this.isTyped ? '' : character;
    this.isTyped = !this.isTyped;
    this.version++;
    return this.server.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri, version: this.version },
      contentChanges: [{ range: { start: position, end }, text }],
    });
  }

  /** Asks for the diagnostics as an editor does, or waits for them if the server sends them by itself. */
  private async diagnosticsAfter(change: () => Promise<void>): Promise<unknown> {
    if (!this.offers('diagnosticProvider')) {
      const published = this.server.published();
      await change();
      return published;
    }
    await change();
    const previous = this.resultId === undefined ? {} : { previousResultId: this.resultId };
    const report: { resultId?: string; items?: unknown } = await this.server.connection.sendRequest(
      'textDocument/diagnostic',
      { textDocument: { uri: this.uri }, ...previous },
    );
    this.resultId = report.resultId;
    return report.items;
  }

  private hasTokensOfRange(): boolean {
    const offered = this.server.capabilities.semanticTokensProvider;
    return typeof offered === 'object' && offered !== null && 'range' in offered && offered.range !== false;
  }

  private fail(reason: string): never {
    throw new Error(`${this.subject.name}: ${reason}`);
  }
}
