import type { Entry, Setting } from '../../config/entry.ts';
import type { Lines } from '../../config/lines.ts';
import { type Device, LinesInForce, type Roles, type SipConf } from './model.ts';

/** Devices that differ only in what is individual. Their lines are at the same places: which one decides is looked up once. */
export class SimilarDevices {
  private readonly deciding = new Map<string, Setting | undefined>();

  constructor(private readonly first: Device) {}

  get roles(): Roles {
    return this.first;
  }

  /** What all of them copy. */
  get copied(): readonly Lines[] {
    return this.first.lines.copied;
  }

  /** The device of another section. Large files have many, so it is not kept. */
  of(entry: Entry, model: SipConf): Device {
    return new SimilarDevice(model, this, entry);
  }

  /** The line that decides about an option in the device of a section. */
  last(name: string, entry: Entry): Setting | undefined {
    const { deciding, first } = this;
    let there = deciding.get(name);
    if (there === undefined && !deciding.has(name)) {
      there = first.last(name);
      deciding.set(name, there);
    }
    if (there === undefined || there.entry !== first.entries[0]) return there;
    const { place } = entry;
    const { line } = there;
    const option = place.section.lines[line];
    return option?.kind === 'option' ? { place, line, option, value: option.value, entry } : undefined;
  }
}

class SimilarDevice extends LinesInForce implements Device {
  readonly entries: readonly Entry[];
  private madeLines: Lines | undefined;

  constructor(
    model: SipConf,
    private readonly group: SimilarDevices,
    private readonly entry: Entry,
  ) {
    super(model);
    this.entries = [entry];
  }

  get lines(): Lines {
    this.madeLines ??= this.model.linesOver(this.group.copied, this.entry);
    return this.madeLines;
  }

  get name(): string {
    return this.entry.header.name;
  }

  get key(): string {
    return this.entry.key;
  }

  get isUser(): boolean {
    return this.group.roles.isUser;
  }

  get isPeer(): boolean {
    return this.group.roles.isPeer;
  }

  override last(name: string): Setting | undefined {
    return this.group.last(name, this.entry);
  }
}
