import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { animatedPng } from '../docs/animatedPng.mjs';
import manifest from '../package.json';

const text = readFileSync('README.md', 'utf8');
const [page = '', development = ''] = text.split('## Development');

describe('the page of the extension', () => {
  it('shows pictures that exist, with a text for each', () => {
    const pictures = [...text.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)];
    expect(pictures.length).toBeGreaterThan(3);
    for (const [, words = '', path = ''] of pictures) {
      expect(words.length, path).toBeGreaterThan(15);
      expect(existsSync(path), path).toBe(true);
    }
  });

  it('has only pictures that a test in the editor takes, here and in the guides', () => {
    const tests = readdirSync('test/editor')
      .filter(name => name.endsWith('.test.ts'))
      .map(name => readFileSync(`test/editor/${name}`, 'utf8'))
      .join('\n');
    const names = readdirSync('docs/images').flatMap(name => /^(?!icon)(.*)\.png$/.exec(name)?.[1] ?? []);
    expect(names.length).toBeGreaterThan(20);
    const calls = (name: string): readonly string[] => [
      `screenshot('${name}')`,
      `['${name}', `,
      ...(name.startsWith('tour-') ? [`picture('${name.slice(5)}`] : []),
    ];
    expect(names.filter(name => !calls(name).some(call => tests.includes(call)))).toEqual([]);
  });

  it('shows the commands of a checkout to developers only', () => {
    expect(page).not.toMatch(/npm (start|test|ci|run)|node dist/);
    expect(development.match(/^npm .*$/gm)).toEqual(['npm start', 'npm test']);
  });

  it('has the steps of the walkthrough under their titles', () => {
    const titles = [...page.matchAll(/^\d\. \*\*([^*]+?)\.?\*\*/gm)].map(([, title]) => title);
    expect(titles).toEqual(manifest.contributes.walkthroughs[0]?.steps.map(({ title }) => title));
  });

  it('names every setting and every command', () => {
    const settings = manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
    expect(settings.filter(name => !page.includes(`\`${name}\``))).toEqual([]);
    const hidden = new Set(
      manifest.contributes.menus.commandPalette
        .filter(({ when }) => when === 'false')
        .map(({ command }) => command),
    );
    const titles = manifest.contributes.commands
      .filter(({ command }) => !hidden.has(command))
      .map(({ title }) => title);
    expect(titles.filter(title => !page.includes(`**${title}**`))).toEqual([]);
  });
});

describe('a moving picture', () => {
  /** A picture of one color, but for a pixel of another one. */
  const picture = (size: number, x: number, y: number): Buffer => {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(size, 0);
    header.writeUInt32BE(size, 4);
    header.set([8, 2], 8);
    const rows = Buffer.alloc(size * (1 + size * 3));
    rows[y * (1 + size * 3) + 1 + x * 3] = 255;
    const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
    return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
  };

  // The reader checks no sums.
  const chunk = (kind: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(kind), data, Buffer.alloc(4)]);
  };

  const chunks = (png: Buffer): { readonly kind: string; readonly data: Buffer }[] => {
    const found = [];
    for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
      const end = at + 8 + png.readUInt32BE(at);
      found.push({ kind: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, end) });
    }
    return found;
  };

  it('holds the first picture, and of each other one what changed', () => {
    const made = chunks(animatedPng([picture(9, 1, 2), picture(9, 4, 6)], [1.5, 2]));
    expect(made.map(({ kind }) => kind)).toEqual(['IHDR', 'acTL', 'fcTL', 'IDAT', 'fcTL', 'fdAT', 'IEND']);
    const frames = made.filter(({ kind }) => kind === 'fcTL').map(({ data }) => data);
    const numbers = frames.map(data => [0, 4, 8, 12, 16].map(at => data.readUInt32BE(at)));
    expect(numbers).toEqual([
      [0, 9, 9, 0, 0],
      // Width, height and place of what lies between both pixels.
      [1, 4, 5, 1, 2],
    ]);
    expect(frames.map(data => data.readUInt16BE(20))).toEqual([150, 200]);
  });

  it('takes only pictures of one size', () => {
    expect(() => animatedPng([picture(9, 1, 1), picture(8, 1, 1)], [1, 1])).toThrow('differ in size');
  });
});
