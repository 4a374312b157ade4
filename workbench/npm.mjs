import { spawn } from 'node:child_process';

/**
 * Installs the packages of a lock file, and reports how many npm has fetched.
 * @param {readonly string[]} flags
 * @param {string} cwd
 * @param {import('./step.mjs').Report} report
 */
export function installPackages(flags, cwd, report) {
  return npm(['ci', '--no-audit', '--no-fund', '--loglevel=http', ...flags], cwd, printed => {
    const fetched = printed.match(FETCHED)?.length ?? 0;
    if (fetched > 0) report(fetched === 1 ? '1 package' : `${fetched} packages`);
  });
}

/** What npm prints of an archive that it has, from its cache or not. */
const FETCHED = /^npm http .*\.tgz .*$/gm;

/**
 * Runs npm: the one that started this process, if any. Its output is shown only if it fails.
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {(printed: string) => void} follow gets all that was printed, after each piece of it
 * @returns {Promise<void>} rejected if npm fails
 */
export function npm(args, cwd, follow = () => {}) {
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
      follow(printed);
    });
  }
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => {
      process.off('exit', end);
      if (code === 0) resolve();
      else
        reject(
          new Error(`npm ${args.join(' ')} failed in ${cwd}\n${printed.replaceAll(/^npm http .*\n/gm, '')}`),
        );
    });
  });
}
