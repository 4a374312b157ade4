import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const lines = readFileSync('docs/checklist.md', 'utf8')
  .split('\n')
  .filter(line => line.startsWith('| ') && !line.startsWith('| Convention') && !line.startsWith('| ---'));

describe('the checklist', () => {
  it('has lines', () => {
    expect(lines.length).toBeGreaterThan(50);
  });

  it.each(lines)('%s', line => {
    const proof = line.split(' | ').at(-1)?.replace(/ \|$/, '') ?? '';
    if (proof.startsWith('Not yet: ')) return;
    const [, file = '', title = ''] = /^`(test\/[\w/.-]+)`: (.+)$/.exec(proof) ?? [];
    expect(existsSync(file), `${file} exists`).toBe(true);
    expect(readFileSync(file, 'utf8').replaceAll("\\'", "'"), `a title in ${file}`).toContain(title);
  });
});
