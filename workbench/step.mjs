/**
 * What a step is told by its work: how far it is, such as "12 packages".
 * @typedef {(done: string) => void} Report
 *
 * Where a step is shown. Only a terminal shows how far it is.
 * @typedef {{ write(text: string): unknown, readonly isTTY?: boolean, readonly columns?: number }} Screen
 */

/**
 * Runs one step of a longer job and informs the user: its name when it starts, and its duration when it ends. In a terminal, the
 * line also says every second how far it is.
 * @param {string} name what is being done, with its cost if high
 * @param {(report: Report) => Promise<void>} work
 * @param {Screen} screen
 */
export async function step(name, work, screen = process.stdout) {
  const started = Date.now();
  const seconds = () => (Date.now() - started) / 1000;
  let done = '';
  const showProgress = () => {
    const parts = [...(done === '' ? [] : [done]), `${seconds().toFixed(0)} s`];
    // A line that wraps could not be replaced. Some terminals say that they have no columns.
    screen.write(`\r\x1b[K${`${name} ... ${parts.join(', ')}`.slice(0, (screen.columns || 80) - 1)}`);
  };
  screen.write(`${name} ... `);
  const timer = screen.isTTY === true ? setInterval(showProgress, 1000) : undefined;
  const end = /** @param {string} text */ text => {
    clearInterval(timer);
    screen.write(screen.isTTY === true ? `\r\x1b[K${name} ... ${text}\n` : `${text}\n`);
  };
  try {
    await work(text => {
      done = text;
    });
  } catch (error) {
    end('failed');
    throw error;
  }
  end(`${seconds().toFixed(1)} s`);
}
