/**
 * Does one step of a longer job and tells the user: its name when it begins, how long it took when it ends.
 * @param {string} name what is being done, with what it takes when that is much
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
