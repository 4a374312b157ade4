import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addSegment, finishStream, newStream } from '../../server/languages/trace/capture/streams.ts';

const WRAP = 2 ** 32;
const text = ['one', 'two', 'three']
  .map(word => `MESSAGE sip:a@h SIP/2.0\r\nCall-ID: ${word}\r\nContent-Length: ${word.length}\r\n\r\n${word}`)
  .join('');
const bytes = new TextEncoder().encode(text);

/** A part of the text, sent at a sequence number that may be beyond the last one. */
const segment = (first: number, from: number, to: number, isStart = false) => ({
  ...ends,
  payload: { data: bytes.subarray(from, to) },
  sequence: (first + from) % WRAP,
  isStart,
  isEnd: false,
});
const ends = {
  ...{ protocol: 'TCP' as const, source: '192.0.2.1', sourcePort: 5060 },
  ...{ destination: '192.0.2.2', destinationPort: 5060 },
};
const nothing = { data: new Uint8Array(0) };
const frame = (number: number, seconds = 0) => ({
  number,
  seconds,
  microseconds: 0,
  linkType: 1,
  bytes: nothing,
});
const words = (framed: readonly { readonly data: Uint8Array }[]) =>
  framed.map(({ data }) => new TextDecoder().decode(data).replace(/^[\s\S]*\r\n\r\n/, ''));

/** Places where the sequence numbers start again: before, in and behind the text. */
const first = fc.integer({ min: WRAP - bytes.length - 2, max: WRAP + 2 }).map(sequence => sequence % WRAP);
const cuts = fc.uniqueArray(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 8 });

it('puts segments in order, whatever their order, repetitions and overlaps, where sequence numbers start again, too', () => {
  fc.assert(
    fc.property(
      first,
      cuts,
      fc.array(fc.nat(), { maxLength: 12 }),
      fc.nat(9),
      (sequence, at, order, overlap) => {
        const borders = [0, ...at.sort((a, b) => a - b), bytes.length];
        const segments = borders
          .slice(0, -1)
          .map((from, index) => segment(sequence, Math.max(0, from - overlap), borders[index + 1] ?? from));
        const [opening = segment(sequence, 0, 1), ...later] = segments;
        const shuffled = [...later];
        for (const pick of order) {
          const again = later[pick % Math.max(1, later.length)];
          if (again !== undefined) shuffled.splice(pick % (shuffled.length + 1), 0, again);
        }
        const stream = newStream();
        const framed = [opening, ...shuffled].flatMap((one, number) =>
          addSegment(stream, one, frame(number)),
        );
        expect(words(framed)).toEqual(['one', 'two', 'three']);
        expect([stream.lost, stream.early.length]).toEqual([0, 0]);
        expect(finishStream(stream)).toEqual([]);
      },
    ),
  );
});

it('counts what is missing, and goes on behind it, where sequence numbers start again, too', () => {
  const third = text.lastIndexOf('MESSAGE');
  for (let sequence = WRAP - bytes.length - 2; sequence < WRAP + 2; sequence++) {
    const begin = sequence % WRAP;
    const stream = newStream();
    const framed = [
      segment(begin, 0, 100),
      segment(begin, third + 9, bytes.length),
      segment(begin, third, third + 9),
    ].flatMap((one, number) => addSegment(stream, one, frame(number)));
    expect(words([...framed, ...finishStream(stream)])).toContain('three');
    expect(stream.lost).toBe(third - 100);
  }
});

it('starts behind the sequence number of the first segment, which may be the last there is', () => {
  for (const begin of [0, 1, WRAP - 2, WRAP - 1]) {
    const stream = newStream();
    addSegment(stream, { ...segment(begin, 0, 0), isStart: true }, frame(0));
    expect(words(addSegment(stream, segment((begin + 1) % WRAP, 0, bytes.length), frame(1)))).toHaveLength(3);
    const opened = newStream();
    expect(words(addSegment(opened, segment(begin, 0, bytes.length, true), frame(0)))).toHaveLength(3);
    expect(opened.expected).toBe((begin + 1 + bytes.length) % WRAP);
  }
});
