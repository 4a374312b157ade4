import { spawn } from 'node:child_process';

/**
 * Runs npm, the one that started us if there is one, and shows what it prints.
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {Promise<void>} rejected when npm fails
 */
export function npm(args, cwd) {
  const program = process.env.npm_execpath;
  const child =
    program?.endsWith('npm-cli.js') === true
      ? spawn(process.execPath, [program, ...args], { cwd, stdio: 'inherit' })
      : spawn('npm', args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => {
      if (code === 0) resolve();
      else reject(new Error(`npm ${args.join(' ')} failed in ${cwd}`));
    });
  });
}
