import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVitest } from 'vitest/node';

/**
 * Runs the tests of the editor, or of the files named. The tests of a file share one editor, so a click that a busy
 * machine lost can also fail what follows: a file with a failure is repeated once as a whole, in a new editor, and
 * what it does then counts.
 */
const config = fileURLToPath(new URL('vitest.config.mts', import.meta.url));
const vitest = await createVitest('test', { config, watch: false });
const { testModules } = await vitest.start(process.argv.slice(2));
const failed = testModules.filter(module => !module.ok());
if (failed.length > 0) {
  const names = failed.map(({ moduleId }) => relative(process.cwd(), moduleId));
  console.log(`\nOnce more, in a new editor: ${names.join(', ')}\n`);
  process.exitCode = 0;
  await vitest.runTestSpecifications(failed.map(module => module.toTestSpecification()));
}
await vitest.close();
