// Takes the pictures of the documents from those that the tests in the editor have made, so that they show what the
// extension does now: npm run test:editor, then node docs/pictures.mjs, and look at every one that changed.

import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { animatedPng } from './animatedPng.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const taken = join(here, '../test/editor/screenshots');
const images = join(here, 'images');

/** How long each frame of the explanation is shown, in seconds: a question shorter than an answer. */
const SECONDS = [2, 2, 3, 3, 1.5, 3, 5];

const still = readdirSync(images).filter(name => name.endsWith('.png') && name !== 'tour-explain.png');
for (const name of still) {
  if (existsSync(join(taken, name))) copyFileSync(join(taken, name), join(images, name));
}

const frames = SECONDS.map((_, index) => join(taken, `tour-explain-${index + 1}.png`));
if (frames.every(path => existsSync(path)))
  writeFileSync(
    join(images, 'tour-explain.png'),
    animatedPng(
      frames.map(path => readFileSync(path)),
      SECONDS,
    ),
  );
