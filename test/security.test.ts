import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

it('every promise of docs/security.md names a test that exists', () => {
  const promises = page
    .split('\n## What is not promised')[0]!
    .split('\n')
    .filter((line) => line.startsWith('- '));
  expect(promises.length).toBeGreaterThan(12);
  for (const promise of promises) {
    const [, file, name] = /\[(test\/\S+\.(?:test|attack)\.ts): ([^\]]+)\]$/.exec(promise) ?? [];
    expect(file, promise).toBeDefined();
    // A whole title, without what it.each puts into it, and not a word that happens to stand there.
    const titles = readFileSync(join(root, file!), 'utf8').replaceAll(/:? ?%[sj] ?/g, '');
    expect(titles.includes(`'${name}'`), promise).toBe(true);
  }
});
