import { describe, expect, it } from 'vitest';
import { atoi, leadingInteger, parsePort } from '../../server/languages/asterisk/values/integers.ts';

describe('numbers as the C library reads them', () => {
  it.each([
    ['5', 5],
    [' \t5x', 5],
    ['+5', 5],
    ['-5', -5],
    ['1.5', 1],
    ['0x10', 0],
    ['', undefined],
    ['x5', undefined],
    ['-', undefined],
    ['\u00a05', undefined],
    ['2147483647', 2147483647],
    ['2147483648', -2147483648],
    ['4294967296', 0],
    ['99999999999999999999', -1],
    ['-99999999999999999999', 0],
  ])('%j', (text, number) => {
    expect(leadingInteger(text)).toBe(number);
    expect(atoi(text)).toBe(number ?? 0);
  });

  it('reads no more characters than it may', () => {
    expect(leadingInteger('1234567', 5)).toBe(12345);
    expect(leadingInteger('+123456', 5)).toBe(1234);
    expect(leadingInteger('-1', 1)).toBeUndefined();
  });

  it.each([
    ['5060', 5060],
    ['5060x', 5060],
    ['65535', 65535],
    ['65536', undefined],
    ['0', undefined],
    ['-1', undefined],
    ['', undefined],
    ['4294972356', 5060],
  ])('port %j', (text, port) => {
    expect(parsePort(text)).toBe(port);
  });
});
