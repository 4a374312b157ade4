/** The time of a run, in seconds from its start, and the pending events: packets in transit and timers. */
export class Clock {
  now = 0;
  private events: Event[] = [];
  private count = 0;

  schedule(delay: number, happen: () => void): Event {
    const event: Event = { at: this.now + delay, order: this.count++, happen, isCancelled: false };
    this.events.push(event);
    return event;
  }

  /** Processes every event up to a time. */
  runUntil(time: number): void {
    for (let count = 0; count < eventLimit; count++) {
      let next: Event | undefined;
      for (const event of this.events) {
        if (event.at > time + 1e-9) continue;
        if (next === undefined || event.at < next.at || (event.at === next.at && event.order < next.order))
          next = event;
      }
      if (next === undefined) break;
      const chosen = next;
      this.events = this.events.filter(event => event !== chosen && !event.isCancelled);
      this.now = Math.max(this.now, chosen.at);
      if (!chosen.isCancelled) chosen.happen();
    }
    this.now = Math.max(this.now, time);
  }
}

export interface Event {
  readonly at: number;
  readonly order: number;
  readonly happen: () => void;
  isCancelled: boolean;
}

/** Packets and timers of one step. */
const eventLimit = 2000;
