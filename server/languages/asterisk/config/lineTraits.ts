import type { Lines } from './lines.ts';

/** What follows from the names of the lines that count for a section, as bits: computed once for what several sections copy. */
export class LineTraits {
  private readonly copied = new WeakMap<Lines, number>();

  constructor(private readonly ofKey: (key: string) => number) {}

  of(lines: Lines): number {
    for (const copied of lines.copied) if (!this.copied.has(copied)) this.learn(copied);
    return this.together(lines);
  }

  /** What is copied comes first, without recursion: templates may copy from each other thousands of levels deep. */
  private learn(lines: Lines): void {
    const waiting = [lines];
    for (let next = waiting.at(-1); next !== undefined; next = waiting.at(-1)) {
      const missing = next.copied.find(copied => !this.copied.has(copied));
      if (missing !== undefined) {
        waiting.push(missing);
        continue;
      }
      this.copied.set(next, this.together(next));
      waiting.pop();
    }
  }

  private together({ copied, own }: Lines): number {
    let traits = 0;
    for (const { option } of own) traits |= this.ofKey(option.key);
    for (const lines of copied) traits |= this.copied.get(lines) ?? 0;
    return traits;
  }
}
