import { spawn } from 'node:child_process';

/**
 * Runs npm: the one that started this process, if any. Its output is shown only if it fails.
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {Promise<void>} rejected if npm fails
 */
export function npm(args, cwd) {
  const program = process.env.npm_execpath;
  /** @type {import('node:child_process').SpawnOptionsWithStdioTuple<'ignore', 'pipe', 'pipe'>} */
  const options = { cwd, stdio: ['ignore', 'pipe', 'pipe'] };
  const child =
    program?.endsWith('npm-cli.js') === true
      ? spawn(process.execPath, [program, ...args], options)
      : spawn('npm', args, { ...options, shell: process.platform === 'win32' });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', data => {
      printed += data;
    });
  }
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => {
      process.off('exit', end);
      if (code === 0) resolve();
      else reject(new Error(`npm ${args.join(' ')} failed in ${cwd}\n${printed}`));
    });
  });
}
