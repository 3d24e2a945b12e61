import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A block of TypeScript in a page, and what the page says that it prints. */
export interface Example {
  /** The name of a module: `library-1`; that of a test ends in `.test`. */
  readonly name: string;
  readonly code: string;
  /** Undefined where the page does not say. */
  readonly output: string | undefined;
}

/** The examples of a page, by its path in the repository. */
export function examplesIn(page: string): Example[] {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```\n(?:\n```text\n([\s\S]*?)```)?/g)];
  return blocks.map(([, code = '', output], i) => {
    const name = `${basename(page, '.md').toLowerCase()}-${i + 1}`;
    return { name: code.includes("from 'vitest'") ? `${name}.test` : name, code, output };
  });
}
