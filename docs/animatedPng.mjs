import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/**
 * One animated PNG from pictures of the same size, as browsers write them (8 bits a channel, not interlaced). Every frame
 * after the first holds only the rectangle that changed.
 *
 * @param {readonly Buffer[]} pictures
 * @param {readonly number[]} seconds how long each is shown; after the last, it starts again
 * @returns {Buffer}
 */
export function animatedPng(pictures, seconds) {
  const [first, ...others] = pictures.map(read);
  if (first === undefined) throw new Error('An animation needs a picture.');
  const control = Buffer.alloc(8);
  control.writeUInt32BE(pictures.length, 0);
  let sequence = 0;
  /**
   * @param {Rectangle} area
   * @param {number} index
   */
  const frame = (area, index) => {
    const data = Buffer.alloc(26);
    data.writeUInt32BE(sequence++, 0);
    data.writeUInt32BE(area.width, 4);
    data.writeUInt32BE(area.height, 8);
    data.writeUInt32BE(area.x, 12);
    data.writeUInt32BE(area.y, 16);
    data.writeUInt16BE(Math.round((seconds[index] ?? 1) * 100), 20);
    data.writeUInt16BE(100, 22);
    return chunk('fcTL', data);
  };
  const whole = { x: 0, y: 0, width: first.width, height: first.height };
  const chunks = [
    chunk('IHDR', first.header),
    chunk('acTL', control),
    frame(whole, 0),
    chunk('IDAT', packed(first, whole)),
  ];
  let before = first;
  for (const [index, picture] of others.entries()) {
    if (!picture.header.equals(first.header)) throw new Error('The pictures differ in size or colors.');
    const area = changed(before, picture);
    chunks.push(frame(area, index + 1));
    const number = Buffer.alloc(4);
    number.writeUInt32BE(sequence++);
    chunks.push(chunk('fdAT', Buffer.concat([number, packed(picture, area)])));
    before = picture;
  }
  return Buffer.concat([SIGNATURE, ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

/**
 * @typedef {{ readonly header: Buffer, readonly width: number, readonly height: number, readonly bytes: number, readonly rows: readonly Buffer[] }} Picture
 * @typedef {{ readonly x: number, readonly y: number, readonly width: number, readonly height: number }} Rectangle
 */

/**
 * @param {Buffer} png
 * @returns {Picture}
 */
function read(png) {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('Not a PNG.');
  const parts = [];
  /** @type {Buffer} */
  let header = Buffer.alloc(0);
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const kind = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (kind === 'IHDR') header = data;
    if (kind === 'IDAT') parts.push(data);
    at += 12 + length;
  }
  const bytes = { 2: 3, 6: 4 }[header[9] ?? 0];
  if (header[8] !== 8 || bytes === undefined || header[12] !== 0)
    throw new Error('Only pictures with 8 bits a channel, in color, not interlaced.');
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  return {
    header,
    width,
    height,
    bytes,
    rows: unfiltered(inflateSync(Buffer.concat(parts)), width * bytes, bytes),
  };
}

/**
 * The rows of a picture without their filters (PNG specification, 9.2).
 *
 * @param {Buffer} data
 * @param {number} length of a row
 * @param {number} bytes of a pixel
 */
function unfiltered(data, length, bytes) {
  /** @type {Buffer[]} */
  const rows = [];
  /** @type {Buffer} */
  let above = Buffer.alloc(length);
  for (let at = 0; at < data.length; at += length + 1) {
    const filter = data[at] ?? 0;
    const row = Buffer.from(data.subarray(at + 1, at + 1 + length));
    for (let i = 0; i < length; i++) {
      const left = row[i - bytes] ?? 0;
      const up = above[i] ?? 0;
      row[i] = (row[i] ?? 0) + predicted(filter, left, up, i < bytes ? 0 : (above[i - bytes] ?? 0));
    }
    rows.push(row);
    above = row;
  }
  return rows;
}

/**
 * @param {number} filter
 * @param {number} left
 * @param {number} up
 * @param {number} corner
 */
function predicted(filter, left, up, corner) {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const guess = left + up - corner;
  const toLeft = Math.abs(guess - left);
  const toUp = Math.abs(guess - up);
  const toCorner = Math.abs(guess - corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/**
 * The smallest rectangle with everything that differs; one pixel if nothing does, because no frame can be empty.
 *
 * @param {Picture} before
 * @param {Picture} after
 * @returns {Rectangle}
 */
function changed(before, after) {
  let [left, right, top, bottom] = [after.width, 0, after.height, 0];
  for (const [y, row] of after.rows.entries()) {
    const old = before.rows[y];
    if (old === undefined || row.equals(old)) continue;
    const first = row.findIndex((value, i) => value !== old[i]);
    const last = row.findLastIndex((value, i) => value !== old[i]);
    [top, bottom] = [Math.min(top, y), y];
    left = Math.min(left, Math.floor(first / after.bytes));
    right = Math.max(right, Math.floor(last / after.bytes));
  }
  if (top === after.height) return { x: 0, y: 0, width: 1, height: 1 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * A part of a picture as PNG stores it; the filter "up" suits pages of text.
 *
 * @param {Picture} picture
 * @param {Rectangle} area
 */
function packed({ rows, bytes }, { x, y, width, height }) {
  const size = width * bytes;
  /** @type {Buffer} */
  let above = Buffer.alloc(size);
  const lines = rows.slice(y, y + height).map(row => {
    const part = row.subarray(x * bytes, x * bytes + size);
    const line = Buffer.alloc(size + 1, 2);
    for (let i = 0; i < size; i++) line[i + 1] = (part[i] ?? 0) - (above[i] ?? 0);
    above = part;
    return line;
  });
  return deflateSync(Buffer.concat(lines), { level: 9 });
}

/**
 * @param {string} kind
 * @param {Buffer} data
 */
function chunk(kind, data) {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
