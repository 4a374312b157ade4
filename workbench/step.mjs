/**
 * Runs one step of a longer job and informs the user: its name when it starts, and its duration when it ends.
 * @param {string} name what is being done, with its cost if high
 * @param {() => Promise<void>} work
 */
export async function step(name, work) {
  process.stdout.write(`${name} ... `);
  const started = Date.now();
  try {
    await work();
  } catch (error) {
    process.stdout.write('failed\n');
    throw error;
  }
  process.stdout.write(`${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}
