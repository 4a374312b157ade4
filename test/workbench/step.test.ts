import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { step } from '../../workbench/step.mjs';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What a step prints that takes 2.5 s and reports twelve packages after half a second. */
async function printed(screen: { readonly isTTY?: boolean; readonly columns?: number }): Promise<string[]> {
  const texts: string[] = [];
  const ended = step(
    'Download the editor',
    async report => {
      await new Promise(resolve => setTimeout(resolve, 500));
      report('12 packages');
      await new Promise(resolve => setTimeout(resolve, 2000));
    },
    { ...screen, write: text => texts.push(text) },
  );
  await vi.advanceTimersByTimeAsync(2500);
  await ended;
  return texts;
}

const AGAIN = '\r\x1b[K';

it.each([undefined, 0])('a step shows in a terminal how far it is, with %s columns', async columns => {
  const screen = columns === undefined ? {} : { columns };
  expect(await printed({ isTTY: true, ...screen })).toEqual([
    'Download the editor ... ',
    `${AGAIN}Download the editor ... 12 packages, 1 s`,
    `${AGAIN}Download the editor ... 12 packages, 2 s`,
    `${AGAIN}Download the editor ... 2.5 s\n`,
  ]);
});

it('a step keeps to one line of a narrow terminal', async () => {
  const lines = await printed({ isTTY: true, columns: 30 });
  expect(lines[1]).toBe(`${AGAIN}Download the editor ... 12 pa`);
});

it('a step prints nothing but its name and duration into a file', async () => {
  expect(await printed({})).toEqual(['Download the editor ... ', '2.5 s\n']);
});

it('a step that fails says so', async () => {
  const texts: string[] = [];
  const failing = step('Build', () => Promise.reject(new Error('no disk')), {
    write: text => texts.push(text),
  });
  await expect(failing).rejects.toThrow('no disk');
  expect(texts.join('')).toBe('Build ... failed\n');
});
