// Checks everything that a release needs, makes its files in dist/release, and stops before anything is uploaded.
// npm run release [-- --without-tests]

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from '../workbench/npm.mjs';
import { step } from '../workbench/step.mjs';
import { changelogObstacle } from './changelog.mjs';
import { billOfMaterials } from './sbom.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'dist/release');
/** @type {{ name: string, version: string }} */
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const obstacles = [
  changelogObstacle(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), version),
  output('git', ['status', '--porcelain']) === '' ? undefined : 'there are changes that are not committed',
  output('git', ['tag', '--list', `v${version}`]) === '' ? undefined : `v${version} exists already`,
].filter(obstacle => obstacle !== undefined);
if (obstacles.length > 0) {
  for (const obstacle of obstacles) console.error(`Not ready: ${obstacle}.`);
  process.exit(1);
}

if (process.argv.includes('--without-tests')) console.log('Tests are left out.');
else {
  await step('Lint, types and tests', () => npm(['test'], root));
  await step('Tests in the editor', () => npm(['run', 'test:editor'], root));
}
await step('Build the packages', async () => {
  await npm(['run', 'package'], root);
  mkdirSync(folder);
  renameSync(join(root, 'dist/sip-workbench.vsix'), join(folder, `${name}-${version}.vsix`));
  await npm(['pack', '--ignore-scripts', '--pack-destination', folder], root);
});
await step('Write the bill of materials', async () => {
  const all = JSON.parse(output('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only']));
  const bill = billOfMaterials(all, readFileSync(join(root, 'dist/licenses.txt'), 'utf8'), name);
  writeFileSync(join(folder, `${name}-${version}.cdx.json`), `${JSON.stringify(bill, null, 2)}\n`);
});
await step('Let npm check its package', () =>
  npm(['publish', '--dry-run', '--ignore-scripts', join(folder, `${name}-${version}.tgz`)], root),
);

const files = readdirSync(folder).sort();
const sums = files.map(file => {
  const hash = createHash('sha256')
    .update(readFileSync(join(folder, file)))
    .digest('hex');
  return `${hash}  ${file}\n`;
});
writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
console.log(`
${sums.join('')}
Nothing was uploaded. To publish ${version}:

  git tag v${version} && git push origin v${version}
  npx vsce publish --packagePath dist/release/${name}-${version}.vsix
  npx ovsx publish dist/release/${name}-${version}.vsix
  npm publish dist/release/${name}-${version}.tgz`);

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
function output(program, args) {
  return execFileSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).trim();
}
